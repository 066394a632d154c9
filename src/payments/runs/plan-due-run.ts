import { v5 as uuidv5 } from 'uuid';
import type { Actor } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { defined } from '../defined.ts';
import { withoutDuplicates } from '../duplicates/find-duplicates.ts';
import type { PaymentRefusal } from '../problems.ts';
import { whyNoFile } from '../rails/files/why-no-file.ts';
import { readRailSettings } from '../rails/rail-settings.ts';
import { judgeLines } from './judge-lines.ts';
import type { Exclusion, PaymentRun } from './payment-run.ts';
import { writeDraft } from './plan-payment-run.ts';
import { bookedReleases } from './post-payments.ts';
import { claimedByRuns, lessClaims, promisedFor } from './promised-money.ts';
import type { RunDesk } from './run-desk.ts';
import { dueRefsAlreadyPlanned, lastNumber, paymentsThatFailed, readExclusions, readRun } from './store.ts';
import { insertExclusions, insertRun, moveRun } from './write-run.ts';

/** Made up once: the name space of runs that follow from an authority, a day and a rail. */
const RUNS = '3f0c5e0e-7e55-4c0b-9d0f-2f9f5b7b3c11';

export interface PlanDueRun {
  readonly payDate: PlainDate;
  readonly rail: string;
  /** A further run of the same day, for what has become due since. */
  readonly extra?: boolean;
}

export interface PlannedRun {
  readonly run: PaymentRun;
  readonly excluded: readonly Exclusion[];
  /** The day's run was there already, and nothing happened now. */
  readonly existed: boolean;
}

/** The run of a day is one run whoever plans it, how often and in how many processes: its id follows from authority, day and rail. */
function runIdOf(authorityId: number, payDate: PlainDate, rail: string, ordinal = 1): string {
  return uuidv5(`${authorityId} ${payDate} ${rail} ${ordinal}`, RUNS);
}

type Planned = Result<PlannedRun, PaymentRefusal>;

/**
 * Plans what is due on a day or was missed before it: what can be paid becomes a draft, what cannot is left out with the reason, and stays
 * due. Holds, payees and the promised money are judged here and once more at the release.
 */
export async function planDueRun(desk: RunDesk, actor: Actor, asked: PlanDueRun): Promise<Planned> {
  // What another run gave up or was released with meanwhile was counted against this one: the figures are read again.
  return (await planOnce(desk, actor, asked, 'look-again')) ?? ((await planOnce(desk, actor, asked, 'as-it-is')) as Planned);
}

