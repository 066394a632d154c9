import { createHash } from 'node:crypto';
import type { Database } from '../../platform/database/database.ts';
import type { Ledger } from '../ledger.ts';
import type { Side } from '../rules/entry-draft.ts';
import { type BookFacts, readBookFacts } from './book-facts.ts';
import { fault, type ImportFault, type ImportFormat } from './import-entry.ts';
import { importIdOf } from './import-ids.ts';
import { findImported, type Import, readImports } from './imports.ts';
import { judgeAssertions, judgeLimits } from './judge-balances.ts';
import { importedBefore, type JudgedEntry, judgeEntries } from './judge-entries.ts';
import { readImport } from './read-import.ts';

export interface ImportRequest {
  readonly format: ImportFormat;
  /** What the file is called, for people; the import is known by its content. */
  readonly fileName: string;
  readonly content: string;
  /** A named permission to go beyond limits, for what has happened all the same. */
  readonly override?: string;
}

export interface AccountEffect {
  readonly account: string;
  readonly side: Side;
  readonly postings: number;
  /** Pence, a debit balance positive. */
  readonly before: bigint;
  readonly after: bigint;
}

/** What an import would do to a book, with every line that keeps it from being done. */
export interface ImportPreview {
  readonly importId: string;
  /** `new` when this file is not in the book; otherwise what became of it, and importing it again adds nothing. */
  readonly state: 'new' | Import['state'];
  readonly format: ImportFormat;
  readonly fileName: string;
  readonly fileSha256: string;
  readonly lines: number;
  readonly entries: number;
  readonly postings: number;
  /** Of each side, what its debits, and so its credits, come to. */
  readonly totals: readonly { readonly side: Side; readonly amount: bigint }[];
  readonly accounts: readonly AccountEffect[];
  readonly missingAccounts: readonly { readonly account: string; readonly lines: number }[];
  readonly faults: readonly ImportFault[];
}

export interface ImportDeps {
  readonly database: Database;
  readonly ledger: Ledger;
}

/** Reads and judges a file against the book as it stands, and writes nothing. */
export async function previewImport(deps: ImportDeps, authorityId: number, request: ImportRequest): Promise<ImportPreview> {
  return (await judgeImport(deps, authorityId, request)).preview;
}

export interface JudgedImport {
  readonly preview: ImportPreview;
  readonly judged: readonly JudgedEntry[];
}

export async function judgeImport(
  { database, ledger }: ImportDeps,
  authorityId: number,
  { format, fileName, content, override }: ImportRequest,
): Promise<JudgedImport> {
  const fileSha256 = createHash('sha256').update(content).digest('hex');
  const earlier = await readImports(database, authorityId, { fileSha256 });
  const standing = earlier.find(({ state }) => state === 'posted' || state === 'partly-undone');
  const reading = readImport(format, content);
  const about = { format, fileName, fileSha256, lines: reading.lines };
  if (standing !== undefined) {
    const { importId, state, entries, postings } = standing;
    return {
      judged: [],
      preview: { ...about, importId, state, entries, postings, totals: [], accounts: [], missingAccounts: [], faults: [] },
    };
  }
  const facts = await readBookFacts(ledger, authorityId, reading.entries);
  const { judged, faults } = judgeEntries(reading.entries, facts, override);
  const found = [...reading.faults, ...faults];
  found.push(
    ...importedBefore(
      judged,
      await findImported(
        database,
        authorityId,
        judged.map(({ digest }) => digest),
      ),
    ),
  );
  // Limits and assertions count what comes before a line: with a line missing they would name lines that are right.
  if (found.length === 0) found.push(...judgeStanding(reading.entries, judged, facts, override));
  const attempt = earlier.filter(({ state }) => state === 'undone').length + 1;
  const importId = importIdOf({ authorityId, fileSha256, digests: judged.map(({ digest }) => digest), attempt });
  return {
    judged,
    preview: {
      ...about,
      importId,
      state: 'new',
      entries: judged.length,
      postings: judged.reduce((sum, { draft }) => sum + draft.postings.length, 0),
      totals: totalsOf(judged),
      accounts: effectsOf(judged),
      missingAccounts: missingOf(found, reading.entries, facts),
      faults: found.toSorted((a, b) => a.line - b.line),
    },
  };
}

function judgeStanding(
  entries: Parameters<typeof judgeAssertions>[0],
  judged: readonly JudgedEntry[],
  facts: BookFacts,
  override?: string,
) {
  const limited = override === undefined || override === 'soft-closed-period';
  return [...judgeAssertions(entries, facts), ...(limited ? judgeLimits(judged.map(movementOf)) : [])];
}

function movementOf({ line, draft, accounts }: JudgedEntry): Parameters<typeof judgeLimits>[0][number] {
  const legs = draft.postings.flatMap(({ amount }, n) => {
    const account = accounts[n];
    return account === undefined ? [] : [{ account, amount }];
  });
  return { line, effectiveDate: draft.effectiveDate, legs };
}

function totalsOf(judged: readonly JudgedEntry[]): ImportPreview['totals'] {
  const totals = new Map<Side, bigint>();
  for (const { draft, accounts } of judged) {
    draft.postings.forEach(({ amount }, n) => {
      const side = accounts[n]?.side;
      if (side !== undefined && amount > 0n) totals.set(side, (totals.get(side) ?? 0n) + amount);
    });
  }
  return [...totals].map(([side, amount]) => ({ side, amount }));
}

function effectsOf(judged: readonly JudgedEntry[]): AccountEffect[] {
  const effects = new Map<string, AccountEffect>();
  for (const { draft, accounts } of judged) {
    draft.postings.forEach(({ account: code, amount }, n) => {
      const account = accounts[n];
      if (account === undefined) return;
      const before = account.normalSide === 'debit' ? account.balance : -account.balance;
      const effect = effects.get(code) ?? { account: code, side: account.side, postings: 0, before, after: before };
      effects.set(code, { ...effect, postings: effect.postings + 1, after: effect.after + amount });
    });
  }
  return [...effects.values()].sort((a, b) => (a.account < b.account ? -1 : 1));
}

function missingOf(
  faults: readonly ImportFault[],
  entries: Parameters<typeof judgeAssertions>[0],
  facts: BookFacts,
): ImportPreview['missingAccounts'] {
  if (!faults.some(({ code }) => code === 'account-unknown')) return [];
  const lines = new Map<string, number>();
  for (const { postings } of entries) {
    for (const { account } of postings) if (facts.account(account) === undefined) lines.set(account, (lines.get(account) ?? 0) + 1);
  }
  return [...lines].map(([account, count]) => ({ account, lines: count }));
}

export const nothingToPost: ImportFault = fault(
  1,
  'file-empty',
  'The file posts nothing.',
  'Assertions alone are shown by the preview; import a file with amounts.',
);
