import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveChange } from '../../../src/budgets/budgets/approve-change.ts';
import { draftChange } from '../../../src/budgets/budgets/draft-change.ts';
import { moveWithinOutcome } from '../../../src/budgets/budgets/family-move.ts';
import type { ChangeTerms } from '../../../src/budgets/budgets/rules/change-terms.ts';
import { readVersions } from '../../../src/budgets/budgets/store.ts';
import { releasedFromCommitment } from '../../../src/budgets/index.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { formatPounds } from '../../../src/platform/money/pounds.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budget-book.ts';
import { budgetIn } from './live-budget.ts';

let book: BudgetBook;
beforeAll(async () => {
  book = await budgetBook();
  for (const source of ['childrens-social-care', 'high-needs-block', 'icb-continuing-care']) {
    await book.putUp(source, '2026-27', 10_000_000n);
    await book.putUp(source, '2027-28', 10_000_000n, { indicative: true });
  }
}, 60_000);
afterAll(() => book.close());

type Live = Awaited<ReturnType<typeof budgetIn>>;
const CARE = 'childrens-social-care';

async function change(live: Live, terms: ChangeTerms, effectiveOn: PlainDate, noticeOn?: PlainDate) {
  const { desk, officer, approver } = book;
  const drafted = await draftChange(desk, officer, await live.asRead(), { terms, effectiveOn, noticeOn, reasons: 'It is needed.' });
  if (!drafted.ok) return drafted;
  return approveChange(desk, approver, { ...(await live.asRead()), ...drafted.value }, {}, book.key(randomUUID()));
}

const available = async (line: string, year = '2026-27', source = CARE) =>
  formatPounds(await book.balance(`share:${line}:${source}:${year}:available`));

