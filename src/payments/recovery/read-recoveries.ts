import { and, asc, eq, inArray } from 'drizzle-orm';
import type { BudgetRoom } from '../../budgets/index.ts';
import { type FamilyAtHand, readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { Letter } from '../../platform/letters/letter.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { mayKnowOf } from '../agreements/agreement-desk.ts';
import { answerIsLate } from './challenge-recovery.ts';
import { recoveryCases, recoveryTakings } from './schema.ts';
import { type CaseRow, casesOfFamily, type EventRow, eventsOf, type LetterRow, lettersOf, type TakingRow, takingsOf } from './store.ts';

export interface RecoveryView {
  readonly found: CaseRow;
  readonly events: readonly (EventRow & { readonly words: string })[];
  readonly takings: readonly TakingRow[];
  readonly letters: readonly LetterRow[];
}

/** A family's matters of money to return, oldest first; of those that are not yet told a family sees nothing. */
export async function listRecoveries(
  desk: BudgetRoom,
  caller: Caller,
  familyId: string,
): Promise<Result<RecoveryView[], { readonly code: 'record-not-found' }>> {
  return readFamily(desk, caller.authorityId, familyId, async (family) => {
    const rows = await casesOfFamily(family.tx, caller.authorityId, familyId);
    const isFamily = caller.actingAs?.familyId === familyId;
    const open = rows.filter(({ childId, noticeOn }) => mayKnowOf(caller, familyId, childId) && (!isFamily || noticeOn !== null));
    const views: RecoveryView[] = [];
    for (const row of open) views.push(await viewOf(family, row, isFamily));
    return views;
  });
}

async function viewOf({ tx, key }: FamilyAtHand, found: CaseRow, isFamily: boolean): Promise<RecoveryView> {
  const { authorityId, caseId } = found;
  const events = (await eventsOf(tx, authorityId, caseId)).filter(({ kind }) => !isFamily || !OFFICERS_OWN.includes(kind));
  return {
    found,
    events: events.map((event) => ({ ...event, words: key.open<{ words: string }>(event.sealed, event.eventId)?.words ?? '' })),
    takings: await takingsOf(tx, authorityId, caseId),
    letters: await lettersOf(tx, authorityId, caseId),
  };
}

/** What officers note among themselves before and beside the letters. */
const OFFICERS_OWN: readonly string[] = ['opened', 'care-concern-seen', 'write-off-proposed'];

/** A letter as it was written. */
export async function readRecoveryLetter(
  desk: BudgetRoom,
  caller: Caller,
  { familyId, caseId, letterId }: { readonly familyId: string; readonly caseId: string; readonly letterId: string },
): Promise<Result<Letter, { readonly code: 'record-not-found' | 'recovery-not-found' }>> {
  const read = await readFamily(desk, caller.authorityId, familyId, async ({ tx, key }) => {
    const found = (await casesOfFamily(tx, caller.authorityId, familyId)).find((each) => each.caseId === caseId);
    if (found === undefined || !mayKnowOf(caller, familyId, found.childId)) return undefined;
    const row = (await lettersOf(tx, caller.authorityId, caseId)).find((each) => each.letterId === letterId);
    return row === undefined ? undefined : key.open<Letter>(row.sealed, letterId);
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'recovery-not-found' }) : accepted(read.value);
}

export const recoveryAttentions = [
  'care-concern-open',
  'may-be-decided',
  'answer-due',
  'answer-late',
  'payment-awaited',
  'offset-needs-another-payment',
] as const;

export interface RecoveryAttention {
  readonly familyId: string;
  readonly caseId: string;
  readonly what: (typeof recoveryAttentions)[number];
  readonly since: PlainDate;
}

/** What of all open matters waits for an officer on a day. Nothing goes on by itself but an offset that was decided. */
export async function recoveriesToWorkOn(desk: BudgetRoom, authorityId: number): Promise<RecoveryAttention[]> {
  const day = await desk.businessDate(authorityId);
  return inTransaction(desk.database, { authorityId, readOnly: true, isolation: 'repeatable read' }, async (tx) => {
    const cases = await tx
      .select()
      .from(recoveryCases)
      .where(and(eq(recoveryCases.authorityId, authorityId), inArray(recoveryCases.state, ['draft', 'noticed', 'decided'])))
      .orderBy(asc(recoveryCases.caseId));
    const late = await tx
      .select()
      .from(recoveryTakings)
      .where(and(eq(recoveryTakings.authorityId, authorityId), eq(recoveryTakings.state, 'planned')))
      .orderBy(asc(recoveryTakings.dueOn), asc(recoveryTakings.takingId));
    return cases.flatMap((found): RecoveryAttention[] => {
      const { familyId, caseId } = found;
      const at = (what: RecoveryAttention['what'], since: PlainDate) => ({ familyId, caseId, what, since });
      if (found.state === 'draft') return found.careConcern === 'open' ? [at('care-concern-open', found.countedOn)] : [];
      if (found.challengedOn !== null && found.answeredOn === null)
        return [at(answerIsLate(found, day) ? 'answer-late' : 'answer-due', found.answerBy ?? found.challengedOn)];
      if (found.state === 'noticed') return found.firstDay !== null && found.firstDay <= day ? [at('may-be-decided', found.firstDay)] : [];
      return late
        .filter((taking) => taking.caseId === caseId && taking.dueOn < day)
        .map((taking) => at(taking.kind === 'payment' ? 'payment-awaited' : 'offset-needs-another-payment', taking.dueOn));
    });
  });
}
