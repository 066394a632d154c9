import { v5 as uuidv5 } from 'uuid';
import { accountForPayee, accountForRail, type Share, shareAccount, shareKey } from '../../budgets/index.ts';
import type { Actor, Ledger } from '../../ledger/index.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { sendRun } from '../job-contracts.ts';
import type { PaymentRefusal } from '../problems.ts';
import { instalmentReleased } from '../rules/payment-entries.ts';
import { recoveryTakenByOffset } from '../rules/recovery-entries.ts';
import { linesHash } from './lines-hash.ts';
import type { Exclusion, PaymentInstruction, PaymentRun } from './payment-run.ts';
import { bookedReleases, postPayments, type StepToBook } from './post-payments.ts';
import type { RunDesk } from './run-desk.ts';
import { readHead, readRun } from './store.ts';
import { carryRunOn, insertExclusions, movePayments, moveRun } from './write-run.ts';

/**
 * Charges an approved run to the budgets and asks for it to be sent. What must not be paid any more (a consent withdrawn, a payee who died,
 * money no longer promised, an entry the books refuse) is held with the reason; the rest goes on. Every step is booked under an id made of
 * the payment and the step, and noted afterwards: a release that was cut off goes on where it stopped, and one that runs twice charges once.
 */
export async function releasePaymentRun(
  desk: RunDesk,
  actor: Actor,
  { runId }: { readonly runId: string },
): Promise<Result<PaymentRun, PaymentRefusal>> {
  const { database, ledger, clock, dueLines } = desk;
  const { authorityId } = actor;
  const run = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readRun(tx, authorityId, runId));
  if (run === undefined) return refused({ code: 'payment-run-not-found', facts: { runId } });
  if (run.approvedHash === undefined) return refused({ code: 'payment-run-not-approved', facts: { runId } });
  if (run.approvedHash !== linesHash(run)) return refused({ code: 'lines-changed-after-approval', facts: { runId } });

  const approved = run.instructions.filter(({ state }) => state === 'approved');
  const held = await heldNow(desk, authorityId, approved);
  const toBook = approved.filter(({ instructionId }) => !held.has(instructionId));
  await openPayeeAccounts(ledger, actor, run, toBook);
  const refusals = await postPayments(ledger, actor, toBook.flatMap(releaseOf));
  for (const [instructionId, { code }] of refusals) held.set(instructionId, { reason: 'books-refuse', facts: { ledgerCode: code } });

  return inTransaction(database, { authorityId }, async (tx) => {
    const now = clock.now();
    const isHeld = ({ instructionId }: PaymentInstruction) => held.has(instructionId);
    const letGo = await movePayments(tx, authorityId, approved.filter(isHeld).map(idOf), { from: 'approved', to: 'held' });
    const heldLines = approved.filter(({ instructionId }) => letGo.includes(instructionId));
    const exclusions = heldLines.map(
      ({ instructionId, dueRef }): Exclusion => ({ dueRef, ...(held.get(instructionId) ?? { reason: 'held', facts: {} }) }),
    );
    await insertExclusions(tx, authorityId, runId, exclusions, { by: actor.principal, at: now });
    const leftOut = exclusions.map(({ dueRef }) => dueRef);
    await dueLines.reopen(tx, authorityId, leftOut, 'left-out');
    const going = toBook.filter((each) => !isHeld(each)).map(idOf);
    const released = new Set(await movePayments(tx, authorityId, going, { from: 'approved', to: 'released' }));
    const paid = approved.filter(({ instructionId }) => released.has(instructionId)).map(({ dueRef }) => dueRef);
    await dueLines.markPaid(tx, authorityId, paid, run.payDate);
    await moveRun(tx, authorityId, runId, { from: 'approved', to: 'released' }, { releasedAt: now });
    await carryRunOn(tx, authorityId, runId, now);
    await appendToOutbox(tx, sendRun, { authorityId, payload: { runId }, recordedAt: now, outboxId: uuidv5('send', runId) });
    const head = await readHead(tx, authorityId, runId);
    if (head === undefined) throw new Error(`The payment run ${runId} is gone.`);
    // Read back only where another process had a hand in it: ten thousand lines are known here already.
    const isWhole = released.size === going.length && letGo.length === held.size;
    if (!isWhole) return accepted((await readRun(tx, authorityId, runId)) ?? { ...head, instructions: [] });
    const states = new Map<string, PaymentInstruction['state']>([...released].map((id) => [id, 'released']));
    for (const id of letGo) states.set(id, 'held');
    return accepted({
      ...head,
      instructions: run.instructions.map((each) => ({ ...each, state: states.get(each.instructionId) ?? each.state })),
    });
  });
}

