import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type PaymentRun, recordReturn } from '../../../src/payments/index.ts';
import { letterAsPdf } from '../../../src/platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../../src/platform/letters/letter-as-text.ts';
import {
  listMatches,
  matchLinesByHand,
  prepareProof,
  proofPage,
  proveAccount,
  reviewProof,
  undoMatch,
} from '../../../src/reconciliation/index.ts';
import { asked, DAY, type MatchingBook, matchingBook, paymentLine } from './matching-book.ts';

const must = <Value>(result: { ok: true; value: Value } | { ok: false; refusal: unknown }): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

const LINE_ID = '019aa000-7a11-7c04-9d1f-5b0c2e8f4a71';

describe('the bank proof', () => {
  let book: MatchingBook;
  let run: PaymentRun;
  let unknown: string;
  beforeAll(async () => {
    book = await matchingBook();
    run = await book.sent('run', [1_000n, 2_000n, 3_000n]);
    const payment = (n: number) => run.instructions[n] as PaymentRun['instructions'][number];
    [, unknown = ''] = await book.bring([paymentLine(payment(0)), paymentLine({ reference: 'RENT', amount: 777n })]);
    await book.match();
    // Reported by the rail, and not yet on any bank statement.
    const back = { instructionId: payment(0).instructionId, bank: 'main', returnedOn: DAY, reason: 'account-closed' } as const;
    must(await recordReturn(book.runDesk, book.as('bank'), back));
  });
  afterAll(() => book.store.close());
  const prove = async () => must(await proveAccount(book.desk, book.authorityId, { accountId: book.accountId, asOf: DAY }));

  it('comes out to the penny, stream by stream, and bridges to what budgets paid', async () => {
    const figures = await prove();
    // Bank: -10.00 and -7.77. Books: -10.00 paid, +10.00 returned. One line nobody knows, one entry the bank has not shown.
    expect(figures).toMatchObject({
      bankMinor: -1_777n,
      ledgerMinor: 0n,
      unmatchedMinor: -777n,
      unpresentedMinor: 1_000n,
      differenceMinor: 0n,
      openingDifferenceMinor: 0n,
      gaps: 0,
    });
    expect(figures.unmatched.map(({ lineId }) => lineId)).toEqual([unknown]);
    expect(figures.streams.find(({ stream }) => stream === 'CARE')).toMatchObject({ ledgerMinor: 0n, unpresentedMinor: 1_000n });
    expect(figures.streams.find(({ stream }) => stream === 'none')).toMatchObject({ unmatchedMinor: -777n });
    expect(figures.bridge).toEqual({
      paidMinor: 5_000n,
      vatMinor: 0n,
      seenMinor: 1_000n,
      returnedMinor: 1_000n,
      paidBackMinor: 0n,
      unpaidMinor: 0n,
      underWayMinor: 5_000n,
      otherMinor: 0n,
    });
  });

  it('stays right when a match is undone, a line goes to suspense, and entries are posted behind its back', async () => {
    const before = await prove();
    const [match] = await listMatches(book.desk, book.authorityId, { accountId: book.accountId, state: 'matched', limit: 9 });
    must(await undoMatch(book.desk, book.as('ada'), { matchId: match?.matchId ?? '', reason: 'to see' }, asked('undo')));
    expect(await prove()).toMatchObject({ ledgerMinor: 1_000n, unmatchedMinor: -1_777n, unpresentedMinor: 1_000n, differenceMinor: 0n });
    const parts = [{ lineId: unknown, kind: 'account' as const, target: 'suspense', amountMinor: -777n }];
    const hand = { lineIds: [unknown], parts, stage: 'by-hand', reasons: ['not known'] };
    must(await matchLinesByHand(book.desk, book.as('ada'), hand, asked('hand')));
    expect(await prove()).toMatchObject({ ledgerMinor: 223n, unmatchedMinor: -1_000n, suspenseMinor: 777n, differenceMinor: 0n });
    await book.post('behind', {
      effectiveDate: DAY,
      description: 'Cash',
      postings: [
        { account: 'bank:main', amount: 5n },
        { account: 'council-cash', amount: -5n },
      ],
    });
    expect(await prove()).toMatchObject({ bankMinor: before.bankMinor, unpresentedMinor: 1_005n, differenceMinor: 0n });
  });

  it('is reviewed by somebody who had no hand in it, as it was prepared, and then locked with its period', async () => {
    const { desk, accountId, as } = book;
    const first = must(await prepareProof(desk, as('ben'), { accountId, asOf: DAY }));
    await book.post('later', {
      effectiveDate: DAY,
      description: 'Cash',
      postings: [
        { account: 'bank:main', amount: 7n },
        { account: 'council-cash', amount: -7n },
      ],
    });
    expect(await reviewProof(desk, as('cleo'), first.proofId)).toEqual({ ok: false, refusal: { code: 'bank-proof-out-of-date' } });
    const proof = must(await prepareProof(desk, as('ben'), { accountId, asOf: DAY }));
    const codes = [];
    for (const name of ['ben', 'ada']) {
      const reviewed = await reviewProof(desk, as(name), proof.proofId);
      codes.push(reviewed.ok ? 'reviewed' : reviewed.refusal.code);
    }
    expect(codes).toEqual(['preparer-may-not-review', 'matcher-may-not-review']);
    expect(must(await reviewProof(desk, as('cleo'), proof.proofId))).toMatchObject({
      state: 'reviewed',
      reviewedBy: 'cleo',
      locked: false,
    });
    must(await book.ledger.setPeriodState(as('cleo'), '2026-27', 'closed', 'year end'));
    expect(must(await reviewProof(desk, as('cleo'), proof.proofId)).locked).toBe(true);
    expect(must(await prepareProof(desk, as('ben'), { accountId, asOf: DAY })).proofId).toBe(proof.proofId);
    const late = { bookingDate: DAY, amountMinor: -1n, reference: 'LATE' } as const;
    await book.bring([late]);
    expect(await prepareProof(desk, as('ben'), { accountId, asOf: DAY })).toEqual({ ok: false, refusal: { code: 'bank-proof-locked' } });
    expect(await prepareProof(desk, as('ben'), { accountId, asOf: '2026-05-11' })).toMatchObject({
      refusal: { code: 'no-bank-statement-yet' },
    });
  });

  it('stands on one page', async () => {
    const page = proofPage('Testham Council', await prove());
    expect(letterAsText(page)).toContain('The bank’s closing balance');
    const figures = await prove();
    const many = <Row>([row]: readonly Row[]): Row[] => (row === undefined ? [] : Array.from({ length: 40 }, () => row));
    const worst = { ...figures, unmatched: many(figures.unmatched), unpresented: many(figures.unpresented) };
    const reviewed = { proofId: LINE_ID, state: 'reviewed', preparedBy: 'identity:ben', reviewedBy: 'identity:cleo' } as const;
    const kept = { ...reviewed, locked: true, preparedAt: new Date('2026-05-08'), reviewedAt: new Date('2026-05-09') };
    const pdf = (await letterAsPdf(proofPage('Testham Council', worst, kept), { print: 'report' })).toString('latin1');
    expect(pdf.match(/\/Type \/Page\b(?!s)/g)).toHaveLength(1);
  });
});
