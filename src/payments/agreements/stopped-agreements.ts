import { and, asc, eq, gte, lte, notInArray, sql } from 'drizzle-orm';
import type { Share } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { agreements } from './schema.ts';

interface StoppedAgreement {
  readonly agreementId: string;
  readonly familyId: string;
  readonly lineCode: string;
  readonly stream: Share['stream'];
  readonly stoppedFrom: PlainDate;
  readonly stopGround: string | null;
}

/** Stopped before their last day, with nothing paid in their place. Where a plan has ended or somebody has died, nothing is missing. */
export function stoppedAgreements(tx: Transaction, authorityId: number, today: PlainDate): Promise<StoppedAgreement[]> {
  const { agreementId, familyId, lineCode, stream, stopGround } = agreements;
  return tx
    .select({ agreementId, familyId, lineCode, stream, stoppedFrom: sql<PlainDate>`${agreements.stoppedFrom}`, stopGround })
    .from(agreements)
    .where(
      and(
        eq(agreements.authorityId, authorityId),
        eq(agreements.state, 'stopped'),
        lte(agreements.stoppedFrom, today),
        gte(agreements.until, today),
        notInArray(stopGround, ['plan-ended', 'died']),
        sql`not exists (select from ${agreements} paid where paid.authority_id = ${authorityId}
          and paid.line_code = ${lineCode} and paid.state in ('live', 'paused'))`,
      ),
    )
    .orderBy(asc(lineCode), asc(agreementId));
}
