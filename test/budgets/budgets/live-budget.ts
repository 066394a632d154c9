import { readBudget } from '../../../src/budgets/budgets/store.ts';
import { agreeBudget, goLive, type LineDraft, requestBudget, setLines } from '../../../src/budgets/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { must } from '../../people/example-family.ts';
import type { BudgetBook } from '../budget-book.ts';

let made = 0;

/** A budget of 2026-27 that has come as far as `state`; whoever asks writes the lines. */
export async function budgetIn(book: BudgetBook, state: 'requested' | 'indicative' | 'agreed' | 'live', lines: readonly LineDraft[]) {
  const { desk, officer, approver, familyId, planId, authorityId } = book;
  const asked = { planId, from: '2026-04-01', until: '2028-03-31', familyWords: 'We would like to choose.' } as const;
  const { budgetId } = must(await requestBudget(desk, officer, familyId, asked));
  const asRead = async () => {
    const row = await inTransaction(desk.database, { authorityId }, (tx) => readBudget(tx, authorityId, budgetId));
    return { familyId, budgetId, ifMatch: `${row?.revision}` };
  };
  const draft = { lines, leftOut: [], reasons: 'What the plan says.' };
  if (state === 'requested') return { budgetId, asRead };
  must(await setLines(desk, officer, await asRead(), draft));
  if (state === 'indicative') return { budgetId, asRead };
  made += 1;
  must(await agreeBudget(desk, approver, await asRead(), { reasons: 'It is enough.' }, book.key(`agree ${made}`)));
  if (state === 'agreed') return { budgetId, asRead };
  must(await goLive(desk, approver, await asRead(), { reasons: 'It begins.', withoutSignatures: 'Signed on paper.' }));
  return { budgetId, asRead };
}
