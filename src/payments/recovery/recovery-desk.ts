import type { BudgetRoom } from '../../budgets/index.ts';
import { advanceAccount, countSteps, expenseAccount, pendingStepOf, type ShareAmount, sharesOfLine, totalOf } from '../../budgets/index.ts';
import { changeFamily, type FamilyAtHand } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import { mayKnowOf } from '../agreements/agreement-desk.ts';
import { type AgreementRow, readAgreement } from '../agreements/store.ts';
import type { HeldAs, RecoveryState } from './rules/kinds.ts';
import { type CaseRow, readCase, updateCase } from './store.ts';

/** Which case of which family, in which version the caller has read it. */
export interface CaseAsRead {
  readonly familyId: string;
  readonly caseId: string;
  readonly ifMatch: string;
}

export interface CaseAtHand extends FamilyAtHand {
  readonly found: CaseRow;
  readonly agreement: AgreementRow;
  readonly day: PlainDate;
}

export type CaseRefusal =
  | VersionStale
  | { readonly code: 'record-not-found' | 'errand-for-a-stranger' | 'recovery-not-found' | 'change-under-way' }
  | { readonly code: 'recovery-state'; readonly facts: { readonly state: RecoveryState; readonly needed: readonly RecoveryState[] } };

/** The case to be changed, under the family's lock: the caller's to know of, as they read it, at the step that the change needs. */
export async function caseAtHand(
  tx: Transaction,
  caller: Caller,
  { familyId, caseId, ifMatch }: CaseAsRead,
  needed: readonly RecoveryState[],
): Promise<Result<{ readonly found: CaseRow; readonly agreement: AgreementRow }, CaseRefusal>> {
  const { authorityId } = caller;
  const found = await readCase(tx, authorityId, caseId, 'update');
  if (found === undefined || found.familyId !== familyId || !mayKnowOf(caller, familyId, found.childId))
    return refused({ code: 'recovery-not-found' });
  const agreement = await readAgreement(tx, authorityId, found.agreementId);
  if (agreement === undefined) throw new Error('A recovery has an agreement.');
  if (found.stepId !== null) return refused({ code: 'change-under-way' });
  const checked = checkVersion(ifMatch, found.revision);
  if (!checked.ok) return checked;
  if (!needed.includes(found.state)) return refused({ code: 'recovery-state', facts: { state: found.state, needed } });
  return accepted({ found, agreement });
}

interface Changed {
  readonly value?: unknown;
  readonly set: Partial<CaseRow>;
  readonly facts?: Readonly<Record<string, unknown>>;
}
type RefusalOf<Done> = Done extends { readonly ok: false; readonly refusal: infer R extends Refusal } ? R : never;

/** A change of a case that moves no money, with its event in the audit. */
export async function changeCase<Done extends Result<Changed, Refusal>>(
  desk: BudgetRoom,
  caller: Caller,
  { operation, asRead, needed }: { operation: string; asRead: CaseAsRead; needed: readonly RecoveryState[] },
  work: (atHand: CaseAtHand) => Promise<Done>,
): Promise<Result<{ readonly revision: number }, RefusalOf<Done> | CaseRefusal>> {
  const day = await desk.businessDate(caller.authorityId);
  const { familyId, caseId } = asRead;
  return changeFamily(desk, caller, { familyId, operation }, async (family) => {
    const at = await caseAtHand(family.tx, caller, asRead, needed);
    if (!at.ok) return at;
    const done = await work({ ...family, ...at.value, day });
    if (!done.ok) return done as { ok: false; refusal: RefusalOf<Done> };
    const { set, facts } = done.value;
    const revision = at.value.found.revision + 1;
    await updateCase(family.tx, at.value.found, { ...set, revision });
    return accepted({ value: { revision }, personId: at.value.found.childId, facts: { caseId, ...facts } });
  });
}

/** What the books say of an agreement's money, with the mark by which a later lock knows that it still holds. */
export interface MoneyOfAgreement {
  readonly advance: readonly ShareAmount[];
  readonly expense: readonly ShareAmount[];
  readonly steps: number;
}

/** Read before the transaction that decides: the books have transactions of their own. */
export async function moneyOfAgreement(
  desk: Pick<BudgetRoom, 'database' | 'ledger'>,
  authorityId: number,
  agreementId: string,
  effectiveDate?: PlainDate,
): Promise<MoneyOfAgreement> {
  const { shares, steps } = await inTransaction(desk.database, { authorityId, readOnly: true }, async (tx) => {
    const agreement = await readAgreement(tx, authorityId, agreementId);
    return {
      shares: agreement === undefined ? [] : (await sharesOfLine(tx, authorityId, agreement)).map(({ share }) => share),
      steps: await countSteps(tx, authorityId, agreementId),
    };
  });
  const codes = shares.flatMap((share) => [advanceAccount(share), expenseAccount(share)]);
  const balances =
    codes.length === 0 ? [] : await desk.ledger.balances(authorityId, codes, effectiveDate === undefined ? undefined : { effectiveDate });
  const byCode = new Map(balances.map(({ account, balance }) => [account, balance]));
  const on = (account: (share: (typeof shares)[number]) => string) =>
    shares.map((share) => ({ share, amount: byCode.get(account(share)) ?? 0n }));
  return { advance: on(advanceAccount), expense: on(expenseAccount), steps };
}

/** Whether what was read of the money still holds, under the family's lock. */
export async function stillHolds(tx: Transaction, authorityId: number, agreementId: string, { steps }: MoneyOfAgreement): Promise<boolean> {
  const isPending = (await pendingStepOf(tx, authorityId, agreementId)) !== undefined;
  return !isPending && (await countSteps(tx, authorityId, agreementId)) === steps;
}

export function heldIn(money: MoneyOfAgreement, heldAs: HeldAs): { readonly parts: readonly ShareAmount[]; readonly total: bigint } {
  const parts = heldAs === 'advance' ? money.advance : money.expense;
  return { parts, total: totalOf(parts.filter(({ amount }) => amount > 0n)) };
}
