import { v5 as uuidv5 } from 'uuid';
import {
  ACCOUNTS_OPEN_ON,
  accountForRecovery,
  accountForWriteOffs,
  type BookableCommand,
  type BookingKinds,
  type BookingRefusal,
  type BookingStep,
  type BudgetRoom,
  earlierStep,
  finishIntended,
  finishStep,
  intendStep,
  type KeyedRequest,
  type ShareAmount,
} from '../../budgets/index.ts';
import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';
import { changeFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import { storedParts } from '../runs/rows.ts';
import type { StoredPart } from '../schema.ts';
import { type CaseAsRead, type CaseAtHand, type CaseRefusal, caseAtHand, type MoneyOfAgreement, stillHolds } from './recovery-desk.ts';
import type { RecoveryEventKind, RecoveryState, TakingKind } from './rules/kinds.ts';
import type { PlannedTaking } from './rules/taking-plan.ts';
import type { UsedPlan } from './rules/use-plans.ts';
import { recoveryTakings } from './schema.ts';
import { addEvent, type CaseRow, readCase, readParts, updateCase } from './store.ts';
import { usePlanned } from './takings.ts';

/** A decision on money to return and its money, as one: what is to be written down is kept with the entries and written when they stand. */

const STEP = 'payments.recovery';

type Change = Partial<Pick<CaseRow, 'state' | 'amount' | 'outstanding' | 'decidedOn' | 'answeredOn' | 'writeOffAmount' | 'writeOffBy'>>;

export interface RecoveryDecision {
  readonly set: Change;
  readonly parts?: readonly ShareAmount[];
  readonly event: { readonly kind: RecoveryEventKind; readonly amount: bigint; readonly words: string };
  readonly entries: readonly EntryDraft[];
  readonly takings?: readonly (PlannedTaking & { readonly kind: TakingKind })[];
  /** The plans that it uses up, whose parts its entries move. */
  readonly used?: { readonly plans: readonly UsedPlan[]; readonly came: boolean };
  /** Written with the intent: a letter of a decision that the books refuse is never sent. */
  readonly withIt?: (atHand: CaseAtHand) => Promise<void>;
}

type Stored<Value> = Value extends bigint ? string : Value extends object ? { [Key in keyof Value]: Stored<Value[Key]> } : Value;

interface StepDetails {
  readonly caseId: string;
  readonly familyId: string;
  readonly on: PlainDate;
  readonly set: Stored<Change>;
  readonly parts?: readonly StoredPart[];
  readonly event: { readonly eventId: string; readonly kind: RecoveryEventKind; readonly amount: string; readonly sealed: string };
  readonly takings: readonly {
    readonly takingId: string;
    readonly kind: TakingKind;
    readonly dueOn: PlainDate;
    readonly amount: string;
    readonly parts: readonly StoredPart[];
    readonly dueRef?: string;
  }[];
  readonly used?: {
    readonly came: boolean;
    readonly plans: readonly { readonly takingId: string; readonly left: readonly StoredPart[] }[];
  };
  readonly revision: number;
}

export type RecoveryStepRefusal = CaseRefusal | BookingRefusal | { readonly code: 'idempotency-conflict' };

/**
 * The one way to decide something about money to return that moves it: checked and kept under the family's lock, booked, and only then
 * written into the case. Cut off anywhere, it is finished or it never was.
 */
export async function decideOnCase<R extends Refusal>(
  desk: BudgetRoom,
  caller: Caller,
  {
    asRead,
    operation,
    needed,
    request,
    money,
  }: {
    readonly asRead: CaseAsRead;
    readonly operation: string;
    readonly needed: readonly RecoveryState[];
    readonly request: KeyedRequest;
    /** Read before; the decision is refused if something was booked since. */
    readonly money?: MoneyOfAgreement;
  },
  decide: (atHand: CaseAtHand) => Promise<Result<RecoveryDecision, R>>,
): Promise<Result<{ readonly revision: number; readonly replayed: boolean }, R | RecoveryStepRefusal>> {
  const { authorityId, principal } = caller;
  const day = await desk.businessDate(authorityId);
  const { familyId, caseId } = asRead;
  const asked = await changeFamily(desk, caller, { familyId, operation }, async (family) => {
    const { tx, key, now } = family;
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    if (earlier.value !== undefined) return accepted({ value: true, facts: { caseId, replayed: true } });
    const at = await caseAtHand(tx, caller, asRead, needed);
    if (!at.ok) return at;
    const { found, agreement } = at.value;
    if (money !== undefined && !(await stillHolds(tx, authorityId, agreement.agreementId, money)))
      return refused({ code: 'change-under-way' });
    const atHand = { ...family, found, agreement, day };
    const decided = await decide(atHand);
    if (!decided.ok) return decided;
    const decision = decided.value;
    await decision.withIt?.(atHand);
    const { stepId } = request;
    const parts = decision.parts ?? readParts(found.parts);
    await updateCase(tx, found, { stepId });
    const eventId = uuidv5('event', stepId);
    const details: StepDetails = {
      ...{ caseId, familyId, on: day, set: asStored(decision.set), revision: found.revision + 1 },
      ...(decision.parts !== undefined && { parts: storedParts(decision.parts) }),
      event: {
        ...{ eventId, kind: decision.event.kind, amount: `${decision.event.amount}` },
        sealed: key.seal({ words: decision.event.words }, eventId).toString('base64'),
      },
      takings: (decision.takings ?? []).map((taking, index) => ({
        ...taking,
        takingId: uuidv5(`taking ${index}`, stepId),
        amount: `${taking.amount}`,
        parts: storedParts(taking.parts),
      })),
      ...(decision.used !== undefined && {
        used: { ...decision.used, plans: decision.used.plans.map(({ takingId, left }) => ({ takingId, left: storedParts(left) })) },
      }),
    };
    const streams = [...new Set(parts.map(({ share }) => share.stream))];
    const accounts = [accountForRecovery(caseId), ...streams.map(accountForWriteOffs)].map((draft) => ({
      ...draft,
      opensOn: ACCOUNTS_OPEN_ON,
    }));
    const commands = decision.entries.map((entry, index): BookableCommand => {
      return { kind: 'entry', id: uuidv5(`entry ${index}`, stepId), principal, entry };
    });
    await intendStep(tx, caller, { ...request, kind: STEP, subjectId: agreement.agreementId, accounts, commands, details }, now);
    return accepted({ value: false, personId: found.childId, facts: { caseId, kind: decision.event.kind } });
  });
  if (!asked.ok) return asked as { ok: false; refusal: R | RecoveryStepRefusal };
  const finish = asked.value ? finishStep : finishIntended;
  const booked = await finish({ ...desk, kinds: recoveryBookingKinds }, authorityId, request.stepId);
  if (!booked.ok) return booked;
  return accepted({ revision: (booked.value.details as StepDetails).revision, replayed: asked.value });
}

function asStored(set: Change): Stored<Change> {
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, typeof value === 'bigint' ? `${value}` : value]),
  ) as Stored<Change>;
}

