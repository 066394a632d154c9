import { readAgreement } from '../payments/index.ts';
import type { Database } from '../platform/database/database.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { settleFact } from './settle-fact.ts';

/** An agreement has passed its last day and is paid on: one alert for each last day, so that a renewal that runs out is told again. */
export async function raiseAlertOfPastDate(
  { database }: { readonly database: Database },
  authorityId: number,
  { agreementId, raisedAt }: { readonly agreementId: string; readonly raisedAt: Date },
): Promise<Result<{ readonly raised: number }, { readonly code: 'agreement-not-found' }>> {
  const agreement = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readAgreement(tx, authorityId, agreementId));
  if (agreement === undefined) return refused({ code: 'agreement-not-found' });
  const { lineCode, until, familyId } = agreement;
  const { isNew } = await settleFact(database, authorityId, {
    kind: 'agreement-past-its-date',
    subject: lineCode,
    severity: 'warning',
    raisedAt,
    detail: { agreementId, until },
    sourceRef: `past-its-date:${agreementId}:${until}`,
    seq: 0n,
    familyId,
    lineCode,
    about: { familyId, lineCode },
  });
  return accepted({ raised: isNew ? 1 : 0 });
}
