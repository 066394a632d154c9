import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Share } from '../../../src/budgets/index.ts';
import { previewRecharge } from '../../../src/budgets/recharges/seal-recharge.ts';
import { recordDeath } from '../../../src/payments/deaths/record-death.ts';
import { approvePaymentRun, planDueRun, releasePaymentRun, submitPaymentRun } from '../../../src/payments/index.ts';
import { seeCareConcern, withdrawRecovery } from '../../../src/payments/recovery/care-concern.ts';
import { answerChallenge, challengeRecovery } from '../../../src/payments/recovery/challenge-recovery.ts';
import { decideRecovery, type HowItComesBack } from '../../../src/payments/recovery/decide-recovery.ts';
import { giveRecoveryNotice } from '../../../src/payments/recovery/give-recovery-notice.ts';
import { type OpenRecovery, openRecovery } from '../../../src/payments/recovery/open-case.ts';
import { recoveriesToWorkOn } from '../../../src/payments/recovery/read-recoveries.ts';
import { rebindOffsets } from '../../../src/payments/recovery/rebind-offsets.ts';
import { confirmWriteOff, proposeWriteOff, recordPaidBack } from '../../../src/payments/recovery/settle-recovery.ts';
import { takingsOf } from '../../../src/payments/recovery/store.ts';
import { lineDraft } from '../../budgets/budget-book.ts';
import { must } from '../../people/example-family.ts';
import { type RecoveryBook, recoveryBook } from './recovery-book.ts';

/** One family, a line for each law; each matter is of another ground, so that they do not meet. */

const CARE: Share = {
  ...{ line: 'L2', source: 'childrens-social-care', financialYear: '2026-27', stream: 'CARE' },
  ...{ costCentre: 'C2200', subjective: '5320' },
};
const HEALTH: Share = { ...CARE, line: 'L3', source: 'icb-continuing-care', stream: 'HEALTH', costCentre: 'H3300', subjective: '5330' };

let book: RecoveryBook;
let care: string;
let nursing: string;
let education: string;
beforeAll(async () => {
  book = await recoveryBook();
  await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
  await book.putUp('icb-continuing-care', '2026-27', 2_000_000n);
  await book.putUp('high-needs-block', '2026-27', 2_000_000n);
  const health = [{ sourceCode: 'icb-continuing-care', percent: '100' }];
  const highNeeds = [{ sourceCode: 'high-needs-block', percent: '100' }];
  await book.lines([
    lineDraft({ lineCode: 'L2', amount: 1_200_000n }),
    lineDraft({ lineCode: 'L3', kind: 'nursing', stream: 'HEALTH', sources: health, amount: 600_000n }),
    lineDraft({ lineCode: 'L1', kind: 'tutoring', stream: 'EDUCATION', sources: highNeeds, amount: 600_000n }),
  ]);
  const { payeeId } = book;
  care = await book.live({ lineCode: 'L2', amount: 1_200_000n, payeeId });
  nursing = await book.live({ lineCode: 'L3', amount: 600_000n, payeeId });
  education = await book.live({ lineCode: 'L1', amount: 600_000n, payeeId });
  for (const day of ['2026-04-01', '2026-05-01', '2026-06-01'] as const) await book.pay(day);
}, 120_000);
afterAll(() => book.close());

const sum = (counted: bigint, more: Partial<OpenRecovery> = {}) => ({
  ...{ counted, ownMoney: 0n, contributions: 0n, owed: 0n, countedOn: '2026-06-01' as const, words: 'As we found it.', ...more },
});
const open = (asked: Partial<OpenRecovery> & Pick<OpenRecovery, 'agreementId' | 'ground'>, counted = 30_000n) =>
  openRecovery(book.desk, book.as('officer'), book.familyId, { ...sum(counted), ...asked });
const notice = async (caseId: string) =>
  giveRecoveryNotice(book.desk, book.as('officer'), await book.caseAsRead(caseId), { reasons: 'Because.', payer: 'recipient' });
