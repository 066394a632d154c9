import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmAccount } from '../../../src/payments/payees/confirm-account.ts';
import { payablePayee } from '../../../src/payments/payees/payable-payee.ts';
import { proposeAccount } from '../../../src/payments/payees/propose-account.ts';
import { stopPayee } from '../../../src/payments/payees/stop-payee.ts';
import { recordLateCause, reportLatePayments } from '../../../src/payments/punctuality/late-payments.ts';
import { answerMissingPayment, missingPaymentsOf, reportMissingPayment } from '../../../src/payments/punctuality/missing-payment.ts';
import { type AskClaim, askClaim, claimsOf, decideClaim } from '../../../src/payments/punctuality/outlay-claim.ts';
import type { PunctualityRoom } from '../../../src/payments/punctuality/promised-payments.ts';
import { waivedChecksOf } from '../../../src/payments/punctuality/register-of-waived.ts';
import { askUrgentPayment, decideUrgentPayment } from '../../../src/payments/punctuality/urgent-payment.ts';
import { waivedChecks } from '../../../src/payments/punctuality/waived-checks.ts';
import { setUpRail } from '../../../src/payments/rails/rail-settings.ts';
import { inTransaction, type Transaction } from '../../../src/platform/database/in-transaction.ts';
import type { Caller } from '../../../src/platform/http/operation.ts';
import { must } from '../../people/example-family.ts';
import { uuidOf } from '../../support/payment-book.ts';
import { type PayeeBook, payeeBook } from '../payees/payee-book.ts';
import { outlaysInAList, promisedInAList, urgentRunsInAList } from './promised.ts';

let book: PayeeBook;
let room: PunctualityRoom;
let mother: Caller;
let father: Caller;
let payeeId: string;
let oldAccount: string;
const promised = promisedInAList();
const outlays = outlaysInAList();
const urgentRuns = urgentRunsInAList(76_923n);
const dueRef = 'L2:8';
const putPayment = (change: object) =>
  promised.put({
    dueRef,
    familyId: book.family.familyId,
    agreementId: uuidOf('agreement'),
    payeeId,
    promisedOn: '2026-10-14',
    amount: 76_923n,
    state: 'paid',
    paidOn: '2026-10-14',
    sentOn: '2026-10-14',
    returnedOn: null,
    reference: 'TF0001',
    accountId: oldAccount,
    ...change,
  });
const ask = <Value>(work: (tx: Transaction) => Promise<Value>) =>
  inTransaction(room.database, { authorityId: book.authorityId, readOnly: true }, work);

beforeAll(async () => {
  book = await payeeBook();
  room = { ...book.room, promised, outlays, urgentRuns };
  const limits = { largestPayment: 1_000_000n, largestRun: 2_000_000n, plannedDaily: false };
  for (const rail of ['bacs', 'manual'])
    must(await setUpRail(room, book.officer('treasury'), { rail, bank: 'main', settledBy: 'bank-statement', ...limits }));
  const { familyId } = book.family;
  const parent = (personId: string): Caller => {
    const standing = { role: 'parent', standingId: personId, familyId, personId, children: [book.family.child.personId] } as const;
    const as = { kind: 'person', principal: `identity:${personId}`, standings: [standing], actingAs: standing } as const;
    return { ...book.officer('x'), ...as };
  };
  mother = parent(book.family.mother.personId);
  father = parent(book.family.father.personId);
  book.today('2026-10-01');
  ({ payeeId, accountId: oldAccount } = await book.paid(book.family.mother.personId, '11112222', 'Morgan Example'));
  putPayment({});
});
afterAll(() => book.close());

