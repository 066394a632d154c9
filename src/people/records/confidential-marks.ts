import { and, eq } from 'drizzle-orm';
import { v4 as uuidV4 } from 'uuid';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { changeFamily, type RecordNotFound } from './family-at-hand.ts';
import type { RecordRoom } from './record-room.ts';
import type { ConfidentialKind } from './rules/record-kinds.ts';
import { confidentialMarks } from './schema.ts';

export interface NewMark {
  readonly personId: string;
  readonly hiddenFrom: string;
  readonly kind: ConfidentialKind;
}

export type MarkRefusal = RecordNotFound | { readonly code: 'errand-for-a-stranger' | 'person-unknown' | 'mark-against-oneself' };

/** A mark that stands already is answered with itself. */
export async function markConfidential(
  room: RecordRoom,
  caller: Caller,
  familyId: string,
  { personId, hiddenFrom, kind }: NewMark,
): Promise<Result<{ readonly markId: string }, MarkRefusal>> {
  return changeFamily(room, caller, { familyId, operation: 'people.mark-confidential' }, async ({ tx, rows, now }) => {
    const knows = (id: string) => rows.persons.some((person) => person.personId === id);
    if (!knows(personId) || !knows(hiddenFrom)) return refused({ code: 'person-unknown' });
    if (personId === hiddenFrom) return refused({ code: 'mark-against-oneself' });
    const standing = rows.marks.find((mark) => mark.personId === personId && mark.hiddenFrom === hiddenFrom && mark.kind === kind);
    const markId = standing?.markId ?? uuidV4();
    if (standing === undefined) {
      const { authorityId, principal: markedBy } = caller;
      await tx.insert(confidentialMarks).values({ authorityId, markId, familyId, personId, hiddenFrom, kind, markedAt: now, markedBy });
    }
    // The event is about the person who is protected: the log of the other must not tell that there is something to look for.
    return accepted({ value: { markId }, personId, facts: { markId, kind } });
  });
}

export async function liftMark(
  room: RecordRoom,
  caller: Caller,
  { familyId, markId }: { readonly familyId: string; readonly markId: string },
): Promise<Result<undefined, MarkRefusal>> {
  return changeFamily(room, caller, { familyId, operation: 'people.lift-mark' }, async ({ tx, rows, now }) => {
    const mark = rows.marks.find((each) => each.markId === markId);
    if (mark === undefined) return refused({ code: 'record-not-found' });
    await tx
      .update(confidentialMarks)
      .set({ liftedAt: now, liftedBy: caller.principal })
      .where(and(eq(confidentialMarks.authorityId, caller.authorityId), eq(confidentialMarks.markId, markId)));
    return accepted({ value: undefined, personId: mark.personId, facts: { markId, kind: mark.kind } });
  });
}