const decide = async (caseId: string, how: HowItComesBack, key = book.newKey()) =>
  decideRecovery(book.desk, book.as('decider'), await book.caseAsRead(caseId), { how, reasons: 'It stands.' }, key);
const back = async (caseId: string, amount: bigint) =>
  recordPaidBack(
    book.desk,
    book.as('cashier'),
    await book.caseAsRead(caseId),
    { amount, bank: 'main', words: 'By transfer' },
    book.newKey(),
  );
const available = (share: Share) => book.balance(`share:${share.line}:${share.source}:2026-27:available`);
const owed = (caseId: string) => book.balance(`receivable:recovery:${caseId}`);
const advanceOf = (share: Share) => book.balance(`advance:${share.line}:${share.source}:2026-27`);

describe('before anything is asked for', () => {
  it('refuses a ground that the line’s law does not list, and names those it does', async () => {
    const refusal = await open({ agreementId: education, ground: 'more-than-needed', whyUnused: 'other' });
    expect(refusal).toMatchObject({ ok: false, refusal: { code: 'ground-not-listed', facts: { regime: 'sen-direct-payment' } } });
    expect(JSON.stringify(refusal)).not.toContain('more-than-needed');
  });

  it('asks the family about a gap instead of asking for money', async () => {
    const asked = { agreementId: care, ground: 'more-than-needed', whyUnused: 'other' } as const;
    expect(await open(asked, 299_999n)).toMatchObject({
      ok: false,
      refusal: { code: 'gap-is-a-question', facts: { inAccount: '299999', notYetShown: '300000' } },
    });
    // The family's own money in the account is no gap, and is not asked for.
    const kept = { ...asked, ownMoney: 50_000n, owed: 110_385n };
    expect(await open(kept, 350_000n)).toMatchObject({
      ok: false,
      refusal: { code: 'nothing-to-return', facts: { kept: '184615', above: '5000' } },
    });
  });

  it('never asks for more than is held, nor for what is saved for an agreed plan, nor without saying why it was unused', async () => {
    const asked = { agreementId: care, ground: 'paid-in-error' } as const;
    expect(await open(asked, 300_001n)).toMatchObject({ ok: false, refusal: { code: 'sum-above-held', facts: { held: '300000' } } });
    const unused = { agreementId: care, ground: 'more-than-needed' } as const;
    expect(await open(unused, 300_000n)).toMatchObject({ ok: false, refusal: { code: 'why-unused-missing' } });
    expect(await open({ ...unused, whyUnused: 'saved-for-agreed-plan' }, 300_000n)).toMatchObject({
      ok: false,
      refusal: { code: 'money-has-a-purpose' },
    });
  });

  it('takes money without a worker as a care concern first', async () => {
    const { caseId } = must(await open({ agreementId: care, ground: 'more-than-needed', whyUnused: 'no-worker-found' }, 300_000n));
    expect(await notice(caseId)).toMatchObject({ ok: false, refusal: { code: 'care-concern-first' } });
    const work = await recoveriesToWorkOn(book.desk, book.authorityId);
    expect(work).toContainEqual({ familyId: book.familyId, caseId, what: 'care-concern-open', since: '2026-06-01' });
    const words = { words: 'An agency begins on Monday.' };
    must(await seeCareConcern(book.desk, book.caseworker, await book.caseAsRead(caseId), words));
    must(await notice(caseId));
    must(await withdrawRecovery(book.desk, book.as('officer'), await book.caseAsRead(caseId), { words: 'The hours are made up.' }));
    expect(await owed(caseId).catch(() => 0n)).toBe(0n);
  });
});

