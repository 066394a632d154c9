import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { changeFamily, openFamilies, serviceCaller } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { grouped } from '../../platform/grouped.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { readSources, type SourceRow } from '../sources/store.ts';
import { bookLines } from './book-lines.ts';
import type { BudgetImport, ImportDesk } from './budget-import.ts';
import { type FoundRecord, findRecords } from './find-records.ts';
import { type ImportKey, openImportKey } from './import-key.ts';
import { judgeRow } from './judge-row.ts';
import { budgetImportRows, importedPlans } from './schema.ts';
import { type ImportRow, readImport, readImportRow, rowsOf, updateImport } from './store.ts';
import { type PlanToWrite, type Writer, writePlans } from './write-plans.ts';

/** So many plans are written in one transaction and booked in one call: some hundred lines, well below what a call takes. */
const PLANS_AT_ONCE = 100;

/**
 * Brings an import in that somebody has said yes to: plans in batches, each written and then booked while the next is written. Killed at any
 * moment, it goes on when it is run again; run twice at once, the lock on the import makes the second wait for its turn and find nothing left.
 */
export async function runImport(
  desk: ImportDesk,
  authorityId: number,
  importId: string,
  signal?: AbortSignal,
): Promise<BudgetImport | undefined> {
  const { database, clock } = desk;
  const row = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readImportRow(tx, authorityId, importId));
  if (row?.state !== 'importing') return found(desk, authorityId, importId);
  const today = await desk.businessDate(authorityId);
  const caller: Caller = { ...serviceCaller(authorityId, 'system'), principal: row.committedBy ?? 'system' };
  const booker = { authorityId, importId, principal: caller.principal };
  const terms = { effectiveDate: today, isShort: row.shortReason !== null };
  const book = (plans: readonly string[]) => bookLines(desk, booker, plans, terms);
  for (
    let left = await plansIn(desk, authorityId, importId, 'written');
    left.length > 0;
    left = await plansIn(desk, authorityId, importId, 'written')
  ) {
    await book(left);
  }
  let booking: Promise<void> = Promise.resolve();
  for (;;) {
    signal?.throwIfAborted();
    const plans = await writeNext(desk, caller, row, today);
    await booking;
    if (plans.length === 0) break;
    booking = book(plans);
    // Awaited one turn later; without this a refusal in the meantime would end the process.
    booking.catch(() => undefined);
  }
  await inTransaction(database, { authorityId }, async (tx) => {
    await tx
      .update(budgetImportRows)
      .set({ sealed: null })
      .where(and(rowsOf(authorityId, importId), sql`${budgetImportRows.sealed} is not null`));
    await updateImport(tx, authorityId, importId, { state: 'imported', endedAt: clock.now(), keyRingId: null, wrappedKey: null });
  });
  return found(desk, authorityId, importId);
}

function found({ database }: ImportDesk, authorityId: number, importId: string): Promise<BudgetImport | undefined> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => readImport(tx, authorityId, importId));
}

function plansIn({ database }: ImportDesk, authorityId: number, importId: string, state: 'good' | 'written'): Promise<string[]> {
  return inTransaction(database, { authorityId, readOnly: true }, (tx) => nextPlans(tx, authorityId, importId, state));
}

async function nextPlans(tx: Transaction, authorityId: number, importId: string, state: 'good' | 'written'): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ planReference: budgetImportRows.planReference })
    .from(budgetImportRows)
    .where(and(rowsOf(authorityId, importId), eq(budgetImportRows.state, state)))
    .orderBy(asc(budgetImportRows.planReference))
    .limit(PLANS_AT_ONCE);
  return rows.map(({ planReference }) => planReference);
}

