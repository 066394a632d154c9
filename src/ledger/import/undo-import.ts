import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { Account } from '../accounts.ts';
import type { ReverseEntry } from '../commands.ts';
import type { Actor } from '../ledger.ts';
import type { StoredEntry } from '../read-entries.ts';
import { ledgerProblems } from '../refusals.ts';
import { fault, type ImportFault } from './import-entry.ts';
import { undoId } from './import-ids.ts';
import { type Import, type ImportedEntry, readImportedEntries, readImports } from './imports.ts';
import { judgeLimits } from './judge-balances.ts';
import { periodFault } from './period-fault.ts';
import type { ImportDeps } from './preview-import.ts';

/**
 * Reversals of one call look at each other, and each unpacks the block of its original, which is as large as the import: a call is made
 * small enough to stay far from its deadline.
 */
const MOST_IN_CALL = 500;
const POSTINGS_UNPACKED = 4_000_000;
const READ = 1_000;

export interface UndoRequest {
  readonly importId: string;
  /** The date of the reversals; each entry's own when left out, as if it had never come in. */
  readonly effectiveDate?: PlainDate;
  /** Why; it becomes the description of the reversals. */
  readonly reason?: string;
}

export type UndoRefusal =
  | { readonly code: 'import-not-found' | 'import-not-posted' | 'service-busy' | 'service-unavailable' }
  | { readonly code: 'import-undo-refused'; readonly undone: number; readonly faults: readonly ImportFault[] };

interface Step {
  readonly line: number;
  readonly entry: StoredEntry;
  readonly command: ReverseEntry;
}

/**
 * Takes an import back: every entry is reversed, from the last to the first. What stands in the way is looked for before anything is
 * reversed. A large import goes in several calls; what ends between them is gone on with when it is asked for again.
 */
export async function undoImport(
  deps: ImportDeps,
  { authorityId, principal }: Actor,
  request: UndoRequest,
): Promise<Result<{ readonly import: Import; readonly replayed: boolean }, UndoRefusal>> {
  const { database, ledger } = deps;
  const [found] = await readImports(database, authorityId, { importId: request.importId });
  if (found === undefined) return refused({ code: 'import-not-found' });
  if (found.state === 'not-posted') return refused({ code: 'import-not-posted' });
  if (found.state === 'undone') return accepted({ import: found, replayed: true });

  const imported = await readImportedEntries(database, authorityId, request.importId);
  const left = imported.filter(({ entryId, reversals }) => !reversals.includes(undoId(request.importId, entryId))).reverse();
  let undone = imported.length - left.length;
  const steps = await stepsOf(deps, authorityId, principal, left, request);
  const faults = [...reversedAlready(left), ...(await judgeSteps(deps, authorityId, steps))];
  if (faults.length > 0) return refused({ code: 'import-undo-refused', undone, faults });
  const size = Math.max(1, Math.min(MOST_IN_CALL, Math.floor(POSTINGS_UNPACKED / found.postings)));
  for (let from = 0; from < steps.length; from += size) {
    const call = steps.slice(from, from + size);
    const results = await ledger.post(
      authorityId,
      call.map(({ command }) => command),
      { linked: true },
    );
    const met = results.flatMap((result, n) =>
      result.ok || result.refusal.code === 'linked-entry-refused' ? [] : [{ code: result.refusal.code, n }],
    );
    const [first] = met;
    if (first === undefined) {
      undone += call.length;
      continue;
    }
    if (first.code === 'service-busy' || first.code === 'service-unavailable') return refused({ code: first.code });
    const { title, advice } = ledgerProblems[first.code];
    const line = call[first.n]?.line ?? 1;
    return refused({
      code: 'import-undo-refused',
      undone,
      faults: [fault(line, 'refused-by-the-book', `${title} (${first.code}).`, advice)],
    });
  }
  const [after] = await readImports(database, authorityId, { importId: request.importId });
  return accepted({ import: after ?? found, replayed: false });
}

async function stepsOf(
  { ledger }: ImportDeps,
  authorityId: number,
  principal: string,
  left: readonly ImportedEntry[],
  { importId, effectiveDate, reason = 'Import taken back' }: UndoRequest,
): Promise<Step[]> {
  const steps: Step[] = [];
  for (let from = 0; from < left.length; from += READ) {
    const page = left.slice(from, from + READ);
    const entries = await ledger.entries(
      authorityId,
      page.map(({ entryId }) => entryId),
    );
    entries.forEach((entry, n) => {
      const { entryId, line } = page[n] as ImportedEntry;
      const command: ReverseEntry = {
        kind: 'reversal',
        id: undoId(importId, entryId),
        principal,
        reverses: entryId,
        effectiveDate: effectiveDate ?? entry.effectiveDate,
        description: reason,
      };
      steps.push({ line, entry, command });
    });
  }
  return steps;
}

function reversedAlready(left: readonly ImportedEntry[]): ImportFault[] {
  return left.flatMap(({ entryId, line, reversals }) =>
    reversals.length === 0
      ? []
      : [
          fault(
            line,
            'refused-by-the-book',
            `Entry ${entryId} was reversed by itself, in whole or in part.`,
            'Reverse the other entries of the import one by one; nothing is to be taken back twice.',
          ),
        ],
  );
}

/** What was built on the import since: a period that closed over it, an account that closed, money of it that was promised on. */
async function judgeSteps({ ledger }: ImportDeps, authorityId: number, steps: readonly Step[]): Promise<ImportFault[]> {
  const codes = [...new Set(steps.flatMap(({ entry }) => entry.postings.map(({ account }) => account)))];
  const [periods, read] = await Promise.all([ledger.periods(authorityId), ledger.accounts(authorityId, { codes })]);
  const accounts = new Map(read.map((account) => [account.code, account]));
  const faults = steps.flatMap(({ line, entry, command }) => {
    const { effectiveDate } = command;
    if (effectiveDate < entry.effectiveDate) {
      const advice = 'Use a date on or after the latest entry of the import.';
      return [fault(line, 'date-malformed', `The entry counts from ${entry.effectiveDate}, after ${effectiveDate}.`, advice)];
    }
    const period = periodFault(line, effectiveDate, periods, undefined);
    if (period !== undefined) return [period];
    const closed = entry.postings.map(({ account }) => accounts.get(account)).find((account) => isClosed(account, effectiveDate));
    if (closed === undefined) return [];
    return [fault(line, 'account-closed', `${closed.code} closed on ${closed.closesOn}.`, 'Have it opened again, or use an earlier date.')];
  });
  if (faults.length > 0) return faults;
  return judgeLimits(
    steps.map(({ line, entry, command }) => ({
      line,
      effectiveDate: command.effectiveDate,
      legs: entry.postings.map(({ account, amount }) => ({ account: accounts.get(account) as Account, amount: -amount })),
    })),
  ).map(({ line, code, reason }) => fault(line, code, reason, 'What was promised or paid from it has to be taken back first.'));
}

function isClosed(account: Account | undefined, date: PlainDate): boolean {
  return account?.closesOn !== undefined && date > account.closesOn;
}
