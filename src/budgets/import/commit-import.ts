import { v5 as uuidv5 } from 'uuid';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { appendToOutbox } from '../../platform/queue/append-to-outbox.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { sourceAccount } from '../rules/account-codes.ts';
import type { BudgetImport, ImportDesk, ImportPot } from './budget-import.ts';
import { budgetImportRequested } from './job-contracts.ts';
import type { ImportState, Take } from './rules/import-words.ts';
import { givenBySource, readImport, readImportRow, updateImport } from './store.ts';

export interface CommitChoice {
  readonly take: Take;
  /** Why lines are funded although a source has not enough: what a plan agrees is a duty (CFA 2014 s.42). */
  readonly fundedThoughShort?: string | undefined;
}

export type CommitRefusal =
  | { readonly code: 'budget-import-not-found' | 'maker-may-not-approve' | 'import-without-good-rows' }
  | { readonly code: 'budget-import-state'; readonly facts: { readonly state: ImportState } }
  | { readonly code: 'import-has-bad-rows'; readonly facts: { readonly badRows: number } }
  | {
      readonly code: 'import-sources-short';
      readonly facts: { readonly sources: readonly { readonly source: string; readonly financialYear: string }[] };
    }
  | { readonly code: 'import-period-closed'; readonly facts: { readonly on: string } };

/**
 * A second person has seen the preview and says yes: to all rows or to the good ones. Said twice it is the same import. The work is asked for in
 * the same transaction, and is done by a job.
 */
export async function commitImport(
  desk: ImportDesk,
  caller: Caller,
  importId: string,
  { take, fundedThoughShort }: CommitChoice,
): Promise<Result<BudgetImport, CommitRefusal>> {
  const { database, clock, ledger } = desk;
  const { authorityId, principal } = caller;
  const on = await desk.businessDate(authorityId);
  const periods = await ledger.periods(authorityId);
  const pots = await importPots(desk, authorityId, importId);
  return inTransaction(database, { authorityId }, async (tx) => {
    const row = await readImportRow(tx, authorityId, importId, 'update');
    const now = row === undefined ? undefined : await readImport(tx, authorityId, importId);
    if (row === undefined || now === undefined) return refused({ code: 'budget-import-not-found' });
    if (row.state === 'importing' || row.state === 'imported') return accepted(now);
    if (row.state !== 'previewed') return refused({ code: 'budget-import-state', facts: { state: row.state } });
    if (caller.kind === 'person' && principal === row.openedBy) return refused({ code: 'maker-may-not-approve' });
    if (take === 'all' && now.counts.bad > 0) return refused({ code: 'import-has-bad-rows', facts: { badRows: now.counts.bad } });
    if (now.counts.good === 0) return refused({ code: 'import-without-good-rows' });
    if (!periods.some(({ state, firstDay, lastDay }) => state === 'open' && firstDay <= on && on <= lastDay))
      return refused({ code: 'import-period-closed', facts: { on } });
    const short = pots.filter((pot) => pot.short > 0n).map(({ source, financialYear }) => ({ source, financialYear }));
    if (short.length > 0 && fundedThoughShort === undefined) return refused({ code: 'import-sources-short', facts: { sources: short } });
    const committedAt = clock.now();
    await updateImport(tx, authorityId, importId, {
      state: 'importing',
      take,
      shortReason: short.length > 0 ? (fundedThoughShort ?? null) : null,
      committedBy: principal,
      committedAt,
    });
    const outboxId = uuidv5('budget-import', importId);
    await appendToOutbox(tx, budgetImportRequested, { authorityId, outboxId, payload: { importId }, recordedAt: committedAt });
    return accepted((await readImport(tx, authorityId, importId)) as BudgetImport);
  });
}

/** What each pot would give by the good rows, beside what it has left to give. */
export async function importPots({ database, ledger }: ImportDesk, authorityId: number, importId: string): Promise<ImportPot[]> {
  const given = await inTransaction(database, { authorityId, readOnly: true }, (tx) => givenBySource(tx, authorityId, importId));
  const codes = given.map(({ source, financialYear }) => sourceAccount(source, financialYear));
  const balances = new Map(
    (codes.length === 0 ? [] : await ledger.balances(authorityId, codes)).map(({ account, balance }) => [account, balance]),
  );
  return given.map((pot) => {
    const notGiven = balances.get(sourceAccount(pot.source, pot.financialYear)) ?? 0n;
    const short = pot.given - notGiven;
    return { ...pot, notGiven, short: short > 0n ? short : 0n };
  });
}