describe('a change of a live budget', () => {
  it('adds to what lies ahead and leaves the year that is over as it was', async () => {
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'C1', until: '2028-03-31', amount: 2_400_000n })]);
    expect([await available('C1'), await available('C1', '2027-28')]).toEqual(['12000.00', '12000.00']);
    must(await change(live, { kind: 'amount', lineCode: 'C1', amount: '2520000', reasonForAmount: false }, '2027-04-01'));
    expect([await available('C1'), await available('C1', '2027-28')]).toEqual(['12000.00', '13200.00']);
    const versions = await inTransaction(book.desk.database, { authorityId: book.authorityId }, (tx) =>
      readVersions(tx, book.authorityId, live.budgetId),
    );
    expect(versions.map(({ amount }) => formatPounds(amount))).toEqual(['0.00', '24000.00', '24000.00', '24000.00', '25200.00']);
  });

  it('ends with what is promised honoured, and gives it back too when it is let go later', async () => {
    const live = await budgetIn(book, 'live', [
      lineDraft({ lineCode: 'CE1', amount: 100_000n }),
      lineDraft({ lineCode: 'CE2', amount: 50_000n }),
    ]);
    const source = () => book.balance(`source:${CARE}:2026-27`);
    const before = await source();
    const end = (ground: 'moved-away' | 'not-needed' = 'moved-away') => change(live, { kind: 'end', ground }, '2026-05-01');
    await book.commit('CE1', 60_000n);
    must(await end());
    expect((await source()) - before).toBe(90_000n);
    expect(await end()).toMatchObject({ refusal: { code: 'nothing-to-give-back' } });
    const share = { line: 'CE1', source: CARE, financialYear: '2026-27', stream: 'CARE', costCentre: 'C2200', subjective: '5320' } as const;
    const letGo = releasedFromCommitment({ effectiveDate: '2026-05-10', parts: [{ share, amount: 60_000n }] });
    await book.ledger.post(book.authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'test', entry: letGo }]);
    // No notice is needed: nobody loses anything by it.
    must(await end('not-needed'));
    expect([(await source()) - before, await available('CE1')]).toEqual([150_000n, '0.00']);
    const more = { kind: 'amount', lineCode: 'CE1', amount: '100000', reasonForAmount: false } as const;
    expect(await change(live, more, '2026-05-02')).toMatchObject({ refusal: { code: 'budget-state' } });
  });

  it('raises the price of the rest of the line by days: 4.5 % of half a year', async () => {
    const costing = { unit: 'hour', units: '730', rate: 1_500n, vatCode: 'exempt' } as const;
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'C2', amount: 1_095_000n, costing })]);
    must(await change(live, { kind: 'uplift', lineCodes: ['C2'], percent: '4.5' }, '2026-10-01'));
    // 10,950.00 x 4.5 % = 492.75 for the year; 182 of 365 days lie ahead: 245.70.
    expect(await available('C2')).toBe('11195.70');
  });

  it('moves money within a stream, and between streams never', async () => {
    const live = await budgetIn(book, 'live', [
      lineDraft({ lineCode: 'C3', amount: 100_000n }),
      lineDraft({ lineCode: 'C4', amount: 50_000n }),
      lineDraft({
        lineCode: 'C5',
        kind: 'nursing',
        stream: 'HEALTH',
        amount: 50_000n,
        sources: [{ sourceCode: 'icb-continuing-care', percent: '100' }],
      }),
    ]);
    const today = '2026-04-01';
    expect(await change(live, { kind: 'virement', fromLine: 'C3', toLine: 'C5', amount: '10000' }, today)).toMatchObject({
      refusal: { code: 'virement-other-stream' },
    });
    must(await change(live, { kind: 'virement', fromLine: 'C3', toLine: 'C4', amount: '10000' }, today));
    expect([await available('C3'), await available('C4')]).toEqual(['900.00', '600.00']);
  });

  it('carries what a year did not need to the next, and the line stays as large', async () => {
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'C6', until: '2028-03-31', amount: 240_000n })]);
    const terms = { kind: 'carry-forward', lineCode: 'C6', fromYear: '2026-27', toYear: '2027-28', amount: '20000' } as const;
    must(await change(live, terms, '2027-04-01'));
    expect([await available('C6'), await available('C6', '2027-28')]).toEqual(['1000.00', '1400.00']);
  });

  it('gives less only once the notice has run, and not less than the support costs', async () => {
    const costing = { unit: 'hour', units: '100', rate: 1_000n, vatCode: 'exempt' } as const;
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'C7', amount: 120_000n, costing })]);
    const less = (amount: string) => ({ kind: 'amount', lineCode: 'C7', amount, reasonForAmount: false }) as const;
    for (const notice of [undefined, '2026-04-01'] as const)
      expect(await change(live, less('110000'), '2026-04-28', notice)).toMatchObject({ refusal: { code: 'notice-too-short' } });
    expect(await change(live, less('99999'), '2026-05-01', '2026-04-01')).toMatchObject({ refusal: { code: 'amount-not-sufficient' } });
    must(await change(live, less('110000'), '2026-04-29', '2026-04-01'));
    expect(await available('C7')).toBe('1100.00');
  });

  it('cannot take what is promised: the books refuse, and the budget stays as it was', async () => {
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'C8', amount: 100_000n })]);
    await book.commit('C8', 90_000n);
    const before = await live.asRead();
    const taken = await change(
      live,
      { kind: 'amount', lineCode: 'C8', amount: '50000', reasonForAmount: false },
      '2026-06-01',
      '2026-04-01',
    );
    expect(taken).toMatchObject({ refusal: { code: 'books-refused', ledgerCode: 'floor-broken' } });
    expect(await live.asRead()).toEqual(before);
    expect(await available('C8')).toBe('100.00');
  });

  it('ends at once when consent is withdrawn, and gives back what nobody is promised', async () => {
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'C9', amount: 100_000n })]);
    await book.commit('C9', 30_000n);
    expect(await change(live, { kind: 'end', ground: 'not-needed' }, '2026-04-10')).toMatchObject({
      refusal: { code: 'notice-too-short' },
    });
    const source = await book.balance(`source:${CARE}:2026-27`);
    must(await change(live, { kind: 'end', ground: 'consent-withdrawn' }, '2026-04-10'));
    expect(await available('C9')).toBe('0.00');
    expect(formatPounds((await book.balance(`source:${CARE}:2026-27`)) - source)).toBe('700.00');
    expect(await change(live, { kind: 'end', ground: 'died' }, '2026-04-10')).toMatchObject({ refusal: { code: 'nothing-to-give-back' } });
  });

  it('is approved by another person than whoever drafted it, within their own limit', async () => {
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'C10', amount: 100_000n })]);
    const { desk, officer, approver } = book;
    const terms = { kind: 'amount', lineCode: 'C10', amount: '200000', reasonForAmount: false } as const;
    const both = { ...approver, principal: officer.principal };
    const small = { ...approver, standings: [{ role: 'approver', standingId: 'x', limit: 99_999n } as const] };
    const draft = must(await draftChange(desk, officer, await live.asRead(), { terms, effectiveOn: '2026-04-01', reasons: 'More.' }));
    const asked = { ...(await live.asRead()), ...draft };
    for (const [who, code] of [
      [both, 'maker-may-not-approve'],
      [small, 'above-your-limit'],
    ] as const)
      expect(await approveChange(desk, who, asked, {}, book.key(randomUUID()))).toMatchObject({ refusal: { code } });
  });

  it('is made once for the same key, and refused for the same key with other content', async () => {
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'C11', amount: 100_000n })]);
    const { desk, officer, approver } = book;
    const terms = { kind: 'amount', lineCode: 'C11', amount: '150000', reasonForAmount: false } as const;
    const { changeId } = must(
      await draftChange(desk, officer, await live.asRead(), { terms, effectiveOn: '2026-04-01', reasons: 'More.' }),
    );
    const asked = { ...(await live.asRead()), changeId };
    const first = must(await approveChange(desk, approver, asked, {}, book.key('same')));
    const again = must(await approveChange(desk, approver, asked, {}, book.key('same')));
    expect(again).toEqual({ ...first, replayed: true });
    expect(await approveChange(desk, approver, asked, {}, book.key('same', 'other'))).toMatchObject({
      refusal: { code: 'idempotency-conflict' },
    });
    expect(await available('C11')).toBe('1500.00');
    expect(await approveChange(desk, approver, asked, {}, book.key('new'))).toMatchObject({ refusal: { code: 'version-stale' } });
  });
});

describe('money that a family moves by itself', () => {
  it('goes between supports for the same outcome, up to a tenth of the line and 500.00 in a year', async () => {
    const outcomeId = randomUUID();
    const live = await budgetIn(book, 'live', [
      lineDraft({ lineCode: 'F1', amount: 100_000n, outcomeId }),
      lineDraft({ lineCode: 'F2', amount: 50_000n, outcomeId }),
      lineDraft({ lineCode: 'F3', amount: 50_000n }),
    ]);
    const move = async (toLine: string, amount: bigint) =>
      moveWithinOutcome(
        book.desk,
        book.officer,
        await live.asRead(),
        { fromLine: 'F1', toLine, amount, words: 'One more lesson.' },
        book.key(randomUUID()),
      );
    expect(await move('F3', 1_000n)).toMatchObject({ refusal: { code: 'move-outside-outcome' } });
    must(await move('F2', 6_000n));
    expect(await move('F2', 4_001n)).toMatchObject({ refusal: { code: 'above-what-families-move', left: '40.00' } });
    must(await move('F2', 4_000n));
    expect([await available('F1'), await available('F2')]).toEqual(['900.00', '600.00']);
  });
});
