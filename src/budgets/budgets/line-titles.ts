import { type FamilyAtHand, openedBy } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { hiddenWords } from '../plans/rules/hidden-words.ts';
import type { LineWords } from './line-draft.ts';
import { readBudgetsOfFamily, readLinesOfFamily } from './store.ts';

/**
 * What the family calls its budget lines, by line code, for other rooms that speak of a line: only lines of children whom the caller may know
 * of, and without a title where a confidential mark keeps the words of that child from them.
 */
export async function lineTitles(
  { tx, rows, key }: Pick<FamilyAtHand, 'tx' | 'rows' | 'key'>,
  caller: Caller,
): Promise<ReadonlyMap<string, string | undefined>> {
  const { authorityId } = caller;
  const { familyId } = rows.family;
  const budgets = await readBudgetsOfFamily(tx, authorityId, familyId);
  const lines = await readLinesOfFamily(tx, authorityId, familyId);
  const opened = openedBy(caller, familyId);
  const mayKnowOf = (childId: string) => opened.some(({ personId }) => personId === undefined || personId === childId);
  const childOf = new Map(budgets.map(({ budgetId, childId }) => [budgetId, childId]));
  return new Map(
    lines.flatMap(({ lineId, lineCode, budgetId, sealed }) => {
      const childId = childOf.get(budgetId);
      if (childId === undefined || !mayKnowOf(childId)) return [];
      const isHidden = hiddenWords(caller, { familyId, childId }, rows.marks).text;
      return [[lineCode, isHidden ? undefined : key.open<LineWords>(sealed, lineId)?.title] as const];
    }),
  );
}
