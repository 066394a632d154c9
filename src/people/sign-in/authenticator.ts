import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { identityEvent, type Trace } from '../audit/identity-event.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import { clearTries, type MustWait, takeTry } from './throttle.ts';

/** Authenticator apps (RFC 6238): six digits that change every half minute. */
const PERIOD_SECONDS = 30;
const SECRET_BYTES = 20;
/** One step either way, for clocks and slow fingers. */
const WINDOW = 1;

export interface NewAuthenticator {
  /** For typing: `JBSW Y3DP ...`. */
  readonly secret: string;
  /** For a picture that the app reads. */
  readonly address: string;
}

/** Draws a secret that counts once its first code was right; a confirmed one is never replaced without being removed. */
export async function beginAuthenticator(desk: SignInDesk, identityId: string): Promise<boolean> {
  const sealed = desk.serviceKey.seal('authenticator', randomBytes(SECRET_BYTES), identityId);
  const [row] = await desk.database.sql<{ kept: boolean }[]>`
    select people.keep_authenticator(${identityId}::text::uuid, ${sealed}, ${desk.clock.now()}) as kept`;
  return row?.kept === true;
}

/** Shown while it is set up, and never again. */
export async function showNewAuthenticator(
  desk: SignInDesk,
  { identityId, email }: { readonly identityId: string; readonly email: string },
): Promise<NewAuthenticator | undefined> {
  const kept = await readAuthenticator(desk, identityId);
  if (kept === undefined || kept.confirmed) return undefined;
  const totp = totpOf(kept.secret, email);
  return { secret: totp.secret.base32.replaceAll(/(.{4})(?=.)/g, '$1 '), address: totp.toString() };
}

/** Right once: the step of a code that was taken, and all before it, are never taken again. */
export async function proveAuthenticator(
  desk: SignInDesk,
  identityId: string,
  given: string,
  trace: Trace,
): Promise<Result<undefined, { readonly code: 'authenticator-code-wrong' } | MustWait>> {
  const mustWait = await takeTry(desk, 'second-factor', identityId, trace);
  if (mustWait !== undefined) return refused(mustWait);
  const kept = await readAuthenticator(desk, identityId);
  const now = desk.clock.now().getTime();
  const token = given.replaceAll(/[\s-]/g, '');
  const delta =
    kept === undefined || !/^\d{6}$/.test(token) ? null : totpOf(kept.secret, '').validate({ token, timestamp: now, window: WINDOW });
  if (delta === null) return refused({ code: 'authenticator-code-wrong' });
  const firstTime = identityEvent(identityId, 'people.add-authenticator', desk.clock.now(), trace);
  const step = Math.floor(now / 1_000 / PERIOD_SECONDS) + delta;
  const [row] = await desk.database.sql<{ taken: boolean }[]>`
    select people.take_authenticator_step(${identityId}::text::uuid, ${step}::bigint, ${desk.clock.now()},
      ${JSON.stringify(firstTime)}::text::jsonb) as taken`;
  if (row?.taken !== true) return refused({ code: 'authenticator-code-wrong' });
  await clearTries(desk, 'second-factor', identityId);
  return accepted(undefined);
}

export async function removeAuthenticator({ database, clock }: SignInDesk, identityId: string, trace: Trace): Promise<void> {
  const event = identityEvent(identityId, 'people.remove-authenticator', clock.now(), trace);
  await database.sql`select people.remove_authenticator(${identityId}::text::uuid, ${JSON.stringify(event)}::text::jsonb)`;
}

async function readAuthenticator(desk: SignInDesk, identityId: string): Promise<{ secret: Buffer; confirmed: boolean } | undefined> {
  const [row] = await desk.database.sql<{ sealed_secret: string; confirmed_at: Date | null }[]>`
    select * from people.read_authenticator(${identityId}::text::uuid)`;
  if (row === undefined) return undefined;
  const secret = desk.serviceKey.open('authenticator', Buffer.from(row.sealed_secret, 'hex'), identityId);
  return { secret, confirmed: row.confirmed_at !== null };
}

function totpOf(secret: Buffer, label: string): TOTP {
  const bytes = Uint8Array.from(secret).buffer;
  return new TOTP({
    issuer: 'Threefold',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: new Secret({ buffer: bytes }),
  });
}
