import { sql } from 'drizzle-orm';
import { v7 as uuidV7 } from 'uuid';
import { changeFamily, type FamilyAtHand, listAuthorities } from '../../../people/index.ts';
import { isAfter } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { parseStrictJson } from '../../../platform/http/strict-json.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import { daysAfterMove } from '../../clocks/rules/statutory-days.ts';
import { settleClocks } from '../../clocks/settle-clocks.ts';
import { judgeNewPlan, type NewPlanRefusal, writePlan } from '../open-plan.ts';
import type { PlanRoom } from '../plan-at-hand.ts';
import { type FieldRefusal, fieldRefusal } from '../rules/field-refusal.ts';
import { judgeProvision, type ProvisionTerms } from '../rules/provision-terms.ts';
import { handovers } from '../schema.ts';
import {
  canonicalJson,
  figuresTie,
  type HandoverDocument,
  handoverDocumentSchema,
  type SignedHandover,
  sha256Of,
} from './handover-document.ts';
import { isSignedWith } from './handover-key.ts';
import { findHandover } from './read-handover.ts';
import { findSender } from './senders.ts';
import { writeParts } from './write-parts.ts';

export type AcceptHandoverRefusal =
  | NewPlanRefusal
  | FieldRefusal<'handover-other-child' | 'handover-unreadable' | 'handover-untrusted' | 'handover-for-another' | 'plan-dates-crossed'>
  | { readonly code: 'handover-taken-already'; readonly planId: string }
  | { readonly code: 'record-not-found' | 'errand-for-a-stranger' };

export interface TakenHandover {
  readonly planId: string;
  readonly revision: number;
  readonly nextReviewBy?: PlainDate;
}

/**
 * Opens the plan here as the other authority ended it there: in force from the day of the move, with its words, outcomes and support, sealed
 * anew under this family's key. What the lines had and gave back is kept as it was told; this authority gives money of its own.
 */
export async function acceptHandover(
  room: PlanRoom,
  caller: Caller,
  familyId: string,
  { childId, handover }: { readonly childId: string; readonly handover: SignedHandover },
): Promise<Result<TakenHandover, AcceptHandoverRefusal>> {
  const { authorityId, principal } = caller;
  const today = await room.businessDate(authorityId);
  const own = (await listAuthorities(room.database)).find((each) => each.authorityId === authorityId)?.slug;
  return changeFamily(room, caller, { familyId, operation: 'budgets.accept-handover' }, async (family) => {
    const { tx, now } = family;
    const read = readDocument(handover);
    if (!read.ok) return read;
    const document = read.value;
    const movesOn = document.movesOn as PlainDate;
    const sender = await findSender(tx, authorityId, handover.keyId);
    if (sender?.name !== document.from || !isSignedWith(sender.publicKey, handover.document, handover.signature))
      return refused(fieldRefusal('handover-untrusted', 'handover/signature', 'No authority that is trusted here has signed this.'));
    if (document.to !== own) return refused(fieldRefusal('handover-for-another', 'handover/document', `It is made out to ${document.to}.`));
    // Two officers may take the same handover for two families: the second waits, and then finds it taken.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`handover/${authorityId}/${document.handoverId}`}, 0))`);
    const taken = await findHandover(tx, authorityId, { handoverId: document.handoverId });
    if (taken !== undefined) return refused({ code: 'handover-taken-already', planId: taken.planId });
    if (isAfter(movesOn, today)) return refused(fieldRefusal('plan-dates-crossed', 'handover/document', `The move is on ${movesOn}.`));
    const { planType, settingKind, element2Held, settingName } = document.plan;
    const judged = await judgeNewPlan(family, authorityId, { childId, planType, startsOn: movesOn });
    if (!judged.ok) return judged;
    if (judged.value.bornOn !== document.child.bornOn)
      return refused(fieldRefusal('handover-other-child', 'childId', 'The handover is of a child with another date of birth.'));

    const planId = uuidV7();
    const finalisedOn = document.plan.finalisedOn as PlainDate;
    const reviewedOn = (document.plan.reviewedOn ?? null) as PlainDate | null;
    const nextReviewBy = daysAfterMove(movesOn, reviewedOn ?? finalisedOn)?.reviewBy ?? null;
    const facts = { handoverId: document.handoverId, from: document.from, sha256: handover.sha256 };
    await writePlan(
      family,
      caller,
      { childId, planType, startsOn: movesOn, settingKind, element2Held, settingName },
      { planId, state: 'in-force', finalisedOn, reviewedOn, nextReviewBy },
      { kind: 'transferred-in', on: movesOn, facts },
    );
    await writeParts(family, caller, planId, document);
    await keepHandover(family, caller, { planId, document, handover });
    await settleClocks(tx, { authorityId, principal, now, today }, [planId]);
    const value = { planId, revision: 1, ...(nextReviewBy !== null && { nextReviewBy }) };
    return accepted({ value, personId: childId, facts: { planId, ...facts } });
  });
}

/** Every doubt about the document itself, before anybody is believed: one text, its hash, its shape and its sums. */
function readDocument({ document, sha256 }: SignedHandover): Result<HandoverDocument, FieldRefusal<'handover-unreadable'>> {
  const wrong = (message: string) => refused(fieldRefusal('handover-unreadable', 'handover/document', message));
  if (sha256Of(document).toString('hex') !== sha256) return wrong('It is not the text that the hash was made of.');
  const json = parseStrictJson(document);
  const parsed = json.ok ? handoverDocumentSchema.safeParse(json.value) : undefined;
  if (parsed?.success !== true) return wrong('It is no handover document of this form.');
  if (canonicalJson(parsed.data) !== document) return wrong('It is not in canonical form.');
  const { provisions, movesOn } = parsed.data;
  const unclear = provisions.map((each) => judgeProvision(termsOf(each, movesOn), { startsOn: movesOn as PlainDate, endsOn: null }));
  if (unclear.some(({ ok }) => !ok)) return wrong('It holds support that could not be written into a plan here.');
  return figuresTie(parsed.data.figures) ? accepted(parsed.data) : wrong('Its figures do not add up.');
}

function termsOf(
  { kind, until, unitsPerWeek, weeks, totalUnits }: HandoverDocument['provisions'][number],
  movesOn: string,
): ProvisionTerms {
  return { kind, from: movesOn as PlainDate, until: until as PlainDate | undefined, unitsPerWeek, weeks, totalUnits };
}

async function keepHandover(
  { tx, key, now, rows }: FamilyAtHand,
  { authorityId, principal }: Caller,
  { planId, document, handover }: { readonly planId: string; readonly document: HandoverDocument; readonly handover: SignedHandover },
): Promise<void> {
  const { handoverId, from, movesOn, figures } = document;
  await tx.insert(handovers).values({
    authorityId,
    handoverId,
    direction: 'in',
    planId,
    familyId: rows.family.familyId,
    otherSide: from,
    movesOn: movesOn as PlainDate,
    sha256: Buffer.from(handover.sha256, 'hex'),
    keyId: handover.keyId,
    givenBack: BigInt(figures.givenBack),
    sealed: key.seal(handover, handoverId),
    createdAt: now,
    createdBy: principal,
  });
}
