import { changeFamily, type FamilyAtHand } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Refusal, type Result } from '../../platform/result.ts';
import {
  type BookableCommand,
  type BookingRefusal,
  earlierStep,
  finishIntended,
  finishStep,
  intendStep,
  type KeyedRequest,
} from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { readSources } from '../sources/store.ts';
import { type BudgetAsRead, type BudgetAtHand, type BudgetAtHandRefusal, budgetAtHand } from './budget-at-hand.ts';
import type { Decision } from './decision.ts';
import { accountsOfLines, entriesOfChange, type ShareChange } from './line-entries.ts';
import type { BudgetState } from './rules/budget-words.ts';
import { budgetDecisionKinds, DECISION, type DecisionDetails, toStored } from './stored-decision.ts';

/** A decision with what it does to shares; the entries follow from the difference. */
export interface MoneyDecision {
  readonly decision: Decision;
  readonly changes: readonly ShareChange[];
  readonly bookedOn: PlainDate;
  readonly override?: string | undefined;
}

export interface DecidedWithMoney {
  readonly decisionId: string;
  readonly revision: number;
  readonly replayed: boolean;
}

export type DecideRefusal =
  | BudgetAtHandRefusal
  | BookingRefusal
  | { readonly code: 'errand-for-a-stranger' | 'idempotency-conflict' }
  | SourceShort;

interface SourceShort {
  readonly code: 'source-short';
  readonly account: string;
}

/**
 * The one way to decide something that moves a budget's money: checked and kept under the family's lock, booked, and only then written into
 * the budget. A refusal of the books leaves the budget as it was.
 */
export async function decideWithMoney<R extends Refusal>(
  desk: BudgetRoom,
  caller: Caller,
  {
    asRead,
    operation,
    needed,
    request,
  }: { asRead: BudgetAsRead; operation: string; needed: readonly BudgetState[]; request: KeyedRequest },
  decideOn: (atHand: BudgetAtHand, family: FamilyAtHand, today: PlainDate) => Promise<Result<MoneyDecision, R>>,
): Promise<Result<DecidedWithMoney, DecideRefusal | R>> {
  const { authorityId, principal } = caller;
  const { familyId, budgetId } = asRead;
  const today = await desk.businessDate(authorityId);
  let commands: readonly BookableCommand[] = [];
  const asked = await changeFamily(desk, caller, { familyId, operation }, async (family) => {
    const { tx, now } = family;
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    if (earlier.value !== undefined) return accepted({ value: { replayed: true }, facts: { budgetId, replayed: true } });
    const found = await budgetAtHand(tx, caller, asRead, needed);
    if (!found.ok) return found;
    const decided = await decideOn(found.value, family, today);
    if (!decided.ok) return decided;
    const { decision, changes, bookedOn, override } = decided.value;
    const details: DecisionDetails = { decision: toStored(decision), revision: found.value.budget.revision + 1 };
    commands = entriesOfChange(changes, { stepId: request.stepId, principal, effectiveDate: bookedOn, override });
    await intendStep(
      tx,
      caller,
      {
        ...request,
        kind: DECISION,
        subjectId: budgetId,
        accounts: accountsOfLines(changes, await readSources(tx, authorityId)),
        commands,
        details,
      },
      now,
    );
    return accepted({ value: { replayed: false }, personId: found.value.budget.childId, facts: { budgetId, kind: decision.kind } });
  });
  if (!asked.ok) return asked as { ok: false; refusal: DecideRefusal | R };
  const { replayed } = asked.value;
  const booked = await (replayed ? finishStep : finishIntended)({ ...desk, kinds: budgetDecisionKinds }, authorityId, request.stepId);
  if (!booked.ok) return { ok: false, refusal: await inOurWords(desk, authorityId, booked.refusal, commands) };
  const { decision, revision } = booked.value.details as DecisionDetails;
  return accepted({ decisionId: decision.decisionId, revision, replayed });
}

/** A source that has less than the lines take from it is the limit that people meet, so it has words of its own. */
async function inOurWords(
  { ledger }: BudgetRoom,
  authorityId: number,
  refusal: BookingRefusal,
  commands: readonly BookableCommand[],
): Promise<BookingRefusal | SourceShort> {
  if (refusal.code !== 'books-refused' || refusal.ledgerCode !== 'floor-broken') return refusal;
  const taken = new Map<string, bigint>();
  for (const { account, amount } of commands.flatMap((command) => (command.kind === 'entry' ? command.entry.postings : [])))
    if (account.startsWith('source:')) taken.set(account, (taken.get(account) ?? 0n) + amount);
  const balances = await ledger.balances(authorityId, [...taken.keys()]);
  const short = balances.find(({ account, balance }) => (taken.get(account) ?? 0n) > (balance > 0n ? balance : 0n));
  return short === undefined ? refusal : { code: 'source-short', account: short.account };
}
