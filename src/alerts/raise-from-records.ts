import type { Database } from '../platform/database/database.ts';
import { accepted, type Result } from '../platform/result.ts';
import { settleFact } from './settle-fact.ts';

/** A worry about fraud or safety: one alert, seen only by those who may read such worries. No message is sent about it. */
export async function raiseAlertOfSignal(
  { database }: { readonly database: Database },
  authorityId: number,
  {
    familyId,
    signalId,
    kind,
    raisedAt,
  }: { readonly familyId: string; readonly signalId: string; readonly kind: 'fraud' | 'safeguarding'; readonly raisedAt: Date },
): Promise<Result<{ readonly raised: number }, never>> {
  const fact = {
    kind: `${kind}-signal`,
    subject: signalId,
    severity: 'urgent',
    raisedAt,
    detail: {},
    sourceRef: `signal:${signalId}`,
  } as const;
  const { isNew } = await settleFact(database, authorityId, { ...fact, seq: 0n, familyId });
  return accepted({ raised: isNew ? 1 : 0 });
}
