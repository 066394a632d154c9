import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Share } from '../../budgets/index.ts';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { agreements } from '../agreements/schema.ts';
import { policyDecisions } from './monitoring-policy.ts';
import { valuesOn } from './rules/policies.ts';
import { accountChecks, monitoringReturns } from './schema.ts';

/** Something a family was asked for and has not given yet. */
export interface AnswerAwaited {
  /** The return, or the agreement whose receipts are missing. */
  readonly subject: string;
  readonly familyId: string;
  readonly lineCode: string;
  readonly stream: Share['stream'];
  readonly dueOn: PlainDate;
}

export function returnsAwaited(tx: Transaction, authorityId: number): Promise<AnswerAwaited[]> {
  const { returnId: subject, familyId, dueOn, state } = monitoringReturns;
  return tx
    .select({ subject, familyId, lineCode: agreements.lineCode, stream: agreements.stream, dueOn })
    .from(monitoringReturns)
    .innerJoin(agreements, and(eq(agreements.authorityId, authorityId), eq(agreements.agreementId, monitoringReturns.agreementId)))
    .where(and(eq(monitoringReturns.authorityId, authorityId), inArray(state, ['asked', 'with-officer'])))
    .orderBy(asc(dueOn), asc(subject));
}

/** The family's account holds less than is not yet shown as spent: something was spent whose receipt is still to come. */
export async function receiptsAwaited(tx: Transaction, authorityId: number, today: PlainDate): Promise<AnswerAwaited[]> {
  const { familyId, agreementId, on, gap, state } = accountChecks;
  const latest = await tx
    .selectDistinctOn([agreementId], { agreementId, familyId, on, gap, state, lineCode: agreements.lineCode, stream: agreements.stream })
    .from(accountChecks)
    .innerJoin(agreements, and(eq(agreements.authorityId, authorityId), eq(agreements.agreementId, agreementId)))
    .where(eq(accountChecks.authorityId, authorityId))
    .orderBy(agreementId, desc(on));
  const answerDays = valuesOn(await policyDecisions(tx, authorityId), today)['return-answer-days'];
  return latest
    .filter((check) => check.state === 'question' && check.gap < 0n)
    .map(({ agreementId: subject, familyId: family, lineCode, stream, on: asked }) => ({
      ...{ subject, familyId: family, lineCode, stream, dueOn: addDays(asked, answerDays) },
    }));
}