/** Writes the next plans of the file and answers which; none when all are written. */
async function writeNext(desk: ImportDesk, caller: Caller, row: ImportRow, today: PlainDate): Promise<string[]> {
  const { database, clock, keyRing } = desk;
  const { authorityId, importId, keyRingId, wrappedKey } = row;
  if (keyRingId === null || wrappedKey === null) throw new Error(`The key of the import ${importId} is gone.`);
  const key = openImportKey(keyRing, authorityId, importId, { keyRingId, wrapped: wrappedKey });
  const writer: Writer = { authorityId, importId, principal: caller.principal, today, now: clock.now() };
  const written = await inTransaction(database, { authorityId }, async (tx, client) => {
    // Whoever runs the same import at once waits here, and then finds the next plans.
    await readImportRow(tx, authorityId, importId, 'update');
    const references = await nextPlans(tx, authorityId, importId, 'good');
    if (references.length === 0) return { references, known: [] as KnownPlan[] };
    const sources = new Map((await readSources(tx, authorityId)).map((source) => [source.sourceCode, source]));
    const rowsOfPlans = await readRows(tx, { authorityId, importId, key, sources }, references);
    const known = await tx
      .select()
      .from(importedPlans)
      .where(and(eq(importedPlans.authorityId, authorityId), inArray(importedPlans.planReference, references)));
    const others = rowsOfPlans.filter(({ planReference }) => !known.some((each) => each.planReference === planReference));
    const registered = others.flatMap((plan): KnownPlan[] => {
      const familyId = plan.rows[0]?.row.plan.familyId;
      return familyId === undefined ? [] : [{ ...plan, familyId }];
    });
    const unknown = others.filter((plan) => plan.rows[0]?.row.plan.familyId === undefined);
    const opened = await openFamilies(
      { clock, keyRing },
      { tx, client },
      caller,
      unknown.map(({ rows: [first] }) => ({
        name: first?.row.plan.familyName ?? '',
        child: { name: first?.row.plan.childName ?? '', bornOn: first?.row.plan.childBornOn ?? today },
      })),
    );
    const toWrite = unknown.flatMap((plan, n): PlanToWrite[] => (opened[n] === undefined ? [] : [{ ...plan, ...opened[n] }]));
    if (toWrite.length > 0) await writePlans(tx, writer, toWrite);
    const again = known.flatMap((each): KnownPlan[] => {
      const plan = rowsOfPlans.find(({ planReference }) => planReference === each.planReference);
      return plan === undefined ? [] : [{ ...plan, familyId: each.familyId, into: each }];
    });
    return { references, known: [...again, ...registered] };
  });
  for (const plan of written.known) await writeKnown(desk, caller, writer, plan);
  return written.references;
}

type PlanOfFile = Pick<PlanToWrite, 'planReference' | 'planDigest' | 'rows'>;
/** `into`: the plan that an earlier import made; without it the row names the family, and the record says which plan it is. */
type KnownPlan = PlanOfFile & { readonly familyId: string; readonly into?: FoundRecord };

/** Lines for a family that is in the register: they go into its record, under the lock and key of that record. */
async function writeKnown(desk: ImportDesk, caller: Caller, writer: Writer, plan: KnownPlan): Promise<void> {
  const { familyId, planDigest, planReference, rows } = plan;
  const { authorityId, importId } = writer;
  const done = await changeFamily(desk, caller, { familyId, operation: 'budgets.import-lines' }, async ({ tx, key }) => {
    const [first] = rows;
    // Somebody who runs the same import has been here in the meantime.
    if (first === undefined || (await rowState(tx, writer, first.at)) !== 'good') return refused({ code: 'written-already' });
    const into = plan.into ?? (await findRecords({ tx, keyRing: desk.keyRing, authorityId }, [first.row.plan]))(first.row.plan);
    // A record that has changed since the preview: nobody has seen where this plan would go now.
    if (into === undefined || 'code' in into) return refused({ code: into?.code ?? 'family-not-found' });
    const { childId, planId } = into;
    await writePlans(tx, writer, [
      { planReference, planDigest, familyId, childId, rows, key, ...(planId !== undefined && { known: { planId } }) },
    ]);
    return accepted({ value: undefined, personId: childId, facts: { importId, lines: rows.length } });
  });
  if (!done.ok && done.refusal.code !== 'written-already')
    throw new Error(`Row ${rows[0]?.at} of the import ${importId} is no longer good: ${done.refusal.code}`);
}

async function rowState(tx: Transaction, { authorityId, importId }: Writer, line: number): Promise<string | undefined> {
  const [row] = await tx
    .select({ state: budgetImportRows.state })
    .from(budgetImportRows)
    .where(and(rowsOf(authorityId, importId), eq(budgetImportRows.line, line)));
  return row?.state;
}

interface Reader {
  readonly authorityId: number;
  readonly importId: string;
  readonly key: ImportKey;
  readonly sources: ReadonlyMap<string, SourceRow>;
}

async function readRows(tx: Transaction, { authorityId, importId, key, sources }: Reader, references: readonly string[]) {
  const rows = await tx
    .select()
    .from(budgetImportRows)
    .where(and(rowsOf(authorityId, importId), eq(budgetImportRows.state, 'good'), inArray(budgetImportRows.planReference, [...references])))
    .orderBy(asc(budgetImportRows.planReference), asc(budgetImportRows.line));
  const plans = grouped(rows, ({ planReference }) => planReference);
  return [...plans].map(([planReference, own]) => ({
    planReference,
    planDigest: own[0]?.planDigest ?? Buffer.alloc(0),
    rows: own.map(({ line, sealed }) => {
      const { judged } = sealed === null ? { judged: undefined } : judgeRow(key.open(sealed, line), sources);
      // A source that was changed since the preview: nobody has seen what this row would be now.
      if (judged === undefined) throw new Error(`Row ${line} of the import ${importId} is no longer good.`);
      return { ...judged, at: line };
    }),
  }));
}
