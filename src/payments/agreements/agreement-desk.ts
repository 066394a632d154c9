import type { BudgetRoom } from '../../budgets/index.ts';
import { changeFamily, type FamilyAtHand, openedBy, ownRightFrom } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import type { AgreementState } from '../rules/agreement-kinds.ts';
import { type AgreementRow, readAgreement } from './store.ts';

/** What an agreement needs to know of the plan behind it. */
export interface PlanBehind {
  readonly state: string;
  readonly finalisedOn?: PlainDate | undefined;
}

/** What the use cases on agreements work with: budgets' room, the plan, and what a payee's account looks like to its owner. */
export interface AgreementDesk extends BudgetRoom {
  readonly findPlan: (tx: Transaction, authorityId: number, planId: string) => Promise<PlanBehind | undefined>;
  /** `••••1234`; undefined while the payee has no account. */
  readonly maskedAccount: (tx: Transaction, authorityId: number, payeeId: string, on: PlainDate) => Promise<string | undefined>;
}

/** Which agreement of which family, in which version the caller has read it. */
export interface AgreementAsRead {
  readonly familyId: string;
  readonly agreementId: string;
  readonly ifMatch: string;
}

export interface AgreementAtHand extends FamilyAtHand {
  readonly agreement: AgreementRow;
  /** The authority's day. */
  readonly day: PlainDate;
}

export type AtHandRefusal =
  | VersionStale
  | { readonly code: 'record-not-found' | 'change-under-way' | 'errand-for-a-stranger' }
  | { readonly code: 'agreement-state'; readonly facts: { readonly state: AgreementState; readonly needed: readonly AgreementState[] } };

/** Whether the caller may know of this child: staff of every one, people of the family of those open to them. */
export function mayKnowOf(caller: Caller, familyId: string, childId: string): boolean {
  return openedBy(caller, familyId).some(({ personId }) => personId === undefined || personId === childId);
}

/** The first day on which the right behind an agreement is the young person's own. */
export function ownRightOf({ rows }: Pick<FamilyAtHand, 'rows'>, { childId, stream }: Pick<AgreementRow, 'childId' | 'stream'>): PlainDate {
  const bornOn = rows.persons.find(({ personId }) => personId === childId)?.bornOn;
  if (bornOn == null) throw new Error('A young person of a record has a date of birth.');
  return ownRightFrom(bornOn, stream);
}

/** The agreement to be changed, under lock: the caller's to know of, as they read it, at the step that the change needs. */
export async function agreementAtHand(
  tx: Transaction,
  caller: Caller,
  { familyId, agreementId, ifMatch }: AgreementAsRead,
  needed: readonly AgreementState[],
): Promise<Result<AgreementRow, AtHandRefusal>> {
  const agreement = await readAgreement(tx, caller.authorityId, agreementId, 'update');
  if (agreement === undefined || agreement.familyId !== familyId || !mayKnowOf(caller, familyId, agreement.childId))
    return refused({ code: 'record-not-found' });
  if (agreement.stepId !== null) return refused({ code: 'change-under-way' });
  const checked = checkVersion(ifMatch, agreement.revision);
  if (!checked.ok) return checked;
  if (!needed.includes(agreement.state)) return refused({ code: 'agreement-state', facts: { state: agreement.state, needed } });
  return accepted(agreement);
}

/** A change of an agreement that moves no money, with its event in the audit. */
export async function changeAgreement<Done extends Result<Changed, Refusal>>(
  desk: AgreementDesk,
  caller: Caller,
  { operation, asRead, needed }: { operation: string; asRead: AgreementAsRead; needed: readonly AgreementState[] },
  work: (atHand: AgreementAtHand) => Promise<Done>,
): Promise<Result<ValueOf<Done>, RefusalOf<Done> | AtHandRefusal>> {
  const day = await desk.businessDate(caller.authorityId);
  const { familyId, agreementId } = asRead;
  return changeFamily(desk, caller, { familyId, operation }, async (family) => {
    const found = await agreementAtHand(family.tx, caller, asRead, needed);
    if (!found.ok) return found;
    const done = await work({ ...family, agreement: found.value, day });
    if (!done.ok) return done as { ok: false; refusal: RefusalOf<Done> };
    const { value, facts } = done.value;
    return accepted({ value: value as ValueOf<Done>, personId: found.value.childId, facts: { agreementId, ...facts } });
  });
}

interface Changed {
  readonly value: unknown;
  readonly facts?: Readonly<Record<string, unknown>>;
}
type ValueOf<Done> = Done extends { readonly ok: true; readonly value: { readonly value: infer Value } } ? Value : never;
type RefusalOf<Done> = Done extends { readonly ok: false; readonly refusal: infer R extends Refusal } ? R : never;
