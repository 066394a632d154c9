import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sweepBookingSteps } from '../../../src/budgets/index.ts';
import type { Ledger } from '../../../src/ledger/index.ts';
import type { PaymentRun } from '../../../src/payments/index.ts';
import {
  listMatches,
  listOpenLines,
  matchAccount,
  matchBookingKinds,
  matchLinesByHand,
  undoMatch,
} from '../../../src/reconciliation/index.ts';
import { endRule, makeRule } from '../../../src/reconciliation/match-rules/make-rule.ts';
import { asked, DAY, type MatchingBook, matchingBook, paymentLine } from './matching-book.ts';

const must = <Value>(result: { ok: true; value: Value } | { ok: false; refusal: unknown }): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

/** Killed, crossed by another officer, refused by the books: a match is there whole or not at all. */
describe('matches', () => {
  let book: MatchingBook;
  beforeAll(async () => {
    book = await matchingBook();
  });
  afterAll(() => book.store.close());

  const standing = () => listMatches(book.desk, book.authorityId, { state: 'matched', limit: 100 });
  const states = () => book.rows<{ state: string }>('select state from reconciliation.matches order by made_at, match_id');
  const first = (run: PaymentRun) => run.instructions[0] as PaymentRun['instructions'][number];
  /** The books, until they are called for the n-th time with something to post; then the process is as good as dead. */
  const dyingAt = (when: 'before' | 'after'): Ledger => ({
    ...book.ledger,
    post: async (...call) => {
      if (when === 'after') await book.ledger.post(...call);
      throw new Error('killed');
    },
  });

  it('that a kill cut off before or after the posting are finished by the sweeper, once', async () => {
    for (const when of ['before', 'after'] as const) {
      const run = await book.sent(`killed ${when}`, [when === 'before' ? 4_101n : 4_102n]);
      await book.bring([paymentLine(first(run))]);
      const balances = await book.balances();
      await expect(matchAccount({ ...book.desk, ledger: dyingAt(when) }, book.as('system'), book.accountId)).rejects.toThrow('killed');
      expect((await states()).at(-1)?.state).toBe('posting');
      // The line is spoken for, so another run leaves it alone.
      expect(await book.match()).toEqual({ matched: 0, open: 0, refused: [] });
      book.clock.advance(61_000);
      const swept = await sweepBookingSteps({ ...book.desk, kinds: matchBookingKinds }, book.authorityId);
      expect(swept).toEqual({ finished: 1, failed: [] });
      expect((await states()).at(-1)?.state).toBe('matched');
      const moved = ((await book.balances())['bank:main'] ?? 0n) - (balances['bank:main'] ?? 0n);
      expect(moved).toBe(-first(run).amount);
    }
  });

  it('of two runs at once hold each line once', async () => {
    const run = await book.sent('crossing', [5_001n, 5_002n, 5_003n, 5_004n]);
    await book.bring(run.instructions.map((payment) => paymentLine(payment)));
    const before = (await book.balances())['bank:main'] ?? 0n;
    const runs = await Promise.all([book.match(), book.match(), book.match()]);
    expect(runs.reduce((sum, { matched }) => sum + matched, 0)).toBe(4);
    expect((await book.balances())['bank:main']).toBe(before - 20_010n);
    expect(await listOpenLines(book.desk, book.authorityId, { limit: 9 })).toEqual([]);
  });

  it('that are undone, all of them, leave every balance as it was before the first', async () => {
    const run = await book.sent('all back', [6_001n, 6_002n]);
    const before = await book.balances();
    const known = new Set((await standing()).map(({ matchId }) => matchId));
    const [, line = ''] = await book.bring([
      ...run.instructions.map((payment) => paymentLine(payment)),
      paymentLine({ reference: 'X', amount: 9n }),
    ]);
    await book.match();
    const [open] = await listOpenLines(book.desk, book.authorityId, { limit: 9 });
    const lineId = open?.lineId ?? line;
    const parts = [{ lineId, kind: 'account' as const, target: 'suspense', amountMinor: -9n }];
    must(await matchLinesByHand(book.desk, book.as('ada'), { lineIds: [lineId], parts, stage: 'by-hand', reasons: [] }, asked('x')));
    const made = (await standing()).filter(({ matchId }) => !known.has(matchId));
    expect(made).toHaveLength(3);
    for (const { matchId } of made)
      must(await undoMatch(book.desk, book.as('ada'), { matchId, reason: 'all back' }, asked(`back ${matchId}`)));
    expect(await book.balances()).toEqual(before);
    expect(
      await book.rows(`select 1 from reconciliation.item_uses where used_minor <> 0 and item_id like '%${first(run).instructionId}'`),
    ).toEqual([]);
  });

  it('whose entry somebody reversed in the books are undone all the same, and what was reversed meanwhile is open no longer', async () => {
    const run = await book.sent('by hand', [6_501n]);
    await book.bring([paymentLine(first(run))]);
    const before = await book.balances();
    await book.match();
    const made = (await standing()).find(({ parts }) => parts.some(({ target }) => target === `payment:${first(run).instructionId}`));
    const reversal = {
      kind: 'reversal',
      id: asked('r').stepId,
      principal: 'ada',
      reverses: made?.entryIds[0] ?? '',
      effectiveDate: DAY,
    } as const;
    expect((await book.ledger.post(book.authorityId, [reversal]))[0]?.ok).toBe(true);
    must(await undoMatch(book.desk, book.as('ada'), { matchId: made?.matchId ?? '', reason: 'reversed' }, asked('after r')));
    expect(await book.balances()).toEqual(before);

    await book.post('gone', {
      effectiveDate: DAY,
      description: 'Cash',
      postings: [
        { account: 'bank:main', amount: 31n },
        { account: 'council-cash', amount: -31n },
      ],
    });
    const [lineId = ''] = await book.bring([paymentLine({ reference: 'CASH', amount: -31n })]);
    const entry = asked('gone').stepId;
    await book.ledger.post(book.authorityId, [{ ...reversal, id: asked('r 2').stepId, reverses: entry }]);
    const parts = [{ lineId, kind: 'item' as const, target: `entry:${entry}:bank:main`, amountMinor: 31n }];
    const hand = await matchLinesByHand(book.desk, book.as('ada'), { lineIds: [lineId], parts, stage: 'by-hand', reasons: [] }, asked('g'));
    expect(hand).toEqual({ ok: false, refusal: { code: 'item-no-longer-open', itemId: `entry:${entry}:bank:main` } });
    const away = [{ lineId, kind: 'account' as const, target: 'council-cash', amountMinor: 31n }];
    must(await matchLinesByHand(book.desk, book.as('ada'), { lineIds: [lineId], parts: away, stage: 'by-hand', reasons: [] }, asked('h')));
  });

  it('by a rule post charges of the bank up to a month’s limit, over all runs, and stop when it ends', async () => {
    const limits = { limitMinor: 1_000n, monthlyLimitMinor: 1_500n };
    const wide = await makeRule(book.desk, book.as('ada'), { kind: 'bank-charge', ruleId: '', words: [''], ...limits }, DAY);
    expect(wide).toMatchObject({ ok: false, refusal: { code: 'rule-matches-everything' } });
    const { rule } = must(
      await makeRule(book.desk, book.as('ada'), { kind: 'bank-charge', ruleId: '', words: ['CHARGES'], ...limits }, '2026-05-01'),
    );
    const charge = (reference: string) => paymentLine({ reference: `CHARGES ${reference}`, amount: 700n });
    await book.bring([charge('A')]);
    expect(await book.match()).toMatchObject({ matched: 1 });
    await book.bring([charge('B')]);
    expect(await book.match()).toMatchObject({ matched: 1 });
    await book.bring([charge('C')]);
    expect(await book.match()).toMatchObject({ matched: 0 });
    expect((await book.balances())['bank-charges']).toBe(1_400n);
    must(await endRule(book.desk, book.as('ada'), rule.ruleId));
    const ended = await endRule(book.desk, book.as('ada'), rule.ruleId);
    expect(ended).toEqual({ ok: false, refusal: { code: 'match-rule-ended' } });
  });

  it('are booked on the first open day when the period was closed, and refused whole when none is open', async () => {
    const run = await book.sent('late', [8_001n, 8_002n]);
    await book.bring([paymentLine(first(run))]);
    must(await book.ledger.setPeriodState(book.as('cleo'), '2026-27', 'closed', 'year end'));
    const before = await book.balances();
    expect(await book.match()).toMatchObject({ matched: 0, refused: [{ code: 'no-open-day' }] });
    expect(await book.balances()).toEqual(before);
    const waiting = await listOpenLines(book.desk, book.authorityId, { limit: 9 });
    expect(waiting.map(({ reason }) => reason)).toContain('no-open-day');
    must(await book.ledger.openPeriods(book.as('cleo'), [{ periodId: '2027-28', firstDay: '2027-04-01', lastDay: '2028-03-31' }]));
    expect(await book.match()).toMatchObject({ matched: 1, refused: [] });
    const made = (await standing()).find(({ parts }) => parts.some(({ target }) => target === `payment:${first(run).instructionId}`));
    const [entry] = await book.ledger.entries(book.authorityId, made?.entryIds ?? []);
    expect(entry?.effectiveDate).toBe('2027-04-01');
  });
});