const SUMS: readonly string[] = ['amount', 'outstanding', 'writeOffAmount'];

async function onBooked(tx: Transaction, { authorityId, details, askedBy }: BookingStep, at: Date): Promise<void> {
  const step = details as StepDetails;
  const found = await readCase(tx, authorityId, step.caseId, 'update');
  if (found === undefined) throw new Error('A recovery that is booked is there.');
  const set = Object.entries(step.set).map(([name, value]) => [
    name,
    SUMS.includes(name) && typeof value === 'string' ? BigInt(value) : value,
  ]);
  await updateCase(tx, found, {
    ...(Object.fromEntries(set) as Partial<CaseRow>),
    ...(step.parts !== undefined && { parts: step.parts }),
    ...{ stepId: null, revision: step.revision },
  });
  const { eventId, kind, amount, sealed } = step.event;
  const event = { kind, on: step.on, amount: BigInt(amount), eventId, sealed: Buffer.from(sealed, 'base64'), at, by: askedBy };
  await addEvent(tx, found, event);
  if (step.used !== undefined) {
    const plans = step.used.plans.map(({ takingId, left }) => ({ takingId, left: readParts(left) }));
    await usePlanned(tx, authorityId, plans, { came: step.used.came, on: step.on });
  }
  if (step.takings.length > 0)
    await tx.insert(recoveryTakings).values(
      step.takings.map(({ amount: pence, dueRef, ...taking }) => ({
        ...{ authorityId, caseId: step.caseId, ...taking, amount: BigInt(pence), state: 'planned' as const, dueRef: dueRef ?? null },
      })),
    );
}

/** The books said no: the case stands as it stood. */
async function onRefused(tx: Transaction, { authorityId, details }: BookingStep): Promise<void> {
  const found = await readCase(tx, authorityId, (details as StepDetails).caseId, 'update');
  if (found !== undefined) await updateCase(tx, found, { stepId: null });
}

export const recoveryBookingKinds: BookingKinds = { [STEP]: { onBooked, onRefused } };
