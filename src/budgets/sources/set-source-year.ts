import { v5 as uuidv5 } from 'uuid';
import type { FinancialYear } from '../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { checkVersion, type VersionStale } from '../../platform/http/version-tag.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import {
  type BookableCommand,
  type BookingKind,
  type BookingKinds,
  type BookingRefusal,
  type BookingStep,
  earlierStep,
  finishIntended,
  finishStep,
  intendStep,
  type KeyedRequest,
  pendingStepOf,
} from '../booking/index.ts';
import type { BudgetRoom } from '../budget-room.ts';
import { accountsForSource } from '../rules/account-drafts.ts';
import { ACCOUNTS_OPEN_ON } from '../rules/accounts-open-on.ts';
import { fundsPutUp, fundsTakenBack } from '../rules/budget-entries.ts';
import { keepSourceYear, readSource, readSourceYear } from './store.ts';

export interface SourceYearCommand {
  readonly sourceCode: string;
  readonly financialYear: FinancialYear;
  /** What the source has for the year in all, in pence: the difference to what it had is booked. */
  readonly amount: bigint;
  readonly indicative: boolean;
  readonly effectiveOn: PlainDate;
  /** The revision that was read; "0" for a year of which nothing is known yet. */
  readonly ifMatch: string;
}

export type SourceYearRefusal =
  | BookingRefusal
  | VersionStale
  | { readonly code: 'idempotency-conflict' | 'source-not-found' | 'change-under-way' | 'source-year-confirmed' };

/** What the step keeps until it is booked: pence as text. */
interface SourceYearDetails {
  readonly sourceCode: string;
  readonly financialYear: FinancialYear;
  readonly amount: string;
  readonly indicative: boolean;
  readonly confirmedOn: PlainDate | null;
  readonly revision: number;
}

const SOURCE_YEAR = 'budgets.source-year';

const sourceYearBooking: BookingKind = {
  onBooked: async (tx: Transaction, { authorityId, details, askedBy, askedAt }: BookingStep) => {
    const { amount, ...year } = details as SourceYearDetails;
    await keepSourceYear(tx, { authorityId, ...year, amount: BigInt(amount), createdAt: askedAt, createdBy: askedBy });
  },
};
export const sourceBookingKinds: BookingKinds = { [SOURCE_YEAR]: sourceYearBooking };

/** Money is never taken off lines because a source came out lower: the source shows what is missing, under this name. */
const CONFIRMED_LOWER = 'source-set-lower';

/**
 * Says what a source has for a year: put up, raised, lowered, or confirmed. Next year's may be indicative, and its lines are booked on it all
 * the same; confirmed lower than what lines already have, it stands below nothing and says so.
 */
export async function setSourceYear(
  room: BudgetRoom,
  caller: Caller,
  command: SourceYearCommand,
  request: KeyedRequest,
): Promise<Result<{ readonly revision: number; readonly replayed: boolean }, SourceYearRefusal>> {
  const { database, clock } = room;
  const { authorityId } = caller;
  const desk = { ...room, kinds: sourceBookingKinds };
  const asked = await inTransaction(database, { authorityId }, async (tx) => {
    const earlier = await earlierStep(tx, authorityId, request);
    if (!earlier.ok) return earlier;
    if (earlier.value !== undefined) return accepted({ replayed: true });
    const kept = await intendSourceYear(tx, caller, command, request, clock.now());
    return kept.ok ? accepted({ replayed: false }) : kept;
  });
  if (!asked.ok) return asked;
  const { replayed } = asked.value;
  const booked = await (replayed ? finishStep : finishIntended)(desk, authorityId, request.stepId);
  return booked.ok ? accepted({ revision: (booked.value.details as SourceYearDetails).revision, replayed }) : booked;
}

async function intendSourceYear(
  tx: Transaction,
  caller: Caller,
  command: SourceYearCommand,
  { stepId, fingerprint }: KeyedRequest,
  at: Date,
): Promise<Result<undefined, SourceYearRefusal>> {
  const { authorityId } = caller;
  const { sourceCode, financialYear, amount, indicative, effectiveOn, ifMatch } = command;
  if ((await readSource(tx, authorityId, sourceCode, 'update')) === undefined) return refused({ code: 'source-not-found' });
  const subjectId = `${sourceCode}:${financialYear}`;
  if ((await pendingStepOf(tx, authorityId, subjectId)) !== undefined) return refused({ code: 'change-under-way' });
  const before = await readSourceYear(tx, authorityId, sourceCode, financialYear);
  const checked = checkVersion(ifMatch, before?.revision ?? 0);
  if (!checked.ok) return checked;
  if (before?.indicative === false && indicative) return refused({ code: 'source-year-confirmed' });
  const details: SourceYearDetails = {
    sourceCode,
    financialYear,
    amount: `${amount}`,
    indicative,
    confirmedOn: indicative ? null : (before?.confirmedOn ?? effectiveOn),
    revision: (before?.revision ?? 0) + 1,
  };
  await intendStep(
    tx,
    caller,
    {
      stepId,
      kind: SOURCE_YEAR,
      subjectId,
      accounts: accountsForSource(sourceCode, financialYear).map((draft) => ({ ...draft, opensOn: ACCOUNTS_OPEN_ON })),
      commands: differenceOf(command, before?.amount ?? 0n, { stepId, principal: caller.principal }),
      details,
      fingerprint,
    },
    at,
  );
  return accepted(undefined);
}

function differenceOf(
  { sourceCode: source, financialYear, amount, effectiveOn: effectiveDate }: SourceYearCommand,
  before: bigint,
  { stepId, principal }: { readonly stepId: string; readonly principal: string },
): BookableCommand[] {
  if (amount === before) return [];
  const entry =
    amount > before
      ? fundsPutUp({ effectiveDate, source, financialYear, amount: amount - before })
      : { ...fundsTakenBack({ effectiveDate, source, financialYear, amount: before - amount }), override: CONFIRMED_LOWER };
  return [{ kind: 'entry', id: uuidv5('source-year', stepId), principal, entry }];
}
