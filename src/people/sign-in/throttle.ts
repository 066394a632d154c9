import { v4 as uuidV4 } from 'uuid';
import { networkOf } from '../../platform/http/network-of.ts';
import type { Trace } from '../audit/identity-event.ts';
import type { SignInDesk } from './sign-in-desk.ts';

/** What may be tried how often before the waiting begins. */
const FREE_TRIES = {
  /** Codes typed for one address, whatever browsers they come from. */
  code: 20,
  /** Authenticator and recovery codes of one person, who has shown the first factor already. */
  'second-factor': 6,
  /** Whatever comes from one network: a whole school may share one address, and one phone has more of IPv6 than it could ever use. */
  address: 60,
  /** Mails asked for from one network address. */
  asking: 200,
} as const;

export interface MustWait {
  readonly code: 'tried-too-often';
  readonly until: Date;
}

export type Throttled = keyof typeof FREE_TRIES;

/** Counted before it is judged, so that guesses sent all at once are counted like guesses sent one after the other. */
export async function takeTry(
  desk: SignInDesk,
  kind: Throttled,
  who: string,
  { address, requestId }: Trace,
): Promise<MustWait | undefined> {
  const lockout = aboutPerson(kind, who);
  const kept = lockout && { lockoutId: uuidV4(), kind, ...lockout, address, requestId };
  const [row] = await desk.database.sql<{ until: Date | null }[]>`
    select people.take_try(${keyOf(desk, kind, who)}, ${FREE_TRIES[kind]}, ${desk.clock.now()},
      ${kept === undefined ? null : JSON.stringify(kept)}::text::jsonb) as until`;
  return row?.until ? { code: 'tried-too-often', until: row.until } : undefined;
}

/** It was right: what was counted against it is forgotten. */
export async function clearTries(desk: SignInDesk, kind: Throttled, who: string): Promise<void> {
  await desk.database.sql`select people.clear_tries(${keyOf(desk, kind, who)})`;
}

/** It was right, and many share the count: only this one is taken back. */
export async function giveBackTry(desk: SignInDesk, kind: Throttled, who: string): Promise<void> {
  await desk.database.sql`select people.give_back_try(${keyOf(desk, kind, who)})`;
}

/** Whose guessed secret it is. Many people share a network address: guesses from there are nobody's in particular. */
function aboutPerson(kind: Throttled, who: string): { readonly emailKey: string } | { readonly identityId: string } | undefined {
  if (kind === 'code') return { emailKey: who };
  return kind === 'second-factor' ? { identityId: who } : undefined;
}

/** Marked, so that the table does not list who was attacked from where. */
function keyOf(desk: SignInDesk, kind: Throttled, who: string): Buffer {
  const counted = kind === 'address' || kind === 'asking' ? networkOf(who) : who;
  return desk.serviceKey.mark('throttle', `${kind}:${counted}`);
}
