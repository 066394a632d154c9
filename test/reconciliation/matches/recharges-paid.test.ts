import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountsForPartner, rechargedToPartner, type Share } from '../../../src/budgets/index.ts';
import { insertInvoice } from '../../../src/budgets/recharges/store.ts';
import type { Month } from '../../../src/platform/calendar/date-arithmetic.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { listMatches, listOpenLines, matchLinesByHand, undoMatch } from '../../../src/reconciliation/index.ts';
import { bankLegs } from '../../../src/reconciliation/items/bank-legs.ts';
import { endRule, makeRule } from '../../../src/reconciliation/match-rules/make-rule.ts';
import { acceptSuggestion } from '../../../src/reconciliation/work-list/accept-suggestion.ts';
import { LINE, uuidOf } from '../../support/payment-book.ts';
import { asked, DAY, type MatchingBook, matchingBook } from './matching-book.ts';

const must = <Value>(result: { ok: true; value: Value } | { ok: false; refusal: unknown }): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

const PARTNER = 'northmoor-icb';
const RECEIVABLE = `receivable:${PARTNER}`;
const SHARES: readonly [Share, Share] = [LINE, { ...LINE, line: 'L3', stream: 'HEALTH', costCentre: 'H3300' }];

/** A partner pays what it was asked for: whole, in parts, several at once, or a little short. */
describe('recharges at the bank', () => {
  let book: MatchingBook;
  beforeAll(async () => {
    book = await matchingBook();
    const accounts = accountsForPartner(PARTNER, SHARES).map((draft) => ({ ...draft, opensOn: '2026-04-01' as const }));
    await book.ledger.openAccounts(book.as('test'), accounts);
  });
  afterAll(() => book.store.close());

  /** Sealed on the first of May, for a month of its own. */
  const recharged = async (number: number, care: bigint, health: bigint): Promise<string> => {
    const reference = `R-${PARTNER}-${String(number).padStart(4, '0')}`;
    const parts = [
      { share: SHARES[0], amount: care },
      { share: SHARES[1], amount: health },
    ];
    await book.post(reference, rechargedToPartner({ effectiveDate: '2026-04-30', partner: PARTNER, parts, reference }));
    const invoiceId = uuidOf(`invoice ${number}`);
    const { authorityId } = book;
    const month = `2025-${String(number).padStart(2, '0')}` as Month;
    const rows = parts.map(({ share: { line, source, ...share }, amount }, n) => ({
      ...{ authorityId, invoiceId, number: n + 1, kind: 'month' as const, month, lineCode: line, sourceCode: source, ...share, amount },
    }));
    const sealed = { partnerCode: PARTNER, month, number, reference, amount: care + health, sealedOn: '2026-05-01' as const };
    await inTransaction(book.desk.database, { authorityId }, (tx) =>
      insertInvoice(tx, { authorityId, invoiceId, ...sealed, sealedBy: 'test', createdAt: book.clock.now() }, rows),
    );
    return reference;
  };
  const paid = async (amountMinor: bigint, remittance: string): Promise<string> => {
    const bankReference = `B${amountMinor}`;
    const [lineId = ''] = await book.bring([{ bookingDate: DAY, amountMinor, reference: 'NOTPROVIDED', remittance, bankReference }]);
    return lineId;
  };
  const openLine = async (lineId: string) =>
    (await listOpenLines(book.desk, book.authorityId, { limit: 100 })).find((open) => open.lineId === lineId);
  const accept = (lineId: string, name: string) => {
    const wanted = { lineId, suggestion: 0, reason: 'by the remittance', ifMatch: '*' };
    return acceptSuggestion(book.desk, book.as('ada'), wanted, asked(name));
  };
  const owed = async () => (await book.balances())[RECEIVABLE] ?? 0n;
  /** What the partner owes of each stream. */
  const owedByStream = async () => {
    const streams = new Map<string, bigint>();
    for (const { byStream } of await bankLegs(book.ledger, book.authorityId, RECEIVABLE, {})) {
      for (const [stream, amount] of byStream) streams.set(stream, (streams.get(stream) ?? 0n) + amount);
    }
    return Object.fromEntries([...streams].filter(([, amount]) => amount !== 0n));
  };

  it('stay open with the rest when a part was paid, and are done with by whoever pays the rest', async () => {
    const reference = await recharged(1, 6_001n, 3_999n);
    const part = await paid(4_000n, reference);
    expect(await book.match()).toMatchObject({ matched: 0, open: 1 });
    expect((await openLine(part))?.suggestions[0]).toMatchObject({ stage: 'part-payment', parts: [{ amountMinor: '4000' }] });
    const { matchId } = must(await accept(part, 'part'));
    expect(await owedByStream()).toEqual({ CARE: 3_601n, HEALTH: 2_399n });
    await paid(6_000n, reference);
    expect(await book.match()).toMatchObject({ matched: 1, open: 0 });
    expect(await owedByStream()).toEqual({});
    // The first part was another's after all: exactly what it had paid is owed again.
    must(await undoMatch(book.desk, book.as('ada'), { matchId, reason: 'of another partner' }, asked('undo part')));
    expect(await owedByStream()).toEqual({ CARE: 2_400n, HEALTH: 1_600n });
    const parts = [{ lineId: part, kind: 'item' as const, target: `recharge:${uuidOf('invoice 1')}`, amountMinor: 4_000n }];
    must(await matchLinesByHand(book.desk, book.as('ada'), { lineIds: [part], parts, stage: 'by-hand', reasons: [] }, asked('again')));
    expect(await owedByStream()).toEqual({});
  });

  it('are paid several at once by a line that names them', async () => {
    const references = [await recharged(2, 5_000n, 2_501n), await recharged(3, 1_000n, 3_332n)];
    const line = await paid(11_833n, references.join(' AND '));
    expect(await book.match()).toMatchObject({ matched: 1, open: 0 });
    const match = (await listMatches(book.desk, book.authorityId, { state: 'matched', limit: 100 })).find(({ lineIds }) =>
      lineIds.includes(line),
    );
    expect(match).toMatchObject({ stage: 'named-group', decidedBy: 'engine' });
    expect(match?.parts.map(({ amountMinor }) => amountMinor).toSorted()).toEqual([4_332n, 7_501n]);
    expect(await owed()).toBe(0n);
  });

  it('are let go of what is short within the limits of a rule, by an officer and never beyond them', async () => {
    const draft = { kind: 'write-off' as const, ruleId: 'new', limitMinor: 100n, limitBasisPoints: 100 };
    const { rule } = must(await makeRule(book.desk, book.as('ada'), draft, '2026-05-01'));
    const [within, beyondShare, beyondSum] = [
      await recharged(4, 6_001n, 3_999n),
      await recharged(5, 2_000n, 1_000n),
      await recharged(6, 30_000n, 20_000n),
    ];
    const lines = [await paid(9_950n, within), await paid(2_950n, beyondShare), await paid(49_899n, beyondSum)] as const;
    expect(await book.match()).toMatchObject({ matched: 0, open: 3 });
    const stages = await Promise.all(lines.map(async (line) => (await openLine(line))?.suggestions[0]?.stage));
    expect(stages).toEqual(['write-off', 'part-payment', 'part-payment']);

    const before = await book.balances();
    const { matchId } = must(await accept(lines[0], 'short'));
    const after = await book.balances();
    const moved = (account: string) => (after[account] ?? 0n) - (before[account] ?? 0n);
    expect([moved('bank:main'), moved(RECEIVABLE)]).toEqual([9_950n, -10_000n]);
    const writtenOff = Object.keys(after).filter((account) => account.startsWith('write-off:'));
    expect(writtenOff).toHaveLength(2);
    expect(writtenOff.reduce((sum, account) => sum + moved(account), 0n)).toBe(50n);
    must(await undoMatch(book.desk, book.as('ada'), { matchId, reason: 'the rest came' }, asked('undo short')));
    expect(await book.balances()).toEqual(before);

    const short = await paid(9_949n, within);
    await book.match();
    expect((await openLine(short))?.suggestions[0]?.stage).toBe('write-off');
    must(await endRule(book.desk, book.as('ada'), rule.ruleId));
    expect(await accept(short, 'late')).toEqual({ ok: false, refusal: { code: 'write-off-beyond-rules', lineId: short } });
    expect(await book.balances()).toEqual(before);
    await book.match();
    expect((await openLine(short))?.suggestions[0]?.stage).toBe('part-payment');
  });
});
