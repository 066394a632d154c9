import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyBook } from '../../../src/ledger/index.ts';
import { KILL_STEPS, paidOnceEach, payingCouncil } from '../../support/killed-while-paying.ts';

const TIMES = 5;

describe('a worker that is killed with payments in flight', () => {
  let council: Awaited<ReturnType<typeof payingCouncil>>;
  beforeAll(async () => {
    council = await payingCouncil();
  });
  afterAll(() => council.close());

  it.each(Object.entries(KILL_STEPS))(
    `%s leaves each payment to be made once, ${TIMES} times over`,
    { timeout: 60_000 },
    async (name, step) => {
      const kills = Array.from({ length: TIMES }, (_, n) => council.kill(`${name} ${n}`, step, n + 1));
      for (const { signal, errors, runState, timesPaid } of await Promise.all(kills)) {
        expect({ signal, errors, runState, timesPaid }).toEqual({
          signal: 'SIGKILL',
          errors: '',
          runState: 'sent',
          timesPaid: paidOnceEach(),
        });
      }
    },
  );

  it('leaves books that say the same as the bank, and that prove', async () => {
    const paid = (await council.journal()).filter(({ fact }) => fact === 'paid').length;
    expect(paid).toBe(Object.keys(KILL_STEPS).length * TIMES * paidOnceEach().length);
    expect(await council.book.balance('clearing:sandbox')).toBe(BigInt(paid) * 10n);
    expect(await council.book.balance('payable:payee-1')).toBe(0n);
    expect((await verifyBook(council.book.store.database, council.book.authorityId)).findings).toEqual([]);
  });
});