describe('"I did not get my payment"', () => {
  it('is one step that says what is known and by when somebody answers; said twice it is one question', async () => {
    book.today('2026-10-16');
    const { familyId } = book.family;
    const first = must(await reportMissingPayment(room, mother, { familyId, words: 'Nothing has come.' }));
    expect(first).toMatchObject({
      answerBy: '2026-10-20',
      known: { dueRef, promisedOn: '2026-10-14', amount: 76_923n, sentOn: '2026-10-14', maskedAccount: '••••2222' },
    });
    expect(must(await reportMissingPayment(room, mother, { familyId, dueRef })).caseId).toBe(first.caseId);
    const { caseId } = first;
    const answer = { answer: 'to-be-sent-again', words: 'It came back from your bank.' } as const;
    must(await answerMissingPayment(room, book.officer('clerk'), { familyId, caseId, ifMatch: '1' }, answer));
    const again = await answerMissingPayment(room, book.officer('clerk'), { familyId, caseId, ifMatch: '2' }, answer);
    expect(again).toMatchObject({ refusal: { code: 'missing-payment-answered' } });
    const [shown, ...more] = must(await missingPaymentsOf(room, mother, familyId));
    expect([shown?.answerWords, more]).toEqual([answer.words, []]);
  });

  it('tells the other parent nothing of a payment that is not theirs', async () => {
    const { familyId } = book.family;
    expect(await reportMissingPayment(room, father, { familyId, dueRef })).toMatchObject({
      refusal: { code: 'promised-payment-not-found' },
    });
    expect(must(await reportMissingPayment(room, father, { familyId }))).not.toHaveProperty('known');
    expect(must(await missingPaymentsOf(room, father, familyId)).map((each) => each.dueRef)).toEqual([null]);
  });
});

describe('a payment that came back', () => {
  it('may go out the same day when two people agree, to an account that still cools off, and stands in the register', async () => {
    const { familyId } = book.family;
    book.today('2026-10-16');
    must(await stopPayee(room, book.officer('returns'), { payeeId, reason: 'account-closed', accountId: oldAccount }));
    putPayment({ state: 'returned', paidOn: null, returnedOn: '2026-10-16' });
    const asked = { familyId, dueRef, reason: 'wages-due', words: 'The assistant is paid on Friday.', rail: 'manual' } as const;
    expect(await askUrgentPayment(room, book.officer('maker'), asked)).toMatchObject({ refusal: { code: 'payee-stopped' } });
    book.today('2026-10-19');
    const proposal = { payeeId, details: book.details('33334444', 'Morgan Example'), untilThen: 'pay-the-old-one' } as const;
    const { accountId } = must(await proposeAccount(room, book.officer('maker'), proposal));
    expect(await askUrgentPayment(room, book.officer('maker'), asked)).toMatchObject({ refusal: { code: 'payee-account-missing' } });
    must(await confirmAccount(room, book.officer('checker'), { payeeId, accountId }));

    const { urgentId, waivesCoolingOff } = must(await askUrgentPayment(room, book.officer('maker'), asked));
    expect(waivesCoolingOff).toBe(true);
    putPayment({ dueRef: 'L2:9', state: 'planned', promisedOn: '2026-11-11' });
    for (const [change, code] of [
      [{ dueRef: 'L2:9' }, 'payment-not-due-yet'],
      [{ rail: 'bacs' }, 'rail-not-same-day'],
      [{ rail: 'none' }, 'rail-not-set-up'],
    ] as const)
      expect(await askUrgentPayment(room, book.officer('maker'), { ...asked, ...change })).toMatchObject({ refusal: { code } });
    expect(await askUrgentPayment(room, book.officer('other'), asked)).toMatchObject({ refusal: { code: 'urgent-payment-asked-already' } });
    const decide = (who: string, decision: 'approved' | 'refused' = 'approved') =>
      decideUrgentPayment(room, book.officer(who), { familyId, urgentId, decision });
    expect(await decide('maker')).toMatchObject({ refusal: { code: 'confirmer-is-proposer' } });
    const both = await Promise.all([decide('checker'), decide('third')]);
    expect(both.map((each) => (each.ok ? each.value.payOn : each.refusal.code)).toSorted()).toEqual([
      '2026-10-19',
      'urgent-payment-decided',
    ]);

    const run = { dueRef, accountId, rail: 'manual', payDate: '2026-10-19', askedBy: 'identity:maker' };
    expect(urgentRuns.opened).toMatchObject([run]);
    const payable = async (waived: ReadonlyMap<string, string>) =>
      (await ask((tx) => payablePayee(tx, book.authorityId, payeeId, '2026-10-19', waived))).ok;
    expect([await payable(new Map([[payeeId, accountId]])), await payable(new Map())]).toEqual([true, false]);
    const register = await waivedChecks(room, book.authorityId);
    expect(register.map(({ kind, waivesCoolingOff: waives, askedBy }) => [kind, waives, askedBy])).toContainEqual([
      'urgent-payment',
      true,
      'identity:maker',
    ]);
    const forAuditors = await waivedChecksOf(room).read(book.authorityId, 100);
    expect(forAuditors.map(({ kind, permission, principal, amount }) => [kind, permission, principal, amount])).toEqual(
      expect.arrayContaining([
        ['urgent-payment', 'wages-due', expect.stringMatching(/^identity:(checker|third)$/), 76_923n],
        ['waived-check', 'cooling-off', expect.stringMatching(/^identity:(checker|third)$/), undefined],
        ['waived-check', 'account-could-not-be-checked', 'identity:checker', undefined],
      ]),
    );
    // No table for check digits was loaded, so nobody could tell whether the digits were right: that stands there too.
    expect(register.filter(({ kind }) => kind === 'confirmed-unchecked').length).toBeGreaterThan(0);
  });

  it('is nine days late with its cause on the late list', async () => {
    const { familyId } = book.family;
    book.today('2026-10-23');
    putPayment({ paidOn: '2026-10-23', returnedOn: '2026-10-16' });
    expect(must(await recordLateCause(room, book.officer('clerk'), { familyId, dueRef, cause: 'account-closed' }))).toEqual({
      daysLate: 9,
    });
    const { figures, late } = await reportLatePayments(room, book.authorityId, { from: '2026-10-01', until: '2026-10-31' });
    expect([figures.longestDays, figures.arrears, late[0]?.cause]).toEqual([9, 0n, 'account-closed']);
    putPayment({ dueRef: 'L2:9', promisedOn: '2026-10-23', paidOn: '2026-10-23' });
    const onTime = await recordLateCause(room, book.officer('clerk'), { familyId, dueRef: 'L2:9', cause: 'bank-failure' });
    expect(onTime).toMatchObject({ refusal: { code: 'payment-not-late' } });
  });
});

