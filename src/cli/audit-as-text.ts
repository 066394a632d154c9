import type { checkAudit } from '../people/index.ts';

export type CheckedAudit = Awaited<ReturnType<typeof checkAudit>>;

/** What the proof of the audit found, in a line. */
export function auditAsText(slug: string, { events, head, wrongSeq, problem }: CheckedAudit): string {
  return problem === undefined
    ? `${slug}: the audit is right. ${events} events; head ${head.slice(0, 16)}.`
    : `${slug}: THE AUDIT IS NOT RIGHT. Event ${wrongSeq}: ${problem}.`;
}
