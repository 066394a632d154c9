import { v7 as uuidv7 } from 'uuid';
import { type BudgetRoom, totalOf } from '../../budgets/index.ts';
import { changeFamily, readFamily } from '../../people/index.ts';
import { addMonths, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mayKnowOf } from '../agreements/agreement-desk.ts';
import { type AgreementRow, readAgreement } from '../agreements/store.ts';
import { mayReckon } from '../deaths/may-contact.ts';
import { monitoringPolicyOn } from '../monitoring/monitoring-policy.ts';
import { heldIn, type MoneyOfAgreement, moneyOfAgreement, stillHolds } from './recovery-desk.ts';
import { type HeldAs, isCountedFromAccount, type RecoveryGround, type UnusedReason } from './rules/kinds.ts';
import { type CountedMoney, cushionOf, type RecoverySum, recoverySum } from './rules/recovery-sum.ts';
import { listsGround, type RecoveryRegime, recoveryRegimeFor } from './rules/regimes.ts';
import { recoveryCases } from './schema.ts';
import { addEvent, openCasesOf } from './store.ts';

export interface AskedRecovery extends CountedMoney {
  readonly agreementId: string;
  readonly ground: RecoveryGround;
  /** The day of the family's bank statement, or of what was paid in error or spent. */
  readonly countedOn: PlainDate;
  /** A spend that was taken as shown and is refused: then it is cost and no longer held. */
  readonly heldAs?: HeldAs | undefined;
}

export interface OpenRecovery extends AskedRecovery {
  readonly whyUnused?: UnusedReason | undefined;
  /** Why, as the officer found it. */
  readonly words: string;
}

export type SumRefusal =
  | { readonly code: 'record-not-found' | 'agreement-not-found' | 'recovery-ahead' }
  | { readonly code: 'ground-not-listed'; readonly facts: { readonly regime: string; readonly listed: readonly string[] } }
  | { readonly code: 'gap-is-a-question'; readonly facts: { readonly inAccount: string; readonly notYetShown: string } }
  | { readonly code: 'nothing-to-return'; readonly facts: { readonly kept: string; readonly above: string; readonly smallSum: string } }
  | { readonly code: 'sum-above-held'; readonly facts: { readonly held: string } };

export interface RecoveryPreview extends RecoverySum {
  readonly regime: RecoveryRegime;
  readonly cushion: bigint;
}

/** What would be asked for, with nothing kept: the same sum that a case is opened with. */
export async function previewRecovery(
  desk: BudgetRoom,
  caller: Caller,
  familyId: string,
  asked: AskedRecovery,
): Promise<Result<RecoveryPreview, SumRefusal>> {
  const { authorityId } = caller;
  const day = await desk.businessDate(authorityId);
  const money = await moneyNowAndThen(desk, authorityId, asked);
  const read = await readFamily(desk, authorityId, familyId, async ({ tx, rows }) => {
    const judged = await judge(tx, caller, { familyId, asked, money, day, bornOn: (childId) => bornOf(rows.persons, childId) });
    return judged.ok ? accepted(judged.value.preview) : judged;
  });
  return read.ok ? read.value : read;
}

export type OpenRefusal =
  | SumRefusal
  | { readonly code: 'errand-for-a-stranger' | 'change-under-way' | 'why-unused-missing' | 'money-has-a-purpose' | 'recovery-open-already' }
  | { readonly code: 'final-pay-first' };

/**
 * Opens a matter of money to return. Nothing is told or booked by it. Money without a worker to pay is a care concern, which is looked at
 * before anything is asked for; money that is saved for what was agreed is not asked for at all.
 */
