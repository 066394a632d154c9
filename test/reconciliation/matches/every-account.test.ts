import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountForRail, accountsForRailBalance, dimensionOf, expenseAccount } from '../../../src/budgets/index.ts';
import type { WrittenLine } from '../../../src/demo/write-camt053.ts';
import type { EntryDraft } from '../../../src/ledger/index.ts';
import type { PaymentRail, PaymentRun } from '../../../src/payments/index.ts';
import { recordReturn, setUpRail } from '../../../src/payments/index.ts';
import { settlePayment } from '../../../src/payments/runs/settle-payment.ts';
import { listMatches, proveAccount, undoMatch } from '../../../src/reconciliation/index.ts';
import { fakeRail } from '../../support/fake-rail.ts';
import { LINE } from '../../support/payment-book.ts';
import { asked, DAY, type MatchingBook, matchingBook } from './matching-book.ts';

const must = <Value>(result: { ok: true; value: Value } | { ok: false; refusal: unknown }): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

/** Not only the council's bank: whoever holds our money, or moves it for us, has statements, and the same register and proof. */
describe('a proof of', () => {
  let book: MatchingBook;
  beforeAll(async () => {
    book = await matchingBook();
    const asset = { side: 'actual', class: 'asset', normalSide: 'debit' } as const;
    const accounts = [
      ...accountsForRailBalance('sandbox'),
      ...accountsForRailBalance('stripe'),
      ...['sandbox', 'stripe', 'cards'].map(accountForRail),
      { ...asset, code: 'client-bank' },
    ];
    await book.ledger.openAccounts(
      book.as('test'),
      accounts.map((draft) => ({ ...draft, opensOn: '2026-04-01' })),
    );
  });
  afterAll(() => book.store.close());

  const moved = (name: string, from: string, to: string, amount: bigint, about: Pick<EntryDraft['postings'][number], 'dimension'> = {}) =>
    book.post(name, {
      effectiveDate: DAY,
      description: 'Moved',
      reference: name,
      postings: [
        { account: to, amount, ...about },
        { account: from, amount: -amount, ...about },
      ],
    });
  const line = (reference: string, amountMinor: bigint): WrittenLine => ({
    bookingDate: DAY,
    amountMinor,
    reference,
    bankReference: `B${reference}`,
  });
  const prove = async (accountId: string) => must(await proveAccount(book.desk, book.authorityId, { accountId, asOf: DAY }));
  const tied = { differenceMinor: 0n, unmatchedMinor: 0n, unpresentedMinor: 0n, openingDifferenceMinor: 0n, gaps: 0 };
  /** A rail that holds our money: it is its own bank. */
  const holding = async (rail: string, settledBy: 'bank-statement' | 'rail-statement') => {
    (book.runDesk.rails as Map<string, PaymentRail>).set(rail, fakeRail(rail));
    const settings = { rail, bank: rail, settledBy, plannedDaily: true, largestPayment: 1_000_000n, largestRun: 2_000_000n };
    must(await setUpRail(book.runDesk, book.as('test'), settings));
    return book.register(rail, 'third-party', `rail-balance:${rail}`);
  };
  const payments = ({ instructions }: PaymentRun) =>
    instructions as unknown as readonly [PaymentRun['instructions'][number], PaymentRun['instructions'][number]];

  it('a rail whose payments its statement shows: they leave the balance it holds, and no bank account', async () => {
    const accountId = await holding('stripe', 'bank-statement');
    await moved('TOPUP-STRIPE-71', 'bank:main', 'rail-balance:stripe', 50_000n);
    const [first, second] = payments(await book.sent('by stripe', [1_111n, 2_222n], 'stripe'));
    await book.bring([line('TOPUP-STRIPE-71', 50_000n), line(first.reference, -1_111n), line('FEE-0071', -25n)], DAY, 'stripe');
    const main = (await book.balances())['bank:main'];
    expect(await book.match(accountId)).toMatchObject({ matched: 2, open: 1 });
    expect((await book.balances())['bank:main']).toBe(main);
    expect(await prove(accountId)).toMatchObject({ ...tied, bankMinor: 48_864n, ledgerMinor: 48_889n, unmatchedMinor: -25n });
    await book.bring([line(second.reference, -2_222n)], DAY, 'stripe');
    expect(await book.match(accountId)).toMatchObject({ matched: 1, open: 1 });
    expect(await prove(accountId)).toMatchObject({ ...tied, bankMinor: 46_642n, unmatchedMinor: -25n });
  });

  it('a rail that told of its payments itself: its file explains what the books have and posts nothing', async () => {
    const accountId = await holding('sandbox', 'rail-statement');
    await moved('TOPUP-SANDBOX-72', 'bank:main', 'rail-balance:sandbox', 30_000n);
    const [first, second] = payments(await book.sent('by sandbox', [1_234n, 2_345n], 'sandbox'));
    for (const { instructionId } of [first, second]) {
      must(await settlePayment(book.runDesk, book.as('system'), { instructionId, bank: 'sandbox', seenOn: DAY }));
    }
    const back = { instructionId: first.instructionId, bank: 'sandbox', returnedOn: DAY, reason: 'account-closed' } as const;
    must(await recordReturn(book.runDesk, book.as('system'), back));
    const before = await book.balances();
    const lines = [
      line('TOPUP-SANDBOX-72', 30_000n),
      line(first.reference, -1_234n),
      { ...line(first.reference, 1_234n), bankReference: 'BACK-72', returnReason: 'AC04' },
    ];
    await book.bring(lines, DAY, 'sandbox');
    expect(await book.match(accountId)).toMatchObject({ matched: 3, open: 0 });
    expect(await book.balances()).toEqual(before);
    expect(await prove(accountId)).toMatchObject({ ...tied, bankMinor: 30_000n, ledgerMinor: 27_655n, unpresentedMinor: -2_345n });
  });

  it("a third party's client account and our bank, which both show the transfer between them", async () => {
    const accountId = await book.register('client money', 'third-party', 'client-bank');
    await moved('CLIENT-MONEY-73', 'bank:main', 'client-bank', 20_000n);
    await moved('CLIENT-WAGES-74', 'client-bank', 'council-cash', 7_500n);
    await book.bring([line('CLIENT-MONEY-73', 20_000n), line('CLIENT-WAGES-74', -7_500n)], DAY, 'client money');
    await book.bring([line('CLIENT-MONEY-73', -20_000n)]);
    expect(await book.match()).toMatchObject({ matched: 1, open: 0 });
    expect(await book.match(accountId)).toMatchObject({ matched: 2, open: 0 });
    expect(await prove(accountId)).toMatchObject({ ...tied, bankMinor: 12_500n, ledgerMinor: 12_500n });
    const unpresented = async () => (await prove(book.accountId)).unpresented.map(({ reference }) => reference);
    expect(await unpresented()).not.toContain('CLIENT-MONEY-73');

    // Taken back on one side, the other still stands.
    const [match] = (await listMatches(book.desk, book.authorityId, { accountId: book.accountId, state: 'matched', limit: 9 })).filter(
      ({ parts }) => parts.some(({ amountMinor }) => amountMinor === -20_000n),
    );
    must(await undoMatch(book.desk, book.as('ada'), { matchId: match?.matchId ?? '', reason: 'to see' }, asked('undo transfer')));
    expect(await unpresented()).toContain('CLIENT-MONEY-73');
    expect(await prove(accountId)).toMatchObject({ ...tied, bankMinor: 12_500n });
  });

  it("a card firm's feed: purchases one by one, and the settlement that pays for them", async () => {
    const accountId = await book.register('cards', 'card', 'clearing:cards');
    const about = { dimension: dimensionOf(LINE) };
    await moved('CARD-MOVE-8101', 'clearing:cards', expenseAccount(LINE), 1_299n, about);
    await moved('CARD-MOVE-8102', 'clearing:cards', expenseAccount(LINE), 3_050n, about);
    await moved('CARD-MOVE-8103', 'clearing:cards', expenseAccount(LINE), 640n, about);
    await moved('CARD-SETTLE-0507', 'bank:main', 'clearing:cards', 4_349n);
    const feed = [line('CARD-MOVE-8101', -1_299n), line('CARD-MOVE-8102', -3_050n), line('CARD-SETTLE-0507', 4_349n)];
    await book.bring(feed, DAY, 'cards');
    expect(await book.match(accountId)).toMatchObject({ matched: 3, open: 0 });
    const figures = await prove(accountId);
    expect(figures).toMatchObject({ ...tied, bankMinor: 0n, ledgerMinor: -640n, unpresentedMinor: -640n });
    expect(figures.streams.find(({ stream }) => stream === 'CARE')).toMatchObject({ unpresentedMinor: -640n });
    await book.bring([line('CARD-SETTLE-0507', -4_349n)]);
    // With the transfer that was taken back above, which is never put together again by itself.
    expect(await book.match()).toMatchObject({ matched: 1, open: 1 });
    expect((await prove(book.accountId)).differenceMinor).toBe(0n);
  });
});
