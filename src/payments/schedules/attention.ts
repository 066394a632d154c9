import { linesPaidOut } from '../../budgets/index.ts';
import { birthDates, ownRightFrom } from '../../people/index.ts';
import { addDays, daysBetween, earlierOf, isAfter, isBefore } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { roundHalfUp } from '../../platform/money/round.ts';
import type { AgreementDesk } from '../agreements/agreement-desk.ts';
import { type AgreementRow, consentsOf, renewalsOf, standingAgreements } from '../agreements/store.ts';
import { paymentPolicyOn } from '../rules/dated-policy.ts';
import { absencesToLookAt } from './absences.ts';
import { isLocked } from './instalment.ts';
import { instalmentsOfLine } from './store.ts';

/**
 * What an officer must look at before a family is left without money: the ombudsman's cases, found before the family has to ask. Each list is
 * worked out from what stands today, so nothing drops off it by being forgotten.
 */
export const attentionKinds = [
  'plan-without-payment',
  'nothing-paid-yet',
  'past-its-date',
  'renew-before-it-ends',
  'own-consent-due',
  'long-stay',
] as const;
export type AttentionKind = (typeof attentionKinds)[number];

export interface Attention {
  readonly kind: AttentionKind;
  readonly familyId: string;
  readonly childId: string;
  readonly agreementId?: string;
  readonly lineCode?: string;
  readonly absenceId?: string;
  /** The day since or on which it matters. */
  readonly on: PlainDate;
  /** What should have been paid by today and was not, in pence. */
  readonly arrears?: bigint;
}

/** All of them, or one kind; soonest first. */
export async function listAttention(desk: AgreementDesk, authorityId: number, kind?: AttentionKind): Promise<Attention[]> {
  const day = await desk.businessDate(authorityId);
  return inTransaction(desk.database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) => {
    const standing = await standingAgreements(tx, authorityId);
    const all = [
      ...(await linesWithoutPayment(desk, tx, authorityId, { standing, day })),
      ...(await ending(desk, tx, authorityId, { standing, day })),
      ...(await ownConsentDue(tx, authorityId, { standing, day })),
      ...(await absencesToLookAt(tx, authorityId, day)).map(({ familyId, childId, absenceId, lookAtOn }): Attention => {
        return { kind: 'long-stay', familyId, childId, absenceId, on: lookAtOn };
      }),
    ];
    return all.filter((each) => kind === undefined || each.kind === kind).sort((a, b) => (a.on < b.on ? -1 : 1));
  });
}

interface Standing {
  readonly standing: readonly AgreementRow[];
  readonly day: PlainDate;
}

/** Plan in force, money agreed, nobody paid (LGSCO 23 016 451 Wokingham, 22 015 952 Lancashire): with what is owed by today. */
async function linesWithoutPayment(
  desk: AgreementDesk,
  tx: Transaction,
  authorityId: number,
  { standing, day }: Standing,
): Promise<Attention[]> {
  const paidLines = new Set(standing.map(({ lineCode }) => lineCode));
  const open = (await linesPaidOut(tx, authorityId)).filter(({ lineCode, from }) => !paidLines.has(lineCode) && !isAfter(from, day));
  const found: Attention[] = [];
  for (const { lineCode, familyId, childId, planId, from, until, amount, contingency } of open) {
    const plan = await desk.findPlan(tx, authorityId, planId);
    if (plan?.state !== 'in-force') continue;
    const paid = (await instalmentsOfLine(tx, authorityId, lineCode)).filter(isLocked).reduce((sum, each) => sum + each.amount, 0n);
    const arrears = owedBy(earlierOf(day, until), { from, until, amount: amount - contingency }) - paid;
    if (arrears <= 0n) continue;
    found.push({ kind: paid === 0n ? 'nothing-paid-yet' : 'plan-without-payment', familyId, childId, lineCode, on: from, arrears });
  }
  return found;
}

/** The part of a sum that is for the days up to one, that day counted in. */
function owedBy(
  day: PlainDate,
  { from, until, amount }: { readonly from: PlainDate; readonly until: PlainDate; readonly amount: bigint },
): bigint {
  if (isBefore(day, from)) return 0n;
  return roundHalfUp(amount * BigInt(daysBetween(from, day) + 1), BigInt(daysBetween(from, until) + 1));
}

/** Those that have passed their last day and are paid on, and those that will before long and have no successor (LGSCO 23 017 635 Somerset). */
async function ending(desk: AgreementDesk, tx: Transaction, authorityId: number, { standing, day }: Standing): Promise<Attention[]> {
  const soon = addDays(day, paymentPolicyOn('renew-before-days', day));
  const found: Attention[] = [];
  for (const { agreementId, familyId, childId, lineCode, planId, until } of standing.filter((each) => !isAfter(each.until, soon))) {
    const plan = await desk.findPlan(tx, authorityId, planId);
    if (plan?.state !== 'in-force') continue;
    const isPast = isBefore(until, day);
    const renewals = await renewalsOf(tx, authorityId, agreementId);
    if (!isPast && renewals.some(({ state }) => state !== 'stopped')) continue;
    found.push({ kind: isPast ? 'past-its-date' : 'renew-before-it-ends', familyId, childId, agreementId, lineCode, on: until });
  }
  return found;
}

/** A child who becomes a young person is asked for their own consent before the day comes (SI 2014/1652 reg 15; care and health at 16). */
async function ownConsentDue(tx: Transaction, authorityId: number, { standing, day }: Standing): Promise<Attention[]> {
  const notYetTheirs = standing.filter(({ recipientKind }) => recipientKind !== 'young-person');
  const born = await birthDates(tx, authorityId, [...new Set(notYetTheirs.map(({ childId }) => childId))]);
  const askFrom = addDays(day, paymentPolicyOn('ask-own-consent-before-days', day));
  const found: Attention[] = [];
  for (const { agreementId, familyId, childId, lineCode, stream } of notYetTheirs) {
    const bornOn = born.get(childId);
    if (bornOn === undefined || isAfter(ownRightFrom(bornOn, stream), askFrom)) continue;
    const consents = await consentsOf(tx, authorityId, agreementId);
    if (consents.some(({ capacity, kind }) => capacity === 'young-person' && kind !== 'withdrawal')) continue;
    found.push({ kind: 'own-consent-due', familyId, childId, agreementId, lineCode, on: ownRightFrom(bornOn, stream) });
  }
  return found;
}
