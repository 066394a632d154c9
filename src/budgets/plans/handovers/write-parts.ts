import { v7 as uuidV7 } from 'uuid';
import type { FamilyAtHand } from '../../../people/index.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { type OutcomeWords, type ProvisionWords, sectionRowId } from '../plan-view.ts';
import { outcomeProgress, outcomes, planSectionVersions, provisions } from '../schema.ts';
import type { HandoverDocument } from './handover-document.ts';

/** Writes what a handover brings, under ids of this authority's own; where support comes from another id it says which. */
export async function writeParts(
  { tx, key, now, rows }: FamilyAtHand,
  { authorityId, principal }: Caller,
  planId: string,
  { movesOn, sections, ...document }: HandoverDocument,
): Promise<void> {
  const common = { authorityId, planId, familyId: rows.family.familyId, createdAt: now, createdBy: principal };
  const outcomeIds = new Map(document.outcomes.map(({ outcomeId }) => [outcomeId, uuidV7()]));
  const idOf = (outcomeId: string) => outcomeIds.get(outcomeId) ?? uuidV7();
  const written = sections.map(({ section, text }) => {
    return { ...common, section, revision: 1, sealed: key.seal({ text }, sectionRowId(planId, section, 1)) };
  });
  if (written.length > 0) await tx.insert(planSectionVersions).values(written);
  const aims = document.outcomes.map(({ outcomeId, kind, state, achieveBy, text, baseline, target }) => ({
    ...common,
    outcomeId: idOf(outcomeId),
    kind,
    state,
    ...(achieveBy !== undefined && { achieveBy: achieveBy as PlainDate }),
    sealed: key.seal({ text, baseline, target } satisfies OutcomeWords, idOf(outcomeId)),
  }));
  if (aims.length > 0) await tx.insert(outcomes).values(aims);
  const notes = document.outcomes.flatMap(({ outcomeId, progress }) =>
    progress.map(({ notedOn, measure, note }) => {
      const progressId = uuidV7();
      const sealed = key.seal({ note }, progressId);
      return { ...common, progressId, outcomeId: idOf(outcomeId), notedOn: notedOn as PlainDate, measure, sealed };
    }),
  );
  if (notes.length > 0) await tx.insert(outcomeProgress).values(notes);
  const support = document.provisions.map(({ provisionId: carriedFrom, outcomeId, until, description, byWhom, ...terms }) => {
    const provisionId = uuidV7();
    return {
      ...common,
      ...terms,
      provisionId,
      carriedFrom,
      outcomeId: outcomeId === undefined ? null : (outcomeIds.get(outcomeId) ?? null),
      from: movesOn as PlainDate,
      until: (until ?? null) as PlainDate | null,
      sealed: key.seal({ description, byWhom } satisfies ProvisionWords, provisionId),
    };
  });
  if (support.length > 0) await tx.insert(provisions).values(support);
}
