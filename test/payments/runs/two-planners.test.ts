import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  approvePaymentRun,
  planDueRun,
  type RunDesk,
  releasePaymentRun,
  submitPaymentRun,
  withdrawPaymentRun,
} from '../../../src/payments/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { must } from '../../people/example-family.ts';
import { LINE, paymentBook, uuidOf } from '../../support/payment-book.ts';

/** 1,000.00 is promised on the line; what runs have taken of it and the books do not know yet is nobody else's. */
describe('planning what is due', () => {
  const payeeId = uuidOf('payee');
  let book: Awaited<ReturnType<typeof paymentBook>>;
  beforeAll(async () => {
    book = await paymentBook();
    book.desk.payees.payees.set(payeeId, { code: 'payee-1', accountId: uuidOf('account'), maskedAccount: '••••1234' });
  });
  afterAll(() => book.store.close());

  const due = (dueRef: string, amount: bigint) =>
    book.desk.dueLines.lines.set(dueRef, {
      ...{ dueRef, kind: 'instalment', payeeId, parts: [{ share: LINE, amount }], dueOn: '2026-05-06', payOn: '2026-05-06' },
    });
  const plan = (payDate: `2026-05-${number}`, rail = 'bacs', extra = false, desk: RunDesk = book.desk) =>
    planDueRun(desk, book.as('planner'), { payDate, rail, extra });
  const paidBy = (planned: Awaited<ReturnType<typeof plan>>) => {
    if (planned.ok) return planned.value.run.instructions.map(({ dueRef }) => dueRef);
    return planned.refusal.code;
  };
  const leftOut = async () => {
    const { rows } = await inTransaction(book.store.database, { authorityId: book.authorityId }, (_, client) =>
      client.query<{ told: string }>(
        `select due_ref || ' ' || reason || ' ' || r.state as told from payments.run_exclusions
         join payments.payment_runs r using (authority_id, run_id) order by excluded_at, due_ref`,
      ),
    );
    return rows.map(({ told }) => told);
  };

  it('never counts the same promised money twice, however many plan at once', async () => {
    due('A', 60_000n);
    due('B', 60_000n);
    const both = await Promise.all([plan('2026-05-06', 'bacs'), plan('2026-05-06', 'manual'), plan('2026-05-06', 'bacs')]);
    const runs = new Map(both.flatMap((each) => (each.ok ? [[each.value.run.runId, paidBy(each)] as const] : [])));
    expect([...runs.values()]).toEqual([['A']]);
    expect((await leftOut()).every((told) => told.startsWith('B not-promised'))).toBe(true);
    expect(paidBy(await plan('2026-05-07'))).toBe('payment-run-empty');
    const [runId = ''] = runs.keys();
    must(await withdrawPaymentRun(book.desk, book.as('planner'), { runId }));
    book.desk.dueLines.lines.delete('A');
    expect(paidBy(await plan('2026-05-07'))).toEqual(['B']);
  });

  it('knows what a release has charged, also while the run still says approved', async () => {
    const { runId } = must(await plan('2026-05-07')).run;
    must(await submitPaymentRun(book.desk, book.as('submitter'), { runId }));
    must(await approvePaymentRun(book.desk, book.as('checker'), { runId }));
    const cut = {
      ...book.desk,
      ledger: {
        ...book.ledger,
        post: async (...call: Parameters<typeof book.ledger.post>) => {
          await book.ledger.post(...call);
          throw new Error('the worker is killed here');
        },
      },
    };
    await expect(releasePaymentRun(cut, book.as('system'), { runId })).rejects.toThrow('killed');
    due('C', 40_000n);
    due('D', 1n);
    expect(paidBy(await plan('2026-05-08'))).toEqual(['C']);
    must(await releasePaymentRun(book.desk, book.as('system'), { runId }));
    expect(await leftOut()).toContain('D not-promised draft');
    expect(await book.balance('share:L9:childrens-social-care:2026-27:committed')).toBe(40_000n);
  });

  it('looks again when what it counted against itself was given up meanwhile', async () => {
    const { runId } = must(await plan('2026-05-08')).run;
    due('E', 40_000n);
    let asked = 0;
    // Between the reading of the books and the plan, the other run is withdrawn.
    const late: RunDesk = {
      ...book.desk,
      ledger: {
        ...book.ledger,
        balances: async (...call: Parameters<typeof book.ledger.balances>) => {
          asked += 1;
          if (asked === 1) must(await withdrawPaymentRun(book.desk, book.as('planner'), { runId }));
          return book.ledger.balances(...call);
        },
      },
    };
    for (const gone of ['C', 'D']) book.desk.dueLines.lines.delete(gone);
    expect(paidBy(await plan('2026-05-09', 'bacs', false, late))).toEqual(['E']);
    expect(asked).toBe(2);
  });

  it('keeps why each waits when nobody can be paid, once for each answer', async () => {
    book.desk.dueLines.lines.clear();
    due('F', 100n);
    book.desk.dueLines.holds.set('F', { reason: 'consent-missing' });
    const before = (await leftOut()).length;
    for (const _ of [1, 2]) expect(paidBy(await plan('2026-05-12'))).toBe('payment-run-empty');
    expect((await leftOut()).slice(before)).toEqual(['F consent-missing withdrawn']);
    book.desk.dueLines.holds.set('F', { reason: 'consent-withdrawn' });
    expect(paidBy(await plan('2026-05-12'))).toBe('payment-run-empty');
    book.desk.dueLines.holds.delete('F');
    const after = await leftOut();
    expect(after.length).toBe(before + 2);
    must(await withdrawPaymentRun(book.desk, book.as('planner'), must(await plan('2026-05-09')).run));
    expect(paidBy(await plan('2026-05-12'))).toEqual(['F']);
  });
});
