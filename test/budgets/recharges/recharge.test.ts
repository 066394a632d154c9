import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { disputeLine, settleDispute } from '../../../src/budgets/recharges/disputes.ts';
import { listRecharges, readRecharge } from '../../../src/budgets/recharges/read-recharges.ts';
import { sealRecharge } from '../../../src/budgets/recharges/seal-recharge.ts';
import type { Month } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { formatPounds } from '../../../src/platform/money/pounds.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budget-book.ts';
import { budgetIn } from '../budgets/live-budget.ts';

const PARTNER = 'northmoor-icb';
const NURSE = 'L3:icb-continuing-care:2026-27';
const NIGHTS = 'L4:icb-continuing-care:2026-27';

let book: BudgetBook;
beforeAll(async () => {
  book = await budgetBook();
  await book.putUp('icb-continuing-care', '2026-27', 1_500_000n);
  await book.putUp('childrens-social-care', '2026-27', 1_500_000n);
  const health = [{ sourceCode: 'icb-continuing-care', percent: '100' }];
  const joint = [
    { sourceCode: 'childrens-social-care', percent: '60' },
    { sourceCode: 'icb-continuing-care', percent: '40' },
  ];
  await budgetIn(book, 'live', [
    lineDraft({ lineCode: 'L3', kind: 'nursing', stream: 'HEALTH', amount: 520_000n, sources: health }),
    lineDraft({ lineCode: 'L4', kind: 'short-breaks', mechanism: 'ARRANGEMENT', amount: 546_000n, sources: joint }),
  ]);
}, 60_000);
afterAll(() => book.close());

/** Charged to the share on a day; below nothing, it came back. */
async function paid(share: string, amount: bigint, effectiveDate: PlainDate) {
  const postings = [
    { account: `share:${share}:available`, amount },
    { account: `share:${share}:paid`, amount: -amount },
  ];
  const entry = { effectiveDate, description: 'a test', postings };
  const [posted] = await book.ledger.post(book.authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'test', entry }]);
  if (!posted?.ok) throw new Error(posted?.refusal.code);
}

const seal = (month: Month, key: string = month) => sealRecharge(book.desk, book.officer, { partnerCode: PARTNER, month }, book.key(key));
const shown = async (invoiceId: string) => {
  const view = await inTransaction(book.desk.database, { authorityId: book.authorityId }, (tx) =>
    readRecharge(tx, book.officer, invoiceId),
  );
  return view?.lines.map(({ kind, month, lineCode, amount }) => `${lineCode} ${kind} ${month} ${formatPounds(amount)}`);
};
const owed = () => book.balance(`receivable:${PARTNER}`);

describe('the recharge of a month', () => {
  it('is numbered, has a line for each share that the partner pays for, and is booked once', async () => {
    await paid(NURSE, 43_333n, '2026-04-01');
    await paid(NIGHTS, 16_800n, '2026-04-30');
    expect(await seal('2026-04')).toMatchObject({ refusal: { code: 'month-not-over' } });
    book.on('2026-04-30');
    const sealed = must(await seal('2026-04'));
    expect(sealed.reference).toBe('R-northmoor-icb-0001');
    expect(await shown(sealed.invoiceId)).toEqual(['L3 month 2026-04 433.33', 'L4 month 2026-04 168.00']);
    expect(must(await seal('2026-04'))).toEqual({ ...sealed, replayed: true });
    expect(await seal('2026-04', 'another')).toMatchObject({ refusal: { code: 'month-sealed' } });
    expect(await owed()).toBe(60_133n);
  });

  it('puts right an earlier month by a line of its own, and leaves the sealed invoice as it was', async () => {
    await paid(NIGHTS, -8_400n, '2026-04-28');
    await paid(NURSE, 43_334n, '2026-05-01');
    book.on('2026-06-02');
    const { invoiceId, reference } = must(await seal('2026-05'));
    expect(reference).toBe('R-northmoor-icb-0002');
    expect(await shown(invoiceId)).toEqual(['L4 adjustment 2026-04 -84.00', 'L3 month 2026-05 433.34']);
    const [first] = await listRecharges(book.desk, book.officer);
    expect(first?.lines).toHaveLength(2);
    expect(await owed()).toBe(60_133n - 8_400n + 43_334n);
  });

  it('catches up with a month that nobody invoiced', async () => {
    await paid(NURSE, 43_333n, '2026-06-01');
    await paid(NURSE, 43_333n, '2026-07-01');
    book.on('2026-08-01');
    const { invoiceId } = must(await seal('2026-07'));
    expect(await shown(invoiceId)).toEqual(['L3 adjustment 2026-06 433.33', 'L3 month 2026-07 433.33']);
  });
});

describe('a disputed line', () => {
  it('does not hold up the rest, and comes off by an adjustment entry when the partner is right', async () => {
    const [invoice] = await listRecharges(book.desk, book.officer);
    const invoiceId = invoice?.invoice.invoiceId ?? '';
    const before = await owed();
    const dispute = (amount: bigint) => disputeLine(book.desk, book.officer, { invoiceId, number: 2, amount, reason: 'not-delivered' });
    expect(await dispute(16_801n)).toMatchObject({ refusal: { code: 'dispute-above-line' } });
    const { disputeId } = must(await dispute(8_400n));
    const [disputed] = await listRecharges(book.desk, book.officer);
    expect([disputed?.invoice.amount, disputed?.due]).toEqual([60_133n, 51_733n]);
    expect(await owed()).toBe(before);
    const settle = (key: string) => settleDispute(book.desk, book.officer, { invoiceId, disputeId, upheld: true }, book.key(key));
    must(await settle('right'));
    must(await settle('right'));
    expect(await settle('once more')).toMatchObject({ refusal: { code: 'dispute-ended' } });
    expect(await owed()).toBe(before - 8_400n);
    book.on('2026-09-01');
    expect(await seal('2026-08')).toMatchObject({ refusal: { code: 'nothing-to-recharge' } });
  });

  it('is seen by the partner that pays for it, and by no other', async () => {
    const partner = (sources: readonly string[]) => {
      const standing = { role: 'partner', standingId: randomUUID(), sources } as const;
      return { ...book.officer, standings: [standing], actingAs: standing };
    };
    expect(await listRecharges(book.desk, partner(['icb-continuing-care']))).toHaveLength(3);
    expect(await listRecharges(book.desk, partner(['another-icb']))).toEqual([]);
  });
});
