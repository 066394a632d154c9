import { changeFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { isOpenTo } from '../plans/plan-at-hand.ts';
import { insertAgreement, insertSignature, latestAgreement, readSignatures } from './agreement-store.ts';
import { readBudget } from './store.ts';

/** What the two sides agree, as it was written together: the family's words stay the family's. */
export interface AgreementWords {
  readonly text: string;
  readonly familyWords: string;
}

type AgreementRefusal = { readonly code: 'record-not-found' | 'errand-for-a-stranger' };
type Place = { readonly familyId: string; readonly budgetId: string };

/** A new version; names under an older one do not count for it. */
export async function writeAgreement(
  desk: BudgetRoom,
  caller: Caller,
  { familyId, budgetId }: Place,
  words: AgreementWords,
): Promise<Result<{ readonly version: number }, AgreementRefusal>> {
  const { authorityId, principal } = caller;
  return changeFamily(desk, caller, { familyId, operation: 'budgets.write-agreement' }, async ({ tx, key, now }) => {
    const budget = await readBudget(tx, authorityId, budgetId);
    if (budget === undefined || budget.familyId !== familyId) return refused({ code: 'record-not-found' });
    const version = ((await latestAgreement(tx, authorityId, budgetId))?.version ?? 0) + 1;
    const sealed = key.seal(words, `${budgetId}:${version}`);
    await insertAgreement(tx, { authorityId, budgetId, version, familyId, sealed, createdAt: now, createdBy: principal });
    return accepted({ value: { version }, personId: budget.childId, facts: { budgetId, version } });
  });
}

/** One side puts its name to a version. Whoever has a place in the family signs for it, staff for the council; a repeat changes nothing. */
export async function signAgreement(
  desk: BudgetRoom,
  caller: Caller,
  { familyId, budgetId, version }: Place & { readonly version: number },
): Promise<Result<{ readonly side: 'family' | 'council' }, AgreementRefusal | { readonly code: 'agreement-superseded' }>> {
  const { authorityId, principal } = caller;
  const signedOn = await desk.businessDate(authorityId);
  return changeFamily(desk, caller, { familyId, operation: 'budgets.sign-agreement' }, async ({ tx, now }) => {
    const budget = await readBudget(tx, authorityId, budgetId);
    const latest = await latestAgreement(tx, authorityId, budgetId);
    if (budget?.familyId !== familyId || !isOpenTo(caller, familyId, budget.childId) || latest === undefined)
      return refused({ code: 'record-not-found' });
    if (latest.version !== version) return refused({ code: 'agreement-superseded' });
    // Asked on paper or by telephone, the family signs by an officer's hand.
    const personId = caller.actingAs?.familyId === familyId ? caller.actingAs.personId : caller.onBehalfOf?.personId;
    const side = personId === undefined ? ('council' as const) : ('family' as const);
    const signed = await readSignatures(tx, authorityId, budgetId, version);
    if (!signed.some((signature) => signature.side === side)) {
      const signature = { authorityId, budgetId, version, side, familyId, signedBy: principal, signedOn, createdAt: now };
      await insertSignature(tx, { ...signature, personId: personId ?? null });
    }
    return accepted({ value: { side }, personId: budget.childId, facts: { budgetId, version, side } });
  });
}
