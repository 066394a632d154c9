import type { AccountDraft, Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BookingKinds, BookingStep, StepIntent, StepRefusal } from './booking-kind.ts';
import { claimStep, endStep, insertStep, readStep, type StepRow, stepOf } from './store.ts';
import { accountsFromStored, commandsFromStored, toStored } from './stored-commands.ts';

/**
 * Rows and money live in two transactions, for the ledger has its own. A step makes them one: (1) the intent is kept with whatever else the
 * caller writes, (2) the entries are posted under ids that follow from the intent, (3) the outcome is written down with the rows that wait
 * for it. Cut off after (1) or (2), the step stays pending, and the sweeper takes it up from there: what was posted is only found again.
 */
export interface BookingDesk {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly kinds: BookingKinds;
}

interface Booker {
  readonly authorityId: number;
  readonly principal: string;
}

/** A refusal of the books, as the caller's own refusal: `ledgerCode` says which. */
export interface BooksRefused {
  readonly code: 'books-refused';
  readonly ledgerCode: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
export type BookingRefusal = BooksRefused | { readonly code: 'booking-under-way' };

/** Longer than any posting may take, so that nobody takes over what is still being posted. */
const CLAIM_MS = 60_000;

/** Keeps the intent, in the caller's transaction, and claims it for the caller: finish it as soon as that has committed. */
export async function intendStep(tx: Transaction, { authorityId, principal }: Booker, intent: StepIntent, at: Date): Promise<void> {
  const { stepId, kind, subjectId, accounts = [], commands, details = {}, fingerprint } = intent;
  await insertStep(tx, {
    authorityId,
    stepId,
    kind,
    subjectId,
    accounts: toStored(accounts),
    commands: toStored(commands),
    details,
    fingerprint: fingerprint ?? null,
    state: 'pending',
    askedBy: principal,
    askedAt: at,
    attempt: 1,
    claimedUntil: new Date(at.getTime() + CLAIM_MS),
  });
}

/** Keeps the intent together with the caller's rows, books it and writes its outcome down. An outage is thrown and the step stays pending. */
export async function bookStep(
  desk: BookingDesk,
  booker: Booker,
  intent: StepIntent,
  withIt: (tx: Transaction) => Promise<void> = async () => undefined,
): Promise<Result<BookingStep, BookingRefusal>> {
  const at = desk.clock.now();
  await inTransaction(desk.database, { authorityId: booker.authorityId }, async (tx) => {
    await withIt(tx);
    await intendStep(tx, booker, intent, at);
  });
  return finishIntended(desk, booker.authorityId, intent.stepId);
}

/** For whoever has just kept the intent. */
export async function finishIntended(desk: BookingDesk, authorityId: number, stepId: string): Promise<Result<BookingStep, BookingRefusal>> {
  const row = await inTransaction(desk.database, { authorityId, readOnly: true }, (tx) => readStep(tx, authorityId, stepId));
  if (row === undefined) throw new Error(`The step ${stepId} was not kept.`);
  return row.state === 'pending' ? bookClaimed(desk, row) : outcomeOf(row);
}

/** For whoever finds it later: a caller who asks again, or the sweeper. Refuses while somebody else is at it. */
export async function finishStep(desk: BookingDesk, authorityId: number, stepId: string): Promise<Result<BookingStep, BookingRefusal>> {
  const { database, clock } = desk;
  const now = clock.now();
  const until = new Date(now.getTime() + CLAIM_MS);
  const { claimed, row } = await inTransaction(database, { authorityId }, async (tx) => ({
    claimed: await claimStep(tx, authorityId, stepId, { now, until }),
    row: await readStep(tx, authorityId, stepId),
  }));
  if (claimed !== undefined) return bookClaimed(desk, claimed);
  if (row === undefined) throw new Error(`There is no step ${stepId}.`);
  return outcomeOf(row);
}

function outcomeOf(row: StepRow): Result<BookingStep, BookingRefusal> {
  if (row.state === 'pending') return refused({ code: 'booking-under-way' });
  const step = stepOf(row);
  return step.refusal === undefined ? accepted(step) : refused(booksRefused(step.refusal));
}

function booksRefused({ code, facts = {} }: StepRefusal): BooksRefused {
  return { code: 'books-refused', ledgerCode: code, facts };
}

async function bookClaimed(desk: BookingDesk, row: StepRow): Promise<Result<BookingStep, BookingRefusal>> {
  const { database, clock, kinds } = desk;
  const kind = kinds[row.kind];
  if (kind === undefined) throw new Error(`Nobody knows how to finish a step of the kind ${row.kind}.`);
  const refusal = await post(desk, row);
  const { authorityId, stepId } = row;
  return inTransaction(database, { authorityId }, async (tx) => {
    const standing = await readStep(tx, authorityId, stepId, 'update');
    if (standing === undefined) throw new Error(`The step ${stepId} is gone.`);
    // Somebody else has ended it, or took over because this attempt was slow: what they find out counts.
    if (standing.state !== 'pending' || standing.attempt !== row.attempt) return outcomeOf(standing);
    const doneAt = clock.now();
    const state = refusal === undefined ? ('booked' as const) : ('refused' as const);
    const step = { ...stepOf(standing), state };
    if (refusal === undefined) await kind.onBooked(tx, step, doneAt);
    else await kind.onRefused?.(tx, step, refusal, doneAt);
    await endStep(tx, authorityId, stepId, { state, refusal: refusal ?? null, doneAt });
    return refusal === undefined ? accepted(step) : refused(booksRefused(refusal));
  });
}

const OUTAGES: readonly string[] = ['service-busy', 'service-unavailable'];

/** Undefined when all of it is in the books, now or since an earlier attempt. */
async function post({ ledger, clock }: BookingDesk, row: StepRow): Promise<StepRefusal | undefined> {
  const { authorityId, stepId, askedBy: principal } = row;
  const accounts = accountsFromStored(row.accounts);
  const missing = await missingOf(ledger, authorityId, accounts);
  if (missing.length > 0) {
    const opened = await ledger.openAccounts({ authorityId, principal, recordedAt: clock.now() }, missing);
    if (!opened.ok) return kept(stepId, opened.refusal);
  }
  const commands = commandsFromStored(row.commands);
  if (commands.length === 0) return undefined;
  const results = await ledger.post(authorityId, commands, { linked: true });
  const first = results.find((result) => !result.ok && result.refusal.code !== 'linked-entry-refused');
  return first === undefined || first.ok ? undefined : kept(stepId, first.refusal);
}

/** One that somebody opened in another way is as good. */
async function missingOf(ledger: Ledger, authorityId: number, drafts: readonly AccountDraft[]): Promise<AccountDraft[]> {
  if (drafts.length === 0) return [];
  const codes = drafts.map(({ code }) => code);
  const there = new Set((await ledger.accounts(authorityId, { codes })).map(({ code }) => code));
  return drafts.filter(({ code }) => !there.has(code));
}

/** A refusal that can be kept; an outage says nothing about the money and leaves the step pending. */
function kept(stepId: string, { code, facts }: StepRefusal): StepRefusal {
  if (OUTAGES.includes(code)) throw new Error(`The books could not take the step ${stepId}: ${code}`);
  return { code, ...(facts !== undefined && { facts }) };
}