describe('the family asks for it to be looked at again', () => {
  it('once, answered by somebody else; until then nothing is decided or taken, and what is dropped is dropped in the books', async () => {
    book.on('2026-06-02');
    const { caseId } = must(await open({ agreementId: care, ground: 'paid-in-error' }, 60_000n));
    must(await notice(caseId));
    book.on('2026-06-30');
    must(await decide(caseId, { kind: 'offset', needs: 80_000n }));
    const planned = (await book.tx((tx) => takingsOf(tx, book.authorityId, caseId))).map(({ dueOn, amount, state }) => [
      dueOn,
      amount,
      state,
    ]);
    expect(planned).toEqual([
      ['2026-07-01', 20_000n, 'planned'],
      ['2026-07-31', 20_000n, 'planned'],
      ['2026-09-01', 20_000n, 'planned'],
    ]);
    // In a run already when the family asks: the release pays it whole.
    const { run } = must(await planDueRun(book.runs, book.as('planner'), { payDate: '2026-07-01', rail: 'bacs' }));
    expect(run.instructions.map(({ amount }) => amount).toSorted()).toEqual([50_000n, 50_000n, 80_000n]);
    must(await submitPaymentRun(book.runs, book.as('submitter'), run));
    must(await approvePaymentRun(book.runs, book.as('approver'), run));
    const challenge = async () =>
      challengeRecovery(book.desk, book.parent(), await book.caseAsRead(caseId), { route: 'complaint', words: 'It was not a mistake.' });
    must(await challenge());
    expect(await challenge()).toMatchObject({ ok: false, refusal: { code: 'challenged-already' } });
    must(await releasePaymentRun(book.runs, book.as('system'), { runId: run.runId }));
    expect(await owed(caseId)).toBe(60_000n);
    const extra = must(await planDueRun(book.runs, book.as('planner'), { payDate: '2026-07-01', rail: 'bacs', extra: true }));
    expect(extra.run.instructions.map(({ amount }) => amount)).toEqual([100_000n]);

    const answer = async (name: string) =>
      answerChallenge(
        book.desk,
        book.as(name),
        await book.caseAsRead(caseId),
        { outcome: 'reduced', amount: 25_000n, reasons: 'Half of it was.' },
        book.newKey(),
      );
    expect(await answer('officer')).toMatchObject({ ok: false, refusal: { code: 'confirmer-is-proposer' } });
    must(await answer('reviewer'));
    expect(await answer('reviewer')).toMatchObject({ ok: false, refusal: { code: 'answered-already' } });
    expect([await owed(caseId), (await book.theCase(caseId)).outstanding]).toEqual([25_000n, 25_000n]);
    must(await back(caseId, 25_000n));
    expect((await book.theCase(caseId)).state).toBe('settled');
  });
});

