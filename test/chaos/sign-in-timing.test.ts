import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestSignIn, signInByCode } from '../../src/people/index.ts';
import { newToken } from '../../src/people/sessions/session-token.ts';
import { openSignInRoom, type SignInRoom } from '../people/sign-in/sign-in-room.ts';
import { sized } from './size.ts';

const PAIRS = sized({ small: 300, full: 3_000 });
/** Forgotten: the first ones meet cold code and cold pages. */
const WARM_UP = 50;
/** How much better than a coin a stranger with one measurement may guess who is known here. */
const ADVANTAGE = 0.05;

let room: SignInRoom;
beforeAll(async () => {
  room = await openSignInRoom();
});
afterAll(() => room.close());

/** One stranger asks about one address and then guesses a code for it; each from a place of its own, so that nobody has to wait. */
async function millisecondsFor(email: string, n: number): Promise<{ readonly asking: number; readonly guessing: number }> {
  const browserToken = newToken();
  const trace = { address: `2001:db8::${n.toString(16)}`, requestId: `timing-${n}` };
  const began = performance.now();
  await requestSignIn(room.desk, { email, browserToken, returnTo: '/', ...trace });
  const asked = performance.now();
  await signInByCode(room.desk, '00000000', browserToken, { ...trace, device: '', earlierToken: undefined });
  return { asking: asked - began, guessing: performance.now() - asked };
}

interface Statement {
  readonly medianKnownMs: number;
  readonly medianUnknownMs: number;
  /** Of a known and an unknown one drawn at random: how often the known one took longer. One half: time tells nothing. */
  readonly knownSlower: number;
  /** Half the width of its 95 % interval, were there no difference (Mann and Whitney). */
  readonly within: number;
}

function compare(known: readonly number[], unknown: readonly number[]): Statement {
  const all = [...known.map((ms) => ({ ms, isKnown: true })), ...unknown.map((ms) => ({ ms, isKnown: false }))];
  const ranks = all.toSorted((one, other) => one.ms - other.ms).map(({ isKnown }, index) => (isKnown ? index + 1 : 0));
  const [n, m] = [known.length, unknown.length];
  const u = ranks.reduce((sum, rank) => sum + rank, 0) - (n * (n + 1)) / 2;
  const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  return {
    medianKnownMs: Number(median(known).toFixed(3)),
    medianUnknownMs: Number(median(unknown).toFixed(3)),
    knownSlower: Number((u / (n * m)).toFixed(4)),
    within: Number((1.96 * Math.sqrt((n + m + 1) / (12 * n * m))).toFixed(4)),
  };
}

describe(`${PAIRS} known and ${PAIRS} unknown addresses, in turns`, () => {
  it('are asked for and guessed at in the same time: a stranger’s clock tells who is known no better than a coin', async () => {
    const times = {
      known: { asking: [] as number[], guessing: [] as number[] },
      unknown: { asking: [] as number[], guessing: [] as number[] },
    };
    for (let n = 0; n < PAIRS + WARM_UP; n += 1) await room.person(`known-${n}@example.org`);
    for (let n = 0; n < PAIRS + WARM_UP; n += 1) {
      // Who comes first changes, for the second one of a pair finds the pages warm.
      const order = n % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const);
      for (const kind of order) {
        const { asking, guessing } = await millisecondsFor(`${kind}-${n}@example.org`, 2 * n + (kind === 'known' ? 0 : 1));
        if (n < WARM_UP) continue;
        times[kind].asking.push(asking);
        times[kind].guessing.push(guessing);
      }
    }
    for (const step of ['asking', 'guessing'] as const) {
      const statement = compare(times.known[step], times.unknown[step]);
      console.log({ step, pairs: PAIRS, ...statement });
      expect(Math.abs(statement.knownSlower - 0.5), step).toBeLessThan(ADVANTAGE + statement.within);
    }
  });
});
