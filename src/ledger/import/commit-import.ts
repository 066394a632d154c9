import type { Clock } from '../../platform/clock/clock.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { LedgerCommand } from '../commands.ts';
import type { Actor } from '../ledger.ts';
import type { PostResult } from '../post-commands.ts';
import { ledgerProblems } from '../refusals.ts';
import { isStorable } from '../storable-text.ts';
import { fault, type ImportFault } from './import-entry.ts';
import { importedEntryId } from './import-ids.ts';
import { type Import, keepImport, readImports } from './imports.ts';
import type { JudgedEntry } from './judge-entries.ts';
import { type ImportDeps, type ImportPreview, type ImportRequest, judgeImport, nothingToPost } from './preview-import.ts';

export type ImportRefusal =
  | { readonly code: 'import-refused'; readonly faults: readonly ImportFault[] }
  | { readonly code: 'import-being-undone' | 'service-busy' | 'service-unavailable' | 'text-malformed' };

/**
 * Imports a file: all of its entries in one linked call of the book, or none. The file's name is kept before the book is asked and what
 * happened is read from the book, so a process that dies between the two leaves nothing that is half in, and the same request again ends it.
 */
export async function commitImport(
  deps: ImportDeps & { readonly clock: Clock },
  actor: Actor,
  request: ImportRequest,
): Promise<Result<{ readonly import: Import; readonly replayed: boolean }, ImportRefusal>> {
  const { database, ledger, clock } = deps;
  const { authorityId, principal } = actor;
  if (!isStorable([request.fileName, request.override])) return refused({ code: 'text-malformed' });
  const { preview, judged } = await judgeImport(deps, authorityId, request);
  if (preview.state === 'posted') return accepted({ import: await importOf(deps, authorityId, preview.importId), replayed: true });
  if (preview.state === 'partly-undone') return refused({ code: 'import-being-undone' });
  if (preview.faults.length > 0) return refused({ code: 'import-refused', faults: preview.faults });
  if (judged.length === 0) return refused({ code: 'import-refused', faults: [nothingToPost] });

  const commands = judged.map((each) => commandOf(each, preview, principal));
  await keepImport(database, authorityId, {
    ...preview,
    startedAt: actor.recordedAt ?? clock.now(),
    principal,
    ...(request.override !== undefined && { override: request.override }),
    entryIds: commands.map(({ id }) => id),
    lines: judged.map(({ line }) => line),
    digests: judged.map(({ digest }) => digest),
  });
  const results = await ledger.post(authorityId, commands, { linked: true });
  const refusal = refusalOf(results, judged);
  if (refusal !== undefined) return refused(refusal);
  const replayed = results.every((result) => result.ok && result.value.replayed);
  return accepted({ import: await importOf(deps, authorityId, preview.importId), replayed });
}

/** The file's line and digest go into the entry's metadata, where the chain seals them: any entry leads back to its line. */
function commandOf({ line, draft, originalId }: JudgedEntry, { importId, fileSha256 }: ImportPreview, principal: string): LedgerCommand {
  return {
    kind: 'entry',
    id: importedEntryId(importId, line),
    principal,
    entry: draft,
    metadata: { import: { importId, fileSha256, line, ...(originalId !== undefined && { originalId }) } },
  };
}

/** Judged and posted are two moments: what the book refuses in the second is told with its line, and nothing is in. */
function refusalOf(results: readonly PostResult[], judged: readonly JudgedEntry[]): ImportRefusal | undefined {
  const faults: ImportFault[] = [];
  for (const [n, result] of results.entries()) {
    if (result.ok) continue;
    const { code } = result.refusal;
    if (code === 'service-busy' || code === 'service-unavailable') return { code };
    if (code === 'linked-entry-refused') continue;
    const { title, advice } = ledgerProblems[code];
    faults.push(fault(judged[n]?.line ?? 1, 'refused-by-the-book', `${title} (${code}).`, advice));
  }
  return faults.length === 0 ? undefined : { code: 'import-refused', faults };
}

async function importOf({ database }: ImportDeps, authorityId: number, importId: string): Promise<Import> {
  const [found] = await readImports(database, authorityId, { importId });
  if (found === undefined) throw new Error(`import ${importId} was posted and cannot be read`);
  return found;
}
