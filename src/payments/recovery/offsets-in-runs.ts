import { and, eq, inArray, sql } from 'drizzle-orm';
import { shareKey, totalOf } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { quietFamilies } from '../deaths/may-contact.ts';
import type { Offset } from '../rules/offsets.ts';
import { paymentInstructions, paymentRuns } from '../runs/schema.ts';
import { recoveryCases } from './schema.ts';
import { freedOn } from './settle-recovery.ts';
import { addEvent, type CaseRow, readCase, readParts, type TakingRow, updateCase } from './store.ts';
import { changeTaking, offsetsOn } from './takings.ts';

/**
 * What payment runs keep back. An offset is planned on one instalment, is in one run at a time, and is judged once more when the run is
 * approved and when it is released: a family that has asked in between gets the whole payment.
 */

/** By instalment: what is to be kept from it on that day. */
export async function offsetsDue(
  tx: Transaction,
  authorityId: number,
  dueRefs: readonly string[],
  payOn: PlainDate,
): Promise<ReadonlyMap<string, readonly Offset[]>> {
  const planned = (await offsetsOn(tx, authorityId, dueRefs)).filter(({ state, dueOn }) => state === 'planned' && dueOn <= payOn);
  const cases = await openCases(tx, authorityId, planned);
  const offsets = new Map<string, Offset[]>();
  for (const taking of planned) {
    if (taking.dueRef === null || !cases.has(taking.caseId)) continue;
    const parts = readParts(taking.parts);
    const [first] = parts;
    if (first === undefined) continue;
    const offset = { recoveryCase: taking.caseId, parts, freed: freedOn(first, payOn) };
    offsets.set(taking.dueRef, [...(offsets.get(taking.dueRef) ?? []), offset]);
  }
  return offsets;
}

/** Cases from which something may be taken today: decided, not asked to be looked at again, of families that may be written to. */
async function openCases(tx: Transaction, authorityId: number, takings: readonly TakingRow[]): Promise<ReadonlyMap<string, CaseRow>> {
  const ids = [...new Set(takings.map(({ caseId }) => caseId))];
  if (ids.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(recoveryCases)
    .where(and(eq(recoveryCases.authorityId, authorityId), inArray(recoveryCases.caseId, ids), eq(recoveryCases.state, 'decided')));
  const quiet = await quietFamilies(tx, authorityId);
  const open = rows.filter((row) => (row.challengedOn === null || row.answeredOn !== null) && !quiet.has(row.familyId));
  return new Map(open.map((row) => [row.caseId, row]));
}

/** Instalments whose payment keeps back something else than now stands: the payment waits for the next run, which works it out anew. */
export async function offsetsThatChanged(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<ReadonlySet<string>> {
  if (dueRefs.length === 0) return new Set();
  const going = await tx
    .select({ dueRef: paymentInstructions.dueRef, offsets: paymentInstructions.offsets })
    .from(paymentInstructions)
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        sql`${paymentInstructions.dueRef} = any(${sql.param([...dueRefs])})`,
        inArray(paymentInstructions.state, ['due', 'approved']),
      ),
    );
  const withOffsets = going.filter(({ offsets }) => offsets.length > 0);
  const standing = (await offsetsOn(tx, authorityId, dueRefs)).filter(({ state }) => state === 'in-run');
  const cases = await openCases(tx, authorityId, standing);
  const said = (recoveryCase: string, parts: CaseRow['parts']) =>
    `${recoveryCase} ${readParts(parts)
      .map(({ share, amount }) => `${shareKey(share)}=${amount}`)
      .toSorted()
      .join(' ')}`;
  const asGoing = new Map(
    withOffsets.map(({ dueRef, offsets }) => [dueRef, offsets.map((each) => said(each.recoveryCase, each.parts)).toSorted()]),
  );
  const asStanding = new Map<string, string[]>();
  for (const { dueRef, caseId, parts } of standing)
    if (dueRef !== null && cases.has(caseId)) asStanding.set(dueRef, [...(asStanding.get(dueRef) ?? []), said(caseId, parts)].toSorted());
  const isGoing = new Set(going.map(({ dueRef }) => dueRef));
  return new Set(
    dueRefs.filter((dueRef) => isGoing.has(dueRef) && (asGoing.get(dueRef) ?? []).join('|') !== (asStanding.get(dueRef) ?? []).join('|')),
  );
}

/** Of those that may be taken today; one whose family waits for an answer stays where it is, and its payment goes out whole. */
export async function offsetsTakenIntoRun(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<void> {
  const planned = (await offsetsOn(tx, authorityId, dueRefs)).filter(({ state }) => state === 'planned');
  const cases = await openCases(tx, authorityId, planned);
  for (const taking of planned) if (cases.has(taking.caseId)) await changeTaking(tx, taking, { state: 'in-run' });
}

export async function offsetsLeftOut(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<void> {
  const inRun = (await offsetsOn(tx, authorityId, dueRefs)).filter(({ state }) => state === 'in-run');
  for (const taking of inRun) await changeTaking(tx, taking, { state: 'planned' });
}

/** The payments are released and what was kept from them is in the books: the debts are less. */
export async function offsetsTaken(tx: Transaction, authorityId: number, dueRefs: readonly string[], on: PlainDate): Promise<void> {
  if (dueRefs.length === 0) return;
  const released = await tx
    .select({
      dueRef: paymentInstructions.dueRef,
      offsets: paymentInstructions.offsets,
      approvedBy: paymentRuns.approvedBy,
      approvedAt: paymentRuns.approvedAt,
    })
    .from(paymentInstructions)
    .innerJoin(
      paymentRuns,
      and(eq(paymentRuns.authorityId, paymentInstructions.authorityId), eq(paymentRuns.runId, paymentInstructions.runId)),
    )
    .where(
      and(
        eq(paymentInstructions.authorityId, authorityId),
        sql`${paymentInstructions.dueRef} = any(${sql.param([...dueRefs])})`,
        eq(paymentInstructions.state, 'released'),
      ),
    );
  const kept = new Map(
    released.flatMap((each) => each.offsets.map(({ recoveryCase }) => [`${each.dueRef} ${recoveryCase}`, each] as const)),
  );
  if (kept.size === 0) return;
  for (const taking of await offsetsOn(tx, authorityId, dueRefs)) {
    const by = kept.get(`${taking.dueRef} ${taking.caseId}`);
    if (taking.state !== 'in-run' || by === undefined || by.approvedAt === null || by.approvedBy === null) continue;
    const found = await readCase(tx, authorityId, taking.caseId, 'update');
    if (found === undefined) throw new Error('An offset has a case.');
    await changeTaking(tx, taking, { state: 'taken', takenOn: on });
    const amount = totalOf(readParts(taking.parts));
    const outstanding = found.outstanding - amount;
    const revision = found.revision + 1;
    await updateCase(tx, found, { outstanding, revision, ...(outstanding === 0n && { state: 'settled' }) });
    // Whoever approved the run let it be taken.
    await addEvent(tx, found, { kind: 'taken-by-offset', on, amount, at: by.approvedAt, by: by.approvedBy });
  }
}