describe('how it comes back', () => {
  it('by a plan that adds up, never more than is outstanding, and each penny frees the line', async () => {
    book.on('2026-07-02');
    const before = await available(CARE);
    const { caseId } = must(await open({ agreementId: care, ground: 'spent-outside-agreement' }, 12_000n));
    must(await notice(caseId));
    book.on('2026-07-30');
    const plan = (...amounts: bigint[]) => ({
      kind: 'plan' as const,
      payments: amounts.map((amount) => ({ payBy: '2026-08-28' as const, amount })),
    });
    expect(await decide(caseId, plan(6_000n, 5_999n))).toMatchObject({ ok: false, refusal: { code: 'plan-does-not-add-up' } });
    const key = book.newKey();
    const asRead = await book.caseAsRead(caseId);
    const asked = { how: plan(7_000n, 5_000n), reasons: 'As agreed with you.' };
    const both = await Promise.all(
      [1, 2].map((n) => decideRecovery(book.desk, book.as(`decider-${n}`), asRead, asked, n === 1 ? key : book.newKey())),
    );
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await owed(caseId)).toBe(12_000n);
    expect(await back(caseId, 12_001n)).toMatchObject({ ok: false, refusal: { code: 'above-outstanding' } });
    must(await back(caseId, 7_000n));
    expect([await owed(caseId), await available(CARE)]).toEqual([5_000n, before + 7_000n]);

    const asRead2 = () => book.caseAsRead(caseId);
    must(await proposeWriteOff(book.desk, book.as('first'), await asRead2(), { amount: 5_000n, reasons: 'They cannot bear it.' }));
    const confirm = async (name: string) =>
      confirmWriteOff(book.desk, book.as(name), await asRead2(), { reasons: 'I agree.' }, book.newKey());
    expect(await confirm('first')).toMatchObject({ ok: false, refusal: { code: 'confirmer-is-proposer' } });
    must(await confirm('second'));
    expect([await owed(caseId), await book.balance('write-off:CARE'), await available(CARE)]).toEqual([0n, 5_000n, before + 7_000n]);
    expect((await book.theCase(caseId)).state).toBe('written-off');
  });

  it('is not kept from a payment below what support needs, and moves on when its payment has gone', async () => {
    book.on('2026-07-31');
    const { caseId } = must(await open({ agreementId: care, ground: 'paid-in-error' }, 10_000n));
    must(await notice(caseId));
    book.on('2026-08-28');
    expect(await decide(caseId, { kind: 'offset' })).toMatchObject({
      ok: false,
      refusal: { code: 'offset-below-needs', facts: { left: '10000' } },
    });
    must(await decide(caseId, { kind: 'offset', needs: 90_000n }));
    const [taking] = await book.tx((tx) => takingsOf(tx, book.authorityId, caseId));
    expect([taking?.dueOn, taking?.amount]).toEqual(['2026-09-01', 10_000n]);
    const at = await book.pay('2026-09-01');
    expect(at.includes(90_000n)).toBe(true);
    expect((await book.theCase(caseId)).state).toBe('settled');
    expect(await rebindOffsets(book.desk, book.authorityId)).toEqual({ moved: 0, waiting: 0 });
  });

  it('gives a HEALTH share back to the ICB in the month in which it comes back', async () => {
    book.on('2026-09-02');
    const { caseId } = must(await open({ agreementId: nursing, ground: 'change-of-circumstances', countedOn: '2026-09-01' }, 20_000n));
    must(await notice(caseId));
    book.on('2026-09-30');
    must(await decide(caseId, { kind: 'payment', payBy: '2026-10-30' }));
    book.on('2026-10-05');
    must(await back(caseId, 20_000n));
    const lines = await previewRecharge(book.desk, book.authorityId, { partnerCode: 'northmoor-icb', month: '2026-10' });
    expect(lines.filter(({ month }) => month === '2026-10').map(({ amount }) => amount)).toEqual([-20_000n]);
    expect(await available(HEALTH)).toBe(20_000n);
  });
});

it('keeps paid = advance + expense + open recoveries + write-offs, whatever was done and wherever it stopped', async () => {
  const paid = await book.balance('share:L2:childrens-social-care:2026-27:paid');
  const cases = await book.desk.ledger.accounts(book.authorityId, {});
  const open = cases.filter(({ code }) => code.startsWith('receivable:recovery:')).map(({ code }) => code);
  const receivable = (await Promise.all(open.map((code) => book.balance(code)))).reduce((total, each) => total + each, 0n);
  const expense = await book.balance('expense:L2:childrens-social-care:2026-27');
  expect(paid).toBe((await advanceOf(CARE)) + expense + receivable + (await book.balance('write-off:CARE')));
});

it('after a death nothing is asked for before workers are paid, and nobody is written to until an officer has spoken with them', async () => {
  const room = book.desk;
  must(
    await recordDeath(room, book.caseworker, {
      familyId: book.familyId,
      personId: book.childId,
      diedOn: '2026-10-05',
      owner: 'identity:7',
    } as never),
  );
  const asked = { agreementId: nursing, ground: 'death', countedOn: '2026-10-05' } as const;
  expect(await open(asked, await advanceOf(HEALTH))).toMatchObject({ ok: false, refusal: { code: 'final-pay-first' } });
  const { caseId } = must(await open({ agreementId: nursing, ground: 'paid-in-error', countedOn: '2026-10-05' }, 10_000n));
  expect(await notice(caseId)).toMatchObject({ ok: false });
});