describe('money a family laid out because the council was late', () => {
  it('is asked for once, decided by somebody else with reasons, and paid as an instalment', async () => {
    const { familyId } = book.family;
    const claim: AskClaim = {
      familyId,
      agreementId: uuidOf('agreement'),
      kind: 'bank-charge',
      dueRef,
      amount: 1_200n,
      spentOn: '2026-10-20',
      receiptIds: [uuidOf('letter')],
      words: 'The bank charged me.',
      idempotencyKey: 'k1',
    };
    const { claimId } = must(await askClaim(room, mother, claim));
    expect(must(await askClaim(room, mother, claim)).claimId).toBe(claimId);
    expect(await askClaim(room, mother, { ...claim, amount: 1_300n })).toMatchObject({ refusal: { code: 'claim-differs' } });
    const wrong: [Partial<AskClaim>, string][] = [
      [{ amount: 0n }, 'claim-not-positive'],
      [{ amount: -1n }, 'claim-not-positive'],
      [{ receiptIds: [] }, 'claim-receipt-missing'],
      [{ spentOn: '2026-10-24' }, 'claim-day-ahead'],
      [{ dueRef: 'nobody’s' }, 'promised-payment-not-found'],
    ];
    for (const [change, code] of wrong)
      expect(await askClaim(room, mother, { ...claim, idempotencyKey: 'k2', ...change })).toMatchObject({ refusal: { code } });
    expect(must(await claimsOf(room, father, familyId))).toEqual([]);

    const decide = (agreed: bigint | undefined, who = 'decider') =>
      decideClaim(room, book.officer(who), { familyId, claimId, agreed, reasons: 'We were nine days late.' });
    expect(await decide(1_201n)).toMatchObject({ refusal: { code: 'claim-beyond-asked' } });
    expect(must(await decide(1_000n))).toEqual({ dueRef: 'outlay:1' });
    expect(must(await decide(1_000n))).toEqual({ dueRef: 'outlay:1' });
    expect(await decide(undefined)).toMatchObject({ refusal: { code: 'claim-decided' } });
    expect(outlays.added.map(({ amount, claimId: repaid }) => [amount, repaid])).toEqual([[1_000n, claimId]]);
    expect(must(await claimsOf(room, mother, familyId))).toMatchObject([
      { state: 'agreed', agreedAmount: 1_000n, reasons: 'We were nine days late.' },
    ]);
  });
});