export async function openRecovery(
  desk: BudgetRoom,
  caller: Caller,
  familyId: string,
  asked: OpenRecovery,
): Promise<Result<{ readonly caseId: string; readonly amount: bigint; readonly revision: number }, OpenRefusal>> {
  const { authorityId, principal } = caller;
  const day = await desk.businessDate(authorityId);
  const money = await moneyNowAndThen(desk, authorityId, asked);
  return changeFamily(desk, caller, { familyId, operation: 'payments.open-recovery' }, async ({ tx, rows, key, now }) => {
    const judged = await judge(tx, caller, { familyId, asked, money, day, bornOn: (childId) => bornOf(rows.persons, childId) });
    if (!judged.ok) return judged;
    const { agreement, preview } = judged.value;
    const { agreementId, ground, whyUnused, countedOn, heldAs = 'advance' } = asked;
    if (!(await stillHolds(tx, authorityId, agreementId, money.now))) return refused({ code: 'change-under-way' });
    if (ground === 'more-than-needed' && whyUnused === undefined) return refused({ code: 'why-unused-missing' });
    if (whyUnused === 'saved-for-agreed-plan') return refused({ code: 'money-has-a-purpose' });
    if ((await openCasesOf(tx, authorityId, agreementId)).some((each) => each.ground === ground))
      return refused({ code: 'recovery-open-already' });
    if (ground === 'death') {
      const mayBegin = await mayReckon(tx, authorityId, familyId);
      if (!mayBegin.ok) return refused({ code: 'final-pay-first' });
    }
    const caseId = timeOrderedId(now);
    const { childId, planId, lineCode } = agreement;
    const { regime, amount, kept, cushion } = preview;
    const told = { counted: asked.counted, ownMoney: asked.ownMoney, contributions: asked.contributions, owed: asked.owed, kept };
    await tx.insert(recoveryCases).values({
      ...{ authorityId, caseId, familyId, childId, planId, agreementId, lineCode, regime: regime.code, ground, heldAs, state: 'draft' },
      ...{ figures: Object.fromEntries(Object.entries(told).map(([name, pence]) => [name, `${pence}`])), countedOn, amount, cushion },
      ...{ whyUnused: whyUnused ?? null, careConcern: whyUnused === 'no-worker-found' ? 'open' : 'none' },
      ...{ outstanding: 0n, revision: 1, createdAt: now, createdBy: principal },
    });
    const eventId = uuidv7();
    const sealed = key.seal({ words: asked.words }, eventId);
    await addEvent(tx, { authorityId, caseId, familyId }, { kind: 'opened', on: day, amount, eventId, sealed, at: now, by: principal });
    return accepted({ value: { caseId, amount, revision: 1 }, personId: childId, facts: { caseId, ground } });
  });
}

interface NowAndThen {
  readonly now: MoneyOfAgreement;
  /** On the day of the family's bank statement. */
  readonly counted: MoneyOfAgreement;
}

async function moneyNowAndThen(desk: BudgetRoom, authorityId: number, { agreementId, countedOn }: AskedRecovery): Promise<NowAndThen> {
  const now = await moneyOfAgreement(desk, authorityId, agreementId);
  return { now, counted: await moneyOfAgreement(desk, authorityId, agreementId, countedOn) };
}

async function judge(
  tx: Transaction,
  caller: Caller,
  {
    familyId,
    asked,
    money,
    day,
    bornOn,
  }: {
    readonly familyId: string;
    readonly asked: AskedRecovery;
    readonly money: NowAndThen;
    readonly day: PlainDate;
    readonly bornOn: (childId: string) => PlainDate;
  },
): Promise<Result<{ readonly agreement: AgreementRow; readonly preview: RecoveryPreview }, SumRefusal>> {
  const { authorityId } = caller;
  const { ground, countedOn, heldAs = 'advance' } = asked;
  const agreement = await readAgreement(tx, authorityId, asked.agreementId);
  if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId))
    return refused({ code: 'agreement-not-found' });
  if (isBefore(day, countedOn)) return refused({ code: 'recovery-ahead' });
  const isAdult = !isBefore(day, addMonths(bornOn(agreement.childId), 18 * 12));
  const regime = recoveryRegimeFor(agreement.stream, isAdult, day);
  if (!listsGround(regime, ground))
    return refused({ code: 'ground-not-listed', facts: { regime: regime.code, listed: regime.grounds.map((each) => each.ground) } });
  if (isCountedFromAccount(ground)) {
    const inAccount = asked.counted - asked.ownMoney - asked.contributions;
    const notYetShown = totalOf(money.counted.advance);
    // What the account and the books disagree about is asked of the family first; nobody pays for a question.
    if (inAccount !== notYetShown)
      return refused({ code: 'gap-is-a-question', facts: { inAccount: `${inAccount}`, notYetShown: `${notYetShown}` } });
  }
  const values = await monitoringPolicyOn(tx, authorityId, day);
  const policy = { weeksKept: values['weeks-kept'], smallSum: BigInt(values['small-sum']) };
  const { amount: agreed, from, until } = agreement;
  const sum = recoverySum(ground, asked, { agreed, from, until }, policy);
  if (sum.amount === 0n)
    return refused({ code: 'nothing-to-return', facts: { kept: `${sum.kept}`, above: `${sum.above}`, smallSum: `${policy.smallSum}` } });
  const { total } = heldIn(money.now, heldAs);
  if (sum.amount > total) return refused({ code: 'sum-above-held', facts: { held: `${total}` } });
  return accepted({ agreement, preview: { ...sum, regime, cushion: cushionOf(ground, asked) } });
}

function bornOf(persons: readonly { readonly personId: string; readonly bornOn: PlainDate | null }[], childId: string): PlainDate {
  const bornOn = persons.find(({ personId }) => personId === childId)?.bornOn;
  if (bornOn == null) throw new Error('A young person of a record has a date of birth.');
  return bornOn;
}
