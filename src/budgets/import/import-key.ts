import { randomBytes } from 'node:crypto';
import type { KeyRing, WrappedKey } from '../../platform/secrets/key-ring.ts';
import { DATA_KEY_BYTES, openWith, sealWith } from '../../platform/secrets/sealed-box.ts';
import type { RowCells } from './rules/read-row.ts';

/** Seals the rows of one import between its preview and its end; a row moved to another line does not open there. */
export interface ImportKey {
  seal(cells: RowCells, line: number): Buffer;
  open(sealed: Buffer, line: number): RowCells;
}

export function newImportKey(
  ring: KeyRing,
  authorityId: number,
  importId: string,
): { readonly key: ImportKey; readonly wrapped: WrappedKey } {
  const dataKey = randomBytes(DATA_KEY_BYTES);
  return { key: importKeyOf(dataKey, authorityId, importId), wrapped: ring.wrap(dataKey, aboutOf(authorityId, importId)) };
}

export function openImportKey(ring: KeyRing, authorityId: number, importId: string, wrapped: WrappedKey): ImportKey {
  return importKeyOf(ring.unwrap(wrapped, aboutOf(authorityId, importId)), authorityId, importId);
}

function importKeyOf(dataKey: Buffer, authorityId: number, importId: string): ImportKey {
  const about = (line: number) => `${aboutOf(authorityId, importId)}/${line}`;
  return {
    seal: (cells, line) => sealWith(dataKey, Buffer.from(JSON.stringify(cells)), about(line)),
    open: (sealed, line) => JSON.parse(openWith(dataKey, sealed, about(line)).toString()) as RowCells,
  };
}

const aboutOf = (authorityId: number, importId: string) => `budget-import/${authorityId}/${importId}`;
