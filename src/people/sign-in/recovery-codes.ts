import { randomInt } from 'node:crypto';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { identityEvent, type Trace } from '../audit/identity-event.ts';
import type { SignInDesk } from './sign-in-desk.ts';
import { clearTries, type MustWait, takeTry } from './throttle.ts';

/** Letters and digits that are told apart when read aloud: 16 of them are 79 random bits. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const LENGTH = 16;
const SHEET = 8;

/** A new sheet; the old one is worthless from now on. Shown once, kept as marks only. */
export async function newRecoveryCodes(desk: SignInDesk, identityId: string, trace: Trace): Promise<readonly string[]> {
  const codes = Array.from({ length: SHEET }, () => Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join(''));
  const digests = codes.map((code) => markOf(desk, identityId, code).toString('hex'));
  const event = identityEvent(identityId, 'people.renew-recovery-codes', desk.clock.now(), trace);
  await desk.database.sql`
    select people.replace_recovery_codes(${identityId}::text::uuid, ${JSON.stringify(digests)}::text::jsonb, ${JSON.stringify(event)}::text::jsonb)`;
  return codes.map((code) => code.replaceAll(/(.{4})(?=.)/g, '$1-'));
}

export async function proveRecoveryCode(
  desk: SignInDesk,
  identityId: string,
  given: string,
  trace: Trace,
): Promise<Result<undefined, { readonly code: 'recovery-code-wrong' } | MustWait>> {
  const mustWait = await takeTry(desk, 'second-factor', identityId, trace);
  if (mustWait !== undefined) return refused(mustWait);
  const event = identityEvent(identityId, 'people.use-recovery-code', desk.clock.now(), trace);
  const code = given.toLowerCase().replaceAll(/[\s-]/g, '');
  const [row] = await desk.database.sql<{ taken: boolean }[]>`
    select people.take_recovery_code(${identityId}::text::uuid, ${markOf(desk, identityId, code)}, ${desk.clock.now()},
      ${JSON.stringify(event)}::text::jsonb) as taken`;
  if (row?.taken !== true) return refused({ code: 'recovery-code-wrong' });
  await clearTries(desk, 'second-factor', identityId);
  return accepted(undefined);
}

function markOf({ serviceKey }: SignInDesk, identityId: string, code: string): Buffer {
  return serviceKey.mark('recovery-code', `${identityId}:${code}`);
}
