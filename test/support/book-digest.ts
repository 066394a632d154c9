import { tables } from '../../src/platform/database/tables.ts';
import type { Admin } from './admin.ts';

const BOOK_TABLES = [...Object.keys(tables).filter((name) => name.startsWith('ledger.')), 'platform.outbox'];

/** What stands in every table of the books, all authorities': equal digests mean that nothing was stored, changed or lost. */
export async function bookDigest(admin: Admin): Promise<Readonly<Record<string, string>>> {
  const each = BOOK_TABLES.map(
    (name) => `select '${name}' as name, md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as digest from ${name} t`,
  );
  const rows = await admin.rows<{ name: string; digest: string }>(each.join(' union all '));
  return Object.fromEntries(rows.map((row) => [row.name, row.digest]));
}
