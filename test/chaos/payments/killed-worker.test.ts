import { describe, expect, it } from 'vitest';
import { verifyBook } from '../../../src/ledger/index.ts';
import { KILL_STEPS, paidOnceEach, payingCouncil } from '../../support/killed-while-paying.ts';
import { sized } from '../size.ts';

// npm test kills it five times at each step already.
const TIMES = sized({ small: 1, full: 20 });
/** A kill has a line of eight payments; the n-th time it comes at one of them in turn. */
const PLACES = 8;

describe('a worker that is killed -9 with payments in flight', () => {
  it(`pays each payment once, killed ${TIMES} times at each of ${Object.keys(KILL_STEPS).length} steps`, async () => {
    const council = await payingCouncil();
    for (const [name, step] of Object.entries(KILL_STEPS)) {
      for (let time = 0; time < TIMES; time += 1) {
        const { signal, errors, runState, timesPaid } = await council.kill(`${name} ${time}`, step, (time % PLACES) + 1);
        expect({ signal, errors, runState, timesPaid }).toEqual({
          signal: 'SIGKILL',
          errors: '',
          runState: 'sent',
          timesPaid: paidOnceEach(),
        });
      }
    }
    const paid = (await council.journal()).filter(({ fact }) => fact === 'paid');
    expect(new Set(paid.map(({ reference }) => reference)).size).toBe(paid.length);
    expect(await council.book.balance('clearing:sandbox')).toBe(BigInt(paid.length) * 10n);
    expect((await verifyBook(council.book.store.database, council.book.authorityId)).findings).toEqual([]);
    console.log(`${Object.keys(KILL_STEPS).length * TIMES} kills, ${paid.length} payments, each once in the bank's journal`);
    await council.close();
  });
});