const idOf = ({ instructionId }: PaymentInstruction): string => instructionId;

type Reasons = Map<string, Omit<Exclusion, 'dueRef'>>;

async function heldNow(
  { database, ledger, dueLines }: RunDesk,
  authorityId: number,
  approved: readonly PaymentInstruction[],
): Promise<Reasons> {
  const reasons: Reasons = new Map();
  const [first] = approved;
  if (first === undefined) return reasons;
  // Lines that somebody planned by hand are nobody's to hold.
  const dueRefs = approved.filter(({ payeeId }) => payeeId !== undefined).map(({ dueRef }) => dueRef);
  const holds = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    dueLines.holdsFor(tx, authorityId, dueRefs, first.payDate),
  );
  const booked = await bookedReleases(ledger, authorityId, approved);
  const instalments = approved.filter(({ kind }) => kind === 'instalment');
  const codes = [...new Set(instalments.flatMap(({ parts }) => parts.map(({ share }) => shareAccount(share, 'committed'))))];
  const balances = codes.length === 0 ? [] : await ledger.balances(authorityId, codes);
  const promised = new Map(balances.map(({ account, balance }) => [account, balance]));
  for (const { instructionId, dueRef, kind, parts } of approved) {
    // Charged by an earlier try that was cut off: it is past being held.
    if (booked.has(instructionId)) continue;
    const hold = holds.get(dueRef);
    const left = (share: Share) => promised.get(shareAccount(share, 'committed')) ?? 0n;
    const short = kind === 'instalment' && parts.find(({ share, amount }) => left(share) < amount);
    if (hold !== undefined) reasons.set(instructionId, { reason: hold.reason, facts: hold.facts ?? {} });
    else if (short) reasons.set(instructionId, { reason: 'not-promised', facts: { share: shareKey(short.share) } });
    else if (kind === 'instalment')
      for (const { share, amount } of parts) promised.set(shareAccount(share, 'committed'), left(share) - amount);
  }
  return reasons;
}

/** Opened from the first day of the run's year of support: an account that is there already stays as it is. */
async function openPayeeAccounts(ledger: Ledger, actor: Actor, run: PaymentRun, toBook: readonly PaymentInstruction[]): Promise<void> {
  if (toBook.length === 0) return;
  const wanted = [accountForRail(run.rail), ...[...new Set(toBook.map(({ payee }) => payee))].map(accountForPayee)];
  const known = new Set((await ledger.accounts(actor.authorityId, { codes: wanted.map(({ code }) => code) })).map(({ code }) => code));
  const missing = wanted.filter(({ code }) => !known.has(code));
  if (missing.length === 0) return;
  const [earliest] = (await ledger.periods(actor.authorityId)).map(({ firstDay }) => firstDay).sort();
  const opened = await ledger.openAccounts(
    actor,
    missing.map((draft) => ({ ...draft, opensOn: earliest ?? run.payDate })),
  );
  if (!opened.ok) throw new Error(`The accounts of the run's payees could not be opened: ${opened.refusal.code}`);
}

function releaseOf(instruction: PaymentInstruction): StepToBook[] {
  const { payDate, reference, payee, parts, kind, offsets } = instruction;
  // An instalment counts on the day the payee is promised the money, however early the run was released.
  const facts = { effectiveDate: payDate, reference, payee };
  const entries: StepToBook['entries'] = [
    ...(kind === 'instalment' ? [{ step: 'released' as const, entry: instalmentReleased({ ...facts, parts }) }] : []),
    ...offsets.map((offset) => ({ step: `offset ${offset.recoveryCase}` as const, entry: recoveryTakenByOffset({ ...facts, ...offset }) })),
  ];
  return entries.length === 0 ? [] : [{ instruction, entries }];
}
