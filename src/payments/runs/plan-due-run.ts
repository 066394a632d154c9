import { v5 as uuidv5 } from 'uuid';
import { shareAccount, shareKey } from '../../budgets/index.ts';
import type { Actor } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { withoutDuplicates } from '../duplicates/find-duplicates.ts';
import type { PaymentRefusal } from '../problems.ts';
import { whyNoFile } from '../rails/files/why-no-file.ts';
import { readRailSettings } from '../rails/rail-settings.ts';
import { judgeLines, type Promised } from './judge-lines.ts';
import type { Exclusion, PaymentRun } from './payment-run.ts';
import { writeDraft } from './plan-payment-run.ts';
import type { DueLine, RunDesk } from './run-desk.ts';
import { dueRefsAlreadyPlanned, lastNumber, paymentsThatFailed, readExclusions, readRun } from './store.ts';
import { insertExclusions } from './write-run.ts';

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

/**
 * Plans what is due on a day or was missed before it: what can be paid becomes a draft, what cannot is left out with the reason, and stays
 * due. Holds, payees and the promised money are judged here and once more at the release.
 */
export async function planDueRun(desk: RunDesk, actor: Actor, asked: PlanDueRun): Promise<Result<PlannedRun, PaymentRefusal>> {
  const { database, clock, dueLines, payees } = desk;
  const { authorityId, principal } = actor;
  const { payDate, rail, extra = false } = asked;
  const facts = { payDate, rail };
  const settings = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readRailSettings(tx, authorityId, rail));
  if (settings === undefined) return refused({ code: 'rail-not-set-up', facts });
  const noFile = await whyNoFile(desk, authorityId, asked);
  if (noFile !== undefined) return refused(noFile);
  const due = await inTransaction(database, { authorityId, readOnly: true }, (tx) => dueLines.due(tx, authorityId, payDate));
  // The books have a connection of their own, so what is promised is read before the transaction that plans.
  const promised = await promisedOn(desk, authorityId, due);

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
    const judged = judgeLines({
      due: open,
      holds: await dueLines.holdsFor(tx, authorityId, openRefs, payDate),
      payees: await payees.payable(tx, authorityId, [...new Set(open.flatMap(({ payeeId }) => payeeId ?? []))], payDate),
      failed: openRefs.length === 0 ? new Map() : await paymentsThatFailed(tx, authorityId, openRefs),
      promised,
      largestPayment: settings.largestPayment,
    });
    const { lines, exclusions } = await withoutDuplicates(tx, authorityId, judged);
    const wanted = lines.map(({ dueRef }) => dueRef);
    const taken = new Set(await dueLines.markInRun(tx, authorityId, wanted, found.freeId));
    const payable = lines.filter(({ dueRef }) => taken.has(dueRef));
    if (payable.length === 0) return refused({ code: 'payment-run-empty', facts: { ...facts, excluded: exclusions } });
    const run = await writeDraft(tx, actor, { runId: found.freeId, payDate, rail, lines: payable }, last, clock.now());
    await insertExclusions(tx, authorityId, run.runId, exclusions, { by: principal, at: clock.now() });
    return accepted({ run, excluded: exclusions, existed: false });
  });
}

/** In the books, by share: promised and not yet paid. */
async function promisedOn({ ledger }: Pick<RunDesk, 'ledger'>, authorityId: number, lines: readonly DueLine[]): Promise<Promised> {
  const shares = new Map(lines.flatMap(({ parts }) => parts.map(({ share }) => [shareKey(share), share] as const)));
  const codes = [...shares.values()].map((share) => shareAccount(share, 'committed'));
  const balances = codes.length === 0 ? [] : await ledger.balances(authorityId, codes);
  const byCode = new Map(balances.map(({ account, balance }) => [account, balance]));
  return new Map([...shares].map(([key, share]) => [key, byCode.get(shareAccount(share, 'committed')) ?? 0n]));
}

/** A run that was withdrawn does not count: what it left is planned anew. */
async function firstFreeRun(
  tx: Transaction,
  authorityId: number,
  { payDate, rail }: PlanDueRun,
): Promise<{ readonly existing?: PaymentRun; readonly freeId: string }> {
  let existing: PaymentRun | undefined;
  for (let ordinal = 1; ; ordinal += 1) {
    const runId = runIdOf(authorityId, payDate, rail, ordinal);
    const run = await readRun(tx, authorityId, runId);
    if (run === undefined) return { ...(existing !== undefined && { existing }), freeId: runId };
    if (run.state !== 'withdrawn') existing = run;
  }
}
