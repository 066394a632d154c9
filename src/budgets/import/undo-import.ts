import { and, eq, inArray, sql } from 'drizzle-orm';
import { v5 as uuidv5 } from 'uuid';
import { inTransaction, type Transaction } from '../../platform/database/in-transaction.ts';
import { grouped } from '../../platform/grouped.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { shareOf } from '../budgets/rules/line-money.ts';
import { readShares } from '../budgets/store.ts';
import { accountsOfPosition, sharePositions } from '../position/rules/share-positions.ts';
import { type LineToBook, linesOfPlans } from './book-lines.ts';
import type { BudgetImport, ImportDesk } from './budget-import.ts';
import type { ImportState } from './rules/import-words.ts';
import { budgetImportRows, importedLines } from './schema.ts';
import { readImport, readImportRow, rowsOf, updateImport } from './store.ts';
import { moveLines } from './write-plans.ts';

const PLANS_AT_ONCE = 100;

export type UndoRefusal =
  | { readonly code: 'budget-import-not-found' }
  | { readonly code: 'budget-import-state'; readonly facts: { readonly state: ImportState } }
  | { readonly code: 'import-in-use'; readonly facts: { readonly lines: number } };

/**
 * Takes an import back by reversing its entries, as long as nothing of its money was promised or paid: then its lines and budgets have ended,
 * and the file may come in again. Families and plans stay: they are records of people, not of this file. Cut off, it goes on when asked again.
 */
export async function undoImport(desk: ImportDesk, caller: Caller, importId: string): Promise<Result<BudgetImport, UndoRefusal>> {
  const { database, clock } = desk;
  const { authorityId, principal } = caller;
  const row = await inTransaction(database, { authorityId, readOnly: true }, (tx) => readImportRow(tx, authorityId, importId));
  if (row === undefined || row.state === 'arriving') return refused({ code: 'budget-import-not-found' });
  if (row.state !== 'imported' && row.state !== 'undoing' && row.state !== 'undone')
    return refused({ code: 'budget-import-state', facts: { state: row.state } });
  if (row.state === 'imported') {
    const used = await linesInUse(desk, authorityId, importId);
    if (used > 0) return refused({ code: 'import-in-use', facts: { lines: used } });
    await inTransaction(database, { authorityId }, (tx) => updateImport(tx, authorityId, importId, { state: 'undoing' }));
  }
  for (let lines = await nextLines(desk, authorityId, importId); lines.length > 0; lines = await nextLines(desk, authorityId, importId)) {
    const refusal = await takeBack(desk, caller, importId, lines);
    if (refusal !== undefined) return refused(refusal);
  }
  return inTransaction(database, { authorityId }, async (tx) => {
    if (row.state !== 'undone')
      await updateImport(tx, authorityId, importId, { state: 'undone', undoneBy: principal, undoneAt: clock.now() });
    return accepted((await readImport(tx, authorityId, importId)) as BudgetImport);
  });
}

/** Lines whose money is no longer all there to be taken back. */
async function linesInUse({ database, ledger }: ImportDesk, authorityId: number, importId: string): Promise<number> {
  let used = 0;
  for (let after = ''; ; ) {
    const { lines, shares, last } = await inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
      const references = await plansAfter(tx, authorityId, importId, after);
      const found = await linesOfPlans(tx, authorityId, importId, references);
      const codes = new Map(found.map(({ lineId, lineCode }) => [lineId, lineCode]));
      const kept = await readShares(tx, authorityId, [...codes.keys()]);
      return { lines: found, shares: kept.map((share) => shareOf(codes.get(share.lineId) ?? '', share)), last: references.at(-1) };
    });
    if (last === undefined) return used;
    const balances = new Map(
      (await ledger.balances(authorityId, accountsOfPosition(shares))).map(({ account, balance }) => [account, balance]),
    );
    const touched = sharePositions(shares, balances).filter(
      ({ figures }) => figures.committed !== 0n || figures.paid !== 0n || figures.spent !== 0n,
    );
    used += lines.filter(({ lineCode }) => touched.some(({ share }) => share.line === lineCode)).length;
    after = last;
  }
}

async function plansAfter(tx: Transaction, authorityId: number, importId: string, after: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ planReference: importedLines.planReference })
    .from(importedLines)
    .where(
      and(eq(importedLines.authorityId, authorityId), eq(importedLines.importId, importId), sql`${importedLines.planReference} > ${after}`),
    )
    .orderBy(importedLines.planReference)
    .limit(PLANS_AT_ONCE);
  return rows.map(({ planReference }) => planReference);
}

function nextLines({ database }: ImportDesk, authorityId: number, importId: string): Promise<LineToBook[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) =>
    linesOfPlans(tx, authorityId, importId, await plansAfter(tx, authorityId, importId, '')),
  );
}

/** The floor under what a line has available is the last word: money promised in the meantime cannot be taken back. */
async function takeBack(
  { database, ledger, businessDate }: ImportDesk,
  { authorityId, principal }: Caller,
  importId: string,
  lines: readonly LineToBook[],
): Promise<UndoRefusal | undefined> {
  const effectiveDate = await businessDate(authorityId);
  const budgets = [...grouped(lines, ({ budgetId }) => budgetId).values()];
  const results = await Promise.all(
    budgets.map((own) =>
      ledger.post(
        authorityId,
        own.map(({ entryId }) => ({
          kind: 'reversal' as const,
          id: uuidv5('undo', entryId),
          principal,
          reverses: entryId,
          effectiveDate,
          description: 'Taken back with its import',
        })),
        { linked: true },
      ),
    ),
  );
  const taken = budgets.filter((_, n) => results[n]?.every(({ ok }) => ok) === true);
  const done = taken.flat();
  if (done.length > 0) await writeDown(database, authorityId, importId, done);
  const left = lines.length - done.length;
  return left === 0 ? undefined : { code: 'import-in-use', facts: { lines: left } };
}

function writeDown(database: ImportDesk['database'], authorityId: number, importId: string, lines: readonly LineToBook[]): Promise<void> {
  const lineIds = lines.map(({ lineId }) => lineId);
  const budgetIds = [...new Set(lines.map(({ budgetId }) => budgetId))];
  return inTransaction(database, { authorityId }, async (tx) => {
    await moveLines(tx, authorityId, { lineIds, budgetIds }, 'ended');
    await tx
      .update(budgetImportRows)
      .set({ state: 'undone' })
      .where(
        and(
          rowsOf(authorityId, importId),
          eq(budgetImportRows.state, 'booked'),
          inArray(budgetImportRows.planReference, [...new Set(lines.map(({ planReference }) => planReference))]),
        ),
      );
    await tx.delete(importedLines).where(and(eq(importedLines.authorityId, authorityId), inArray(importedLines.lineId, lineIds)));
  });
}
