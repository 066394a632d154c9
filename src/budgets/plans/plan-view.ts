import { readFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { type Result, refused } from '../../platform/result.ts';
import { type PlanFacts, type ProvisionFacts, planFactsOf, provisionFactsOf } from './find-plan.ts';
import type { PlanWords } from './open-plan.ts';
import { isOpenTo, type PlanAddress, type PlanRoom } from './plan-at-hand.ts';
import { type HiddenWords, hiddenWords } from './rules/hidden-words.ts';
import type { PlanSection } from './rules/plan-words.ts';
import {
  type OutcomeRow,
  type PhaseTransferRow,
  type PlanRow,
  type ProgressRow,
  type ReviewRow,
  readOutcomes,
  readPhaseTransfers,
  readPlanRow,
  readPlansOfFamily,
  readProgress,
  readProvisions,
  readReviews,
  readSections,
} from './store.ts';

export interface OutcomeWords {
  readonly text: string;
  /** Where the child stands today, and where they shall stand. */
  readonly baseline?: string | undefined;
  readonly target?: string | undefined;
}

export interface ProvisionWords {
  readonly description: string;
  /** Who gives it, which a confidential mark can hide. */
  readonly byWhom?: string | undefined;
}

export interface SectionView {
  readonly section: PlanSection;
  readonly revision: number;
  readonly writtenAt: Date;
  readonly text?: string;
}

/** A plan as one reader may see it: what is kept from them is not there, and nothing says that something is missing. */
export interface PlanView {
  readonly plan: PlanFacts & Pick<PlanRow, 'ceaseReason' | 'reviewedOn'>;
  readonly settingName?: string;
  /** The version that counts of each section. */
  readonly sections: readonly SectionView[];
  readonly outcomes: readonly (OutcomeRow & { readonly words?: OutcomeWords; readonly progress: readonly ProgressView[] })[];
  readonly provisions: readonly (ProvisionFacts & Partial<ProvisionWords> & { readonly carriedFrom?: string })[];
  readonly reviews: readonly (ReviewRow & { readonly words?: object })[];
  readonly phaseTransfers: readonly PhaseTransferRow[];
}

export type ProgressView = ProgressRow & { readonly note?: string };

type NotFound = { readonly code: 'record-not-found' };

/** The plans of the children that are open to whoever asks, newest first. */
export async function listPlans(room: PlanRoom, caller: Caller, familyId: string): Promise<Result<readonly PlanFacts[], NotFound>> {
  return readFamily(room, caller.authorityId, familyId, async ({ tx }) => {
    const rows = await readPlansOfFamily(tx, caller.authorityId, familyId);
    return rows.filter(({ childId }) => isOpenTo(caller, familyId, childId)).map(planFactsOf);
  });
}

export async function readPlan(room: PlanRoom, caller: Caller, { familyId, planId }: PlanAddress): Promise<Result<PlanView, NotFound>> {
  const { authorityId } = caller;
  const read = await readFamily(room, authorityId, familyId, async ({ tx, rows, key }) => {
    const plan = await readPlanRow(tx, authorityId, planId);
    if (plan === undefined || plan.familyId !== familyId || !isOpenTo(caller, familyId, plan.childId)) return undefined;
    const hidden = hiddenWords(caller, plan, rows.marks);
    const progress = await readProgress(tx, authorityId, planId);
    const settingName = hidden.setting ? undefined : key.open<PlanWords>(plan.sealed, planId)?.settingName;
    return {
      plan: { ...planFactsOf(plan), ceaseReason: plan.ceaseReason, reviewedOn: plan.reviewedOn },
      ...(settingName !== undefined && { settingName }),
      sections: latestSections(await readSections(tx, authorityId, planId)).map((row) => {
        const { section, revision, createdAt: writtenAt } = row;
        const text = hidden.text ? undefined : key.open<{ text: string }>(row.sealed, sectionRowId(planId, section, revision))?.text;
        return { section, revision, writtenAt, ...(text !== undefined && { text }) };
      }),
      outcomes: (await readOutcomes(tx, authorityId, planId)).map((row) => ({
        ...row,
        ...wordsOf(hidden, key.open<OutcomeWords>(row.sealed, row.outcomeId)),
        progress: progress
          .filter(({ outcomeId }) => outcomeId === row.outcomeId)
          .map((each) => {
            const note = hidden.text ? undefined : key.open<{ note?: string }>(each.sealed, each.progressId)?.note;
            return { ...each, ...(note !== undefined && { note }) };
          }),
      })),
      provisions: (await readProvisions(tx, authorityId, planId)).map((row) => {
        const { description, byWhom } = key.open<ProvisionWords>(row.sealed, row.provisionId) ?? {};
        return {
          ...provisionFactsOf(row),
          ...(row.carriedFrom !== null && { carriedFrom: row.carriedFrom }),
          ...(!hidden.text && description !== undefined && { description }),
          ...(!hidden.byWhom && byWhom !== undefined && { byWhom }),
        };
      }),
      reviews: (await readReviews(tx, authorityId, planId)).map((row) => ({
        ...row,
        ...wordsOf(hidden, key.open<object>(row.sealed, reviewRowId(planId, row.number))),
      })),
      phaseTransfers: await readPhaseTransfers(tx, authorityId, planId),
    };
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'record-not-found' }) : { ok: true, value: read.value };
}

export function sectionRowId(planId: string, section: PlanSection, revision: number): string {
  return `${planId}/section/${section}/${revision}`;
}

export function reviewRowId(planId: string, number: number): string {
  return `${planId}/review/${number}`;
}

/** Versions come oldest first, so the last of each section is the one that counts. */
export function latestSections<Row extends { readonly section: PlanSection }>(rows: readonly Row[]): Row[] {
  return [...new Map(rows.map((row) => [row.section, row])).values()];
}

function wordsOf<Words>({ text }: HiddenWords, words: Words | undefined): { readonly words?: Words } {
  return text || words === undefined ? {} : { words };
}
