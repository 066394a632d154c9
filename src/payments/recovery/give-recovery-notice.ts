import { v7 as uuidv7 } from 'uuid';
import { type BudgetRoom, judgeNotice, policyOf } from '../../budgets/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { AgreementRow } from '../agreements/store.ts';
import { mayContact } from '../deaths/may-contact.ts';
import { monitoringPolicyOn } from '../monitoring/monitoring-policy.ts';
import { paymentPolicyOn } from '../rules/dated-policy.ts';
import { instalmentsOfAgreement } from '../schedules/store.ts';
import { councilName, lineNameFor, type Payer, recipientOf, referenceOf, sendLetter } from './letter-facts.ts';
import { type CaseAsRead, type CaseAtHand, type CaseRefusal, changeCase } from './recovery-desk.ts';
import { noticeLetter } from './recovery-letters.ts';
import type { PayerKind } from './rules/kinds.ts';
import { recoveryRegimes } from './rules/regimes.ts';
import { addEvent, keepLetter } from './store.ts';

export interface RecoveryNotice {
  readonly reasons: string;
  readonly payer: PayerKind;
  /** Of personal representatives: who they are. */
  readonly payerName?: string | undefined;
  /** The first day on which it can be decided; left out, the policy's days after today. */
  readonly firstDay?: PlainDate | undefined;
}

export type NoticeRefusal =
  | { readonly code: 'notice-incomplete' | 'notice-too-short'; readonly facts?: Readonly<Record<string, unknown>> }
  | {
      readonly code: 'care-concern-first' | 'next-period-not-funded' | 'payer-without-authority' | 'family-not-written-to';
    };

/**
 * Tells the payer what is asked for, why, how it was worked out, by when, and how to answer. It books nothing. It is not given while money
 * lies unused because no worker was found and nobody has looked at that, nor while the next payment is not whole.
 */
export async function giveRecoveryNotice(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  notice: RecoveryNotice,
): Promise<Result<{ readonly revision: number }, NoticeRefusal | CaseRefusal>> {
  const council = await councilName(desk.database, caller.authorityId);
  const asked = { operation: 'payments.give-recovery-notice', asRead, needed: ['draft'] } as const;
  return changeCase(desk, caller, asked, async (atHand) => {
    const { tx, key, now, day, found, agreement } = atHand;
    const { authorityId } = caller;
    if (found.careConcern === 'open') return refused({ code: 'care-concern-first' });
    const nextPayment = await nextWholePayment(tx, agreement, day);
    if (nextPayment === 'not-funded') return refused({ code: 'next-period-not-funded' });
    const payer = payerOf(atHand, notice);
    if (payer === undefined) return refused({ code: 'payer-without-authority' });
    if (!(await mayContact(tx, authorityId, found.familyId, payer.personId))) return refused({ code: 'family-not-written-to' });
    const noticeDays = (await policyOf(tx, authorityId, 'reduce-notice', day)) ?? paymentPolicyOn('notice-days', day);
    const firstDay = notice.firstDay ?? addDays(day, noticeDays);
    const { amount } = found;
    const whole = { kind: 'repay', reasons: notice.reasons, amount, payer: payer.name, noticeOn: day, effectiveOn: firstDay } as const;
    const judged = judgeNotice(whole, noticeDays);
    if (!judged.ok) return judged;
    const letter = noticeLetter({
      ...{ council, to: payer.name, on: day, reference: referenceOf(found.caseId), ground: found.ground, amount, firstDay },
      ...moneyOf(found.figures),
      ...{ line: await lineNameFor(atHand, found, payer), countedOn: found.countedOn, reasons: notice.reasons, payer: 'you' },
      weeksKept: (await monitoringPolicyOn(tx, authorityId, found.countedOn))['weeks-kept'],
      routes: (recoveryRegimes.find(({ code }) => code === found.regime)?.routes ?? []).map(({ route }) => route),
      answerDays: paymentPolicyOn('reconsideration-answer-days', day),
      nextPayment,
    });
    const by = caller.principal;
    await keepLetter(tx, key, found, { kind: 'notice', letter, at: now, by });
    await sendLetter(atHand, caller, found.familyId, payer, letter);
    const eventId = uuidv7();
    const sealed = key.seal({ words: notice.reasons, payer: payer.name }, eventId);
    await addEvent(tx, found, { kind: 'noticed', on: day, amount, eventId, sealed, at: now, by });
    return accepted({
      set: {
        state: 'noticed' as const,
        noticeOn: day,
        noticedBy: by,
        firstDay,
        payerKind: notice.payer,
        payerPersonId: payer.personId ?? null,
      },
    });
  });
}

function payerOf(atHand: CaseAtHand, { payer, payerName }: RecoveryNotice): Payer | undefined {
  if (payer === 'recipient') return recipientOf(atHand, atHand.agreement, atHand.day);
  // Only an estate has personal representatives, and somebody must have said who they are.
  if (atHand.found.ground !== 'death' || payerName === undefined) return undefined;
  return { name: payerName };
}

/** The next payment as it was promised; undefined when no more are to come because the payments have ended. */
async function nextWholePayment(
  tx: Transaction,
  { authorityId, agreementId, state }: AgreementRow,
  day: PlainDate,
): Promise<{ readonly payOn: PlainDate; readonly amount: bigint } | 'not-funded' | undefined> {
  if (state === 'stopped' || state === 'ended') return undefined;
  const open = (await instalmentsOfAgreement(tx, authorityId, agreementId)).filter(
    (each) => each.payOn >= day && ['planned', 'held', 'returned', 'in-run'].includes(each.state),
  );
  const [next] = open;
  if (next === undefined || next.state === 'held') return 'not-funded';
  return { payOn: next.payOn, amount: next.amount };
}

function moneyOf(figures: Readonly<Record<string, string>>) {
  const pence = (name: string) => BigInt(figures[name] ?? '0');
  return {
    counted: pence('counted'),
    ownMoney: pence('ownMoney'),
    contributions: pence('contributions'),
    owed: pence('owed'),
    kept: pence('kept'),
  };
}
