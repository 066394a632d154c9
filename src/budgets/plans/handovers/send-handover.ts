import { v7 as uuidV7 } from 'uuid';
import { listAuthorities } from '../../../people/index.ts';
import { addDays, isAfter, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { mustBeInForce, type PlanNotOpen } from '../may-still-change.ts';
import type { PlanWords } from '../open-plan.ts';
import { changePlan, type PlanAddress, type PlanAtHand, type PlanChangeRefusal, type PlanRoom, type Revised } from '../plan-at-hand.ts';
import { endParts } from '../plan-life.ts';
import { latestSections, type OutcomeWords, type ProvisionWords, sectionRowId } from '../plan-view.ts';
import { type FieldRefusal, fieldRefusal } from '../rules/field-refusal.ts';
import { handovers } from '../schema.ts';
import { readOutcomes, readProgress, readProvisions, readSections } from '../store.ts';
import type { HandoverFigures, HandoverLine } from './figures.ts';
import { canonicalJson, type HandoverDocument, type SignedHandover, sha256Of } from './handover-document.ts';
import { ownHandoverKey } from './handover-key.ts';

export interface HandoverRoom extends PlanRoom {
  readonly figures: HandoverFigures;
}

export type SendHandoverRefusal =
  | PlanChangeRefusal
  | PlanNotOpen
  | FieldRefusal<'plan-dates-crossed' | 'handover-to-oneself'>
  | { readonly code: 'handover-lines-open'; readonly lines: readonly string[] };

/**
 * Ends the plan here with a signed document that says what moves. The money goes first: every line has given back what it did not pay, so
 * that the book and the document say the same sum. The other authority books for itself; nothing reaches into its book from here.
 */
export async function sendHandover(
  room: HandoverRoom,
  caller: Caller,
  at: PlanAddress & { readonly ifMatch: string },
  { to, movesOn }: { readonly to: string; readonly movesOn: PlainDate },
): Promise<Result<Revised<SignedHandover & { readonly handoverId: string }>, SendHandoverRefusal>> {
  const { authorityId, principal } = caller;
  const from = (await listAuthorities(room.database)).find((each) => each.authorityId === authorityId)?.slug ?? '';
  return changePlan(room, caller, { ...at, operation: 'budgets.send-handover' }, async (family) => {
    const { tx, key, now, today, plan } = family;
    const inForce = mustBeInForce(plan);
    if (!inForce.ok) return inForce;
    if (to === from) return refused(fieldRefusal('handover-to-oneself', 'to', 'Name the other authority.'));
    if (isAfter(movesOn, today)) return refused(fieldRefusal('plan-dates-crossed', 'movesOn', 'This day has not come yet.'));
    if (!isBefore(plan.startsOn, movesOn))
      return refused(fieldRefusal('plan-dates-crossed', 'movesOn', `The plan begins on ${plan.startsOn}; the move comes after.`));
    const lastDay = addDays(movesOn, -1);
    const lines = await room.figures.linesOf(tx, { authorityId, planId: plan.planId, lastDay });
    const open = lines.filter((line) => line.stillOpen !== 0n || line.givenBack !== line.allocated - line.paid);
    if (open.length > 0) return refused({ code: 'handover-lines-open', lines: [...new Set(open.map(({ lineCode }) => lineCode))] });

    const handoverId = uuidV7();
    const document = canonicalJson(await documentOf(family, { handoverId, from, to, movesOn, lines }));
    const signing = await ownHandoverKey(tx, room.keyRing, { authorityId, principal, now });
    const sha256 = sha256Of(document);
    const signed = { document, sha256: sha256.toString('hex'), keyId: signing.keyId, signature: signing.sign(document) };
    await endParts(family, lastDay);
    await tx.insert(handovers).values({
      authorityId,
      handoverId,
      direction: 'out',
      planId: plan.planId,
      familyId: plan.familyId,
      otherSide: to,
      movesOn,
      sha256,
      keyId: signing.keyId,
      givenBack: sumOf(lines),
      sealed: key.seal(signed, handoverId),
      createdAt: now,
      createdBy: principal,
    });
    const facts = { handoverId, to, movesOn, sha256: signed.sha256, givenBack: sumOf(lines).toString() };
    return accepted({
      value: { handoverId, ...signed },
      set: { state: 'transferred', endsOn: lastDay, nextReviewBy: null },
      event: { kind: 'transferred-out', on: lastDay, facts },
    });
  });
}

function sumOf(lines: readonly HandoverLine[]): bigint {
  return lines.reduce((sum, { givenBack }) => sum + givenBack, 0n);
}

async function documentOf(
  { tx, key, plan, bornOn }: PlanAtHand,
  {
    lines,
    ...about
  }: Pick<HandoverDocument, 'handoverId' | 'from' | 'to'> & { readonly movesOn: PlainDate; readonly lines: readonly HandoverLine[] },
): Promise<HandoverDocument> {
  const { authorityId, planId, planType, startsOn, finalisedOn, reviewedOn, settingKind, element2Held } = plan;
  const { settingName } = key.open<PlanWords>(plan.sealed, planId) ?? {};
  const progress = await readProgress(tx, authorityId, planId);
  const provisions = await readProvisions(tx, authorityId, planId);
  return {
    format: 'threefold-handover-1',
    ...about,
    child: { bornOn },
    plan: {
      planId,
      planType,
      startsOn,
      finalisedOn: finalisedOn ?? startsOn,
      ...(reviewedOn !== null && { reviewedOn }),
      settingKind,
      element2Held,
      ...(settingName !== undefined && { settingName }),
    },
    sections: latestSections(await readSections(tx, authorityId, planId)).map(({ section, revision, sealed }) => {
      return { section, text: key.open<{ text: string }>(sealed, sectionRowId(planId, section, revision))?.text ?? '' };
    }),
    outcomes: (await readOutcomes(tx, authorityId, planId)).map(({ outcomeId, kind, state, achieveBy, sealed }) => ({
      outcomeId,
      kind,
      state,
      ...(achieveBy !== null && { achieveBy }),
      ...(key.open<OutcomeWords>(sealed, outcomeId) ?? { text: '' }),
      progress: progress
        .filter((each) => each.outcomeId === outcomeId)
        .map((each) => ({ notedOn: each.notedOn, measure: each.measure, ...key.open<{ note?: string }>(each.sealed, each.progressId) })),
    })),
    provisions: provisions
      .filter(({ from, until }) => !isAfter(from, about.movesOn) && (until === null || !isBefore(until, about.movesOn)))
      .map(({ provisionId, outcomeId, section, kind, unit, unitsPerWeek, weeks, totalUnits, until, sealed, ...row }) => ({
        provisionId,
        ...(outcomeId !== null && { outcomeId }),
        section,
        kind,
        unit,
        ...(unitsPerWeek !== null && { unitsPerWeek }),
        ...(weeks !== null && { weeks }),
        ...(totalUnits !== null && { totalUnits }),
        termTimeOnly: row.termTimeOnly,
        deliveredIn: row.deliveredIn,
        premises: row.premises,
        ...(until !== null && { until }),
        ...(key.open<ProvisionWords>(sealed, provisionId) ?? { description: '' }),
      })),
    figures: {
      lines: lines.map(({ lineCode, stream, sourceCode, financialYear, allocated, paid, advance, givenBack }) => ({
        lineCode,
        stream,
        sourceCode,
        financialYear,
        allocated: allocated.toString(),
        paid: paid.toString(),
        advance: advance.toString(),
        givenBack: givenBack.toString(),
      })),
      givenBack: sumOf(lines).toString(),
    },
  };
}