async function planOnce(
  desk: RunDesk,
  actor: Actor,
  asked: PlanDueRun,
  whenMoved: 'look-again' | 'as-it-is',
): Promise<Planned | undefined> {
  const { database, clock, dueLines, payees } = desk;
  const { authorityId, principal } = actor;
  const { payDate, rail, extra = false } = asked;
  const facts = { payDate, rail };
  const settings = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readRailSettings(tx, authorityId, rail));
  if (settings === undefined) return refused({ code: 'rail-not-set-up', facts });
  const noFile = await whyNoFile(desk, authorityId, asked);
  if (noFile !== undefined) return refused(noFile);
  const { due, claimedBefore } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => ({
    due: await dueLines.due(tx, authorityId, payDate),
    claimedBefore: await claimedByRuns(tx, authorityId),
  }));
  // The books have a connection of their own, so what is promised is read before the transaction that plans; claims are read on either side
  // of it, so that money which a run is just taking is never counted as free.
  const charged = await bookedReleases(desk.ledger, authorityId, claimedBefore);
  const promised = await promisedFor(desk, authorityId, due);

  return inTransaction(database, { authorityId }, async (tx) => {
    const last = await lastNumber(tx, authorityId);
    const found = await firstFreeRun(tx, authorityId, asked);
    if (found.existing !== undefined && !extra) {
      const excluded = await readExclusions(tx, authorityId, found.existing.runId);
      return accepted({ run: found.existing, excluded, existed: true });
    }
    const dueRefs = due.map(({ dueRef }) => dueRef);
    const already = new Set(dueRefs.length === 0 ? [] : await dueRefsAlreadyPlanned(tx, authorityId, dueRefs));
    const open = due.filter(({ dueRef }) => !already.has(dueRef));
    const openRefs = open.map(({ dueRef }) => dueRef);
    const claims = await claimedByRuns(tx, authorityId);
    const judged = judgeLines({
      due: open,
      holds: await dueLines.holdsFor(tx, authorityId, openRefs, payDate),
      payees: await payees.payable(tx, authorityId, [...new Set(open.flatMap(({ payeeId }) => payeeId ?? []))], payDate),
      failed: openRefs.length === 0 ? new Map() : await paymentsThatFailed(tx, authorityId, openRefs),
      promised: lessClaims(
        promised,
        [...claimedBefore, ...claims].filter(({ instructionId }) => !charged.has(instructionId)),
      ),
      largestPayment: settings.largestPayment,
    });
    const stillClaim = new Set(claims.map(({ instructionId }) => instructionId));
    const hasMoved = claimedBefore.some(({ instructionId }) => !stillClaim.has(instructionId));
    if (whenMoved === 'look-again' && hasMoved && judged.exclusions.some(({ reason }) => reason === 'not-promised')) return undefined;
    const { lines, exclusions } = await withoutDuplicates(tx, authorityId, judged);
    const wanted = lines.map(({ dueRef }) => dueRef);
    const taken = new Set(await dueLines.markInRun(tx, authorityId, wanted, found.freeId));
    const payable = lines.filter(({ dueRef }) => taken.has(dueRef));
    if (payable.length === 0) {
      await keepWhyNobodyIsPaid(tx, actor, asked, { runId: found.freeId, before: found.lastWithdrawn, exclusions, now: clock.now() });
      return refused({ code: 'payment-run-empty', facts: { ...facts, excluded: exclusions } });
    }
    const run = await writeDraft(tx, actor, { runId: found.freeId, payDate, rail, lines: payable }, last, clock.now());
    await insertExclusions(tx, authorityId, run.runId, exclusions, { by: principal, at: clock.now() });
    return accepted({ run, excluded: exclusions, existed: false });
  });
}

/** A run of nobody, withdrawn as it is made: it keeps why each that was due was left out. Planned again with the same answer, it is the same. */
async function keepWhyNobodyIsPaid(
  tx: Transaction,
  { authorityId, principal }: Actor,
  { payDate, rail }: PlanDueRun,
  {
    runId,
    before,
    exclusions,
    now,
  }: { readonly runId: string; readonly before: string | undefined; readonly exclusions: readonly Exclusion[]; readonly now: Date },
): Promise<void> {
  if (exclusions.length === 0) return;
  const told = (list: readonly Exclusion[]) => JSON.stringify(list.map(({ dueRef, reason }) => [dueRef, reason]).toSorted());
  if (before !== undefined && told(await readExclusions(tx, authorityId, before)) === told(exclusions)) return;
  await insertRun(tx, authorityId, { runId, payDate, rail, state: 'draft', plannedBy: principal, instructions: [] }, now);
  await moveRun(tx, authorityId, runId, { from: 'draft', to: 'withdrawn' }, { closedAt: now });
  await insertExclusions(tx, authorityId, runId, exclusions, { by: principal, at: now });
}

/** A run that was withdrawn does not count: what it left is planned anew. */
async function firstFreeRun(
  tx: Transaction,
  authorityId: number,
  { payDate, rail }: PlanDueRun,
): Promise<{ readonly existing?: PaymentRun; readonly lastWithdrawn?: string; readonly freeId: string }> {
  let existing: PaymentRun | undefined;
  let lastWithdrawn: string | undefined;
  for (let ordinal = 1; ; ordinal += 1) {
    const runId = runIdOf(authorityId, payDate, rail, ordinal);
    const run = await readRun(tx, authorityId, runId);
    if (run === undefined) return { ...defined({ existing, lastWithdrawn }), freeId: runId };
    if (run.state !== 'withdrawn') existing = run;
    lastWithdrawn = run.state === 'withdrawn' ? runId : undefined;
  }
}
