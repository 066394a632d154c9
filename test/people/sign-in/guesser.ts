import { beginAuthenticator, proveAuthenticator, requestSignIn, signInByCode } from '../../../src/people/index.ts';
import { newToken } from '../../../src/people/sessions/session-token.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import type { SignInRoom } from './sign-in-room.ts';

export interface Guessing {
  readonly email: string;
  readonly guesses: number;
  /** Over how long they are spread. */
  readonly withinMs: number;
  readonly atOnce?: number;
}

export interface Guessed {
  /** Guesses that were held against the secret at all. */
  readonly judged: number;
  /** Guesses that had to wait. */
  readonly putOff: number;
  readonly gotIn: number;
}

/** Somebody who knows an address and has a thousand networks: every guess comes from a browser and a place of its own. */
export function guessCodes(room: SignInRoom, guessing: Guessing): Promise<Guessed> {
  return guess(room, guessing, async (n) => {
    const address = `2001:db8:${n.toString(16)}::1`;
    const browserToken = newToken();
    await requestSignIn(room.desk, { email: guessing.email, browserToken, returnTo: '/', address, requestId: `guess-${n}` });
    const code = String(n * 7_919)
      .padStart(8, '0')
      .slice(-8);
    const judged = await signInByCode(room.desk, code, browserToken, {
      address,
      requestId: `guess-${n}`,
      device: '',
      earlierToken: undefined,
    });
    return judged.ok ? 'in' : judged.refusal.code;
  });
}

/** Somebody who reads the person's mail: only the app stands in between. */
export async function guessSecondFactors(room: SignInRoom, guessing: Guessing): Promise<Guessed> {
  const identityId = await room.person(guessing.email);
  await beginAuthenticator(room.desk, identityId);
  await inTransaction(room.desk.database, {}, (_, tx) =>
    tx.query(
      "select people.take_authenticator_step($1, 1, $2, jsonb_build_object('at', $2::timestamptz, 'operation', 'people.add-authenticator'))",
      [identityId, room.clock.now()],
    ),
  );
  return guess(room, guessing, async (n) => {
    const judged = await proveAuthenticator(room.desk, identityId, String(n).padStart(6, '0').slice(-6), {
      address: '192.0.2.1',
      requestId: `guess-${n}`,
    });
    return judged.ok ? 'in' : judged.refusal.code;
  });
}

async function guess(
  { clock, person }: SignInRoom,
  { email, guesses, withinMs, atOnce = 1 }: Guessing,
  one: (n: number) => Promise<string>,
): Promise<Guessed> {
  await person(email);
  const outcomes: string[] = [];
  for (let n = 0; n < guesses; n += atOnce) {
    outcomes.push(...(await Promise.all(Array.from({ length: atOnce }, (_, k) => one(n + k)))));
    clock.advance((withinMs / guesses) * atOnce);
  }
  const putOff = outcomes.filter((outcome) => outcome === 'tried-too-often').length;
  const gotIn = outcomes.filter((outcome) => outcome === 'in').length;
  return { judged: outcomes.length - putOff, putOff, gotIn };
}
