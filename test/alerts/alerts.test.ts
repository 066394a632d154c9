import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  alertWords,
  listOpenAlerts,
  raiseAlertOfCrossing,
  raiseAlertOfFailedCheck,
  raiseAlertsOfOverride,
} from '../../src/alerts/index.ts';
import { shareAccount } from '../../src/budgets/index.ts';
import { invoiceApproved } from '../../src/commissioning/index.ts';
import { LINE, paymentBook, uuidOf } from '../support/payment-book.ts';

describe('an alert', () => {
  const account = shareAccount(LINE, 'available');
  let book: Awaited<ReturnType<typeof paymentBook>>;
  beforeAll(async () => {
    book = await paymentBook();
    const watch = { watchId: uuidOf('watch'), account, metric: 'balance', direction: 'below', clearBound: 0n } as const;
    await book.ledger.addWatch(book.as('test'), { ...watch, bound: 0n, label: 'available-below-floor' });
    const paid = { ...watch, watchId: uuidOf('paid'), account: shareAccount(LINE, 'paid'), direction: 'above' } as const;
    await book.ledger.addWatch(book.as('test'), { ...paid, bound: 50_000n, label: 'half is paid' });
    const parts = [{ share: LINE, cost: 107_200n, vatReclaimed: 0n, stillCommitted: 100_000n }];
    const invoice = invoiceApproved({
      effectiveDate: '2026-05-05',
      payee: 'payee-1',
      parts,
      reference: 'INV-7',
      override: 'cost-has-happened',
    });
    if (!invoice.ok) throw new Error(invoice.refusal.code);
    await book.post('invoice', invoice.value);
  });
  afterAll(() => book.store.close());

  const desk = () => ({ database: book.store.database, ledger: book.ledger });
  const crossingOf = async (watch: string) => {
    const crossing = (await book.ledger.crossings(book.authorityId, 0n, 10)).find(({ watchId }) => watchId === uuidOf(watch));
    if (crossing === undefined) throw new Error(`The watch ${watch} was not crossed.`);
    return crossing;
  };
  const open = () => listOpenAlerts(book.store.database, book.authorityId);

  it('is raised once when watch and override tell of the same posting, in whatever order and however often', async () => {
    const crossing = await crossingOf('watch');
    const told = [
      () => raiseAlertsOfOverride(desk(), book.authorityId, uuidOf('invoice')),
      () => raiseAlertOfCrossing(desk(), book.authorityId, crossing),
      () => raiseAlertsOfOverride(desk(), book.authorityId, uuidOf('invoice')),
      () => raiseAlertOfCrossing(desk(), book.authorityId, crossing),
    ];
    const raised = await Promise.all(told.map((tell) => tell()));
    expect(raised.map((result) => (result.ok ? result.value.raised : -1)).reduce((sum, each) => sum + each, 0)).toBe(1);
    expect(await open()).toMatchObject([
      {
        kind: 'available-below-floor',
        subject: 'L9:childrens-social-care:2026-27',
        severity: 'warning',
        detail: {
          account,
          balance: '-72.00',
          floor: '0.00',
          override: 'cost-has-happened',
          reference: 'INV-7',
          entryId: uuidOf('invoice'),
        },
      },
    ]);
  });

  it('of another bound stands for itself', async () => {
    const crossing = await crossingOf('paid');
    for (let times = 0; times < 2; times += 1) await raiseAlertOfCrossing(desk(), book.authorityId, crossing);
    const raised = (await open()).filter(({ kind }) => kind === 'watch-crossed');
    expect(raised).toMatchObject([
      { subject: shareAccount(LINE, 'paid'), detail: { rule: 'half is paid', balance: '1072.00', bound: '500.00' } },
    ]);
  });

  it('of a failed check is urgent, and once for each check', async () => {
    const check = { checkId: uuidOf('check'), raisedAt: new Date('2026-05-06T01:00:00Z') };
    for (let times = 0; times < 2; times += 1) await raiseAlertOfFailedCheck(desk(), book.authorityId, check);
    expect((await open()).filter(({ severity }) => severity === 'urgent')).toMatchObject([
      { kind: 'ledger-check-failed', subject: check.checkId },
    ]);
  });

  it('is refused for a crossing or an entry that the books do not know', async () => {
    const crossing = { watchId: uuidOf('none'), blockSeq: 1n };
    expect(await raiseAlertOfCrossing(desk(), book.authorityId, crossing)).toMatchObject({ refusal: { code: 'watch-crossing-not-found' } });
    expect(await raiseAlertsOfOverride(desk(), book.authorityId, uuidOf('none'))).toMatchObject({ refusal: { code: 'entry-not-found' } });
  });

  it('is seen by its own authority only', async () => {
    expect(await listOpenAlerts(book.store.database, book.authorityId + 1)).toEqual([]);
  });

  it('reads as a sentence with the figure, the permission and what to do', () => {
    const detail = { balance: '-72.00', override: 'cost-has-happened', reference: 'INV-7' };
    expect(alertWords({ kind: 'available-below-floor', subject: 'L9:a:2026-27', detail })).toEqual({
      title: 'L9 has less than nothing available',
      sentence:
        'L9 stands at -72.00 after INV-7. It was booked under the named permission "cost-has-happened". Agreed support goes on; decide where the money comes from.',
    });
  });
});
