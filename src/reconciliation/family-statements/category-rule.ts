import { and, eq, isNull } from 'drizzle-orm';
import type { BudgetRoom } from '../../budgets/index.ts';
import { agreementToMonitor } from '../../payments/index.ts';
import { changeFamily, readFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { whyTooWide } from '../matching/rules/rule-words.ts';
import { type FamilyLine, readCategoryRules, readLines } from './family-account.ts';
import { type CategoryRule, ruleTakes } from './rules/category-rules.ts';
import { familyCategoryRules } from './schema.ts';
import type { AccountOfFamily } from './work-on-account.ts';

export type CategoryRuleDraft = Omit<CategoryRule, 'ruleId'>;

type NotFound = { readonly code: 'record-not-found' | 'agreement-not-found' };
type TooWide = { readonly code: 'family-rule-takes-everything'; readonly facts: { readonly reason: string } };

export interface TriedCategoryRule {
  readonly triedOn: number;
  readonly takes: readonly FamilyLine[];
}

/** What a rule would take, with nothing done: lines of which a person said what they are keep that. */
export async function tryCategoryRule(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId }: AccountOfFamily,
  draft: CategoryRuleDraft,
): Promise<Result<TriedCategoryRule & { readonly childId: string }, NotFound | TooWide>> {
  const { authorityId } = caller;
  const day = await room.businessDate(authorityId);
  const read = await readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const agreement = await agreementToMonitor(tx, caller, { familyId, agreementId }, day);
    if (agreement === undefined) return refused({ code: 'agreement-not-found' as const });
    const tried = judge(draft, await readLines(tx, key, { authorityId, agreementId }));
    return tried.ok ? accepted({ ...tried.value, childId: agreement.childId }) : tried;
  });
  return read.ok ? read.value : read;
}

/** Holds at once, for lines that are here and for those to come. */
export async function makeCategoryRule(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId }: AccountOfFamily,
  draft: CategoryRuleDraft,
): Promise<Result<{ readonly ruleId: string; readonly takes: number }, NotFound | TooWide | { readonly code: 'errand-for-a-stranger' }>> {
  const { authorityId, principal: madeBy } = caller;
  const day = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'reconciliation.make-category-rule' }, async ({ tx, key, now }) => {
    const agreement = await agreementToMonitor(tx, caller, { familyId, agreementId }, day);
    if (agreement === undefined) return refused({ code: 'agreement-not-found' });
    const tried = judge(draft, await readLines(tx, key, { authorityId, agreementId }));
    if (!tried.ok) return tried;
    const ruleId = timeOrderedId(now);
    const { words, category, direction, limit = null } = draft;
    await tx.insert(familyCategoryRules).values({
      ...{ authorityId, ruleId, familyId, agreementId, category, direction, limit, sealed: key.seal({ words }, ruleId), madeBy },
      madeAt: now,
    });
    const takes = tried.value.takes.length;
    return accepted({ value: { ruleId, takes }, personId: agreement.childId, facts: { agreementId, ruleId, category, takes } });
  });
}

export async function endCategoryRule(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId, ruleId }: AccountOfFamily & { readonly ruleId: string },
): Promise<Result<undefined, NotFound | { readonly code: 'errand-for-a-stranger' | 'family-rule-not-found' }>> {
  const { authorityId, principal: endedBy } = caller;
  const day = await room.businessDate(authorityId);
  return changeFamily(room, caller, { familyId, operation: 'reconciliation.end-category-rule' }, async ({ tx, now }) => {
    const agreement = await agreementToMonitor(tx, caller, { familyId, agreementId }, day);
    if (agreement === undefined) return refused({ code: 'agreement-not-found' });
    const ended = await tx
      .update(familyCategoryRules)
      .set({ endedBy, endedAt: now })
      .where(
        and(
          eq(familyCategoryRules.authorityId, authorityId),
          eq(familyCategoryRules.agreementId, agreementId),
          eq(familyCategoryRules.ruleId, ruleId),
          isNull(familyCategoryRules.endedAt),
        ),
      )
      .returning({ ruleId: familyCategoryRules.ruleId });
    if (ended.length === 0) return refused({ code: 'family-rule-not-found' });
    return accepted({ value: undefined, personId: agreement.childId, facts: { agreementId, ruleId } });
  });
}

export async function listCategoryRules(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId }: AccountOfFamily,
): Promise<Result<{ readonly rules: readonly CategoryRule[]; readonly childId: string }, NotFound>> {
  const { authorityId } = caller;
  const day = await room.businessDate(authorityId);
  const read = await readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const agreement = await agreementToMonitor(tx, caller, { familyId, agreementId }, day);
    return agreement && { rules: await readCategoryRules(tx, key, { authorityId, agreementId }), childId: agreement.childId };
  });
  if (!read.ok) return read;
  return read.value === undefined ? refused({ code: 'agreement-not-found' }) : accepted(read.value);
}

/** Most of what leaves a family's account may well be one person's wages; nearly all of it is no kind of its own any more. */
const MOST_OF_ONE_WAY = 0.9;

/** A rule is held against the lines that go its way, so that one for all that goes out is seen although as much comes in. */
function judge(draft: CategoryRuleDraft, lines: readonly FamilyLine[]): Result<TriedCategoryRule, TooWide> {
  const itsWay = lines.filter(({ amount }) => (draft.direction === 'out' ? amount < 0n : amount > 0n));
  const said = itsWay.filter((line) => ruleTakes({ words: draft.words, direction: draft.direction }, line)).length;
  const reason = whyTooWide({ words: draft.words }, said, itsWay.length, MOST_OF_ONE_WAY);
  if (reason !== undefined) return refused({ code: 'family-rule-takes-everything', facts: { reason } });
  return accepted({ triedOn: lines.length, takes: lines.filter((line) => line.categoryBy !== 'person' && ruleTakes(draft, line)) });
}
