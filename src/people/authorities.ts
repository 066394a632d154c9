import { openLedger } from '../ledger/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { accepted, type Result, refused } from '../platform/result.ts';

export interface Authority {
  readonly authorityId: number;
  /** How people and commands name it: `northmoor`. */
  readonly slug: string;
  readonly name: string;
  /** Only of a demo authority, whose days move by command. */
  readonly businessDate?: PlainDate;
}

export type AuthorityDraft = Omit<Authority, 'authorityId'>;

export interface CreatedAuthority {
  readonly authorityId: number;
  readonly existed: boolean;
}

const SLUG = /^[a-z][a-z0-9-]{1,39}$/;

/**
 * Makes an authority and its empty book. Both steps can be repeated, so one that broke off between them is mended by asking again with the
 * same slug and name.
 */
export async function createAuthority(
  database: Database,
  clock: Clock,
  { slug, name, businessDate }: AuthorityDraft,
): Promise<Result<CreatedAuthority, { readonly code: 'authority-slug-taken' | 'authority-slug-malformed'; readonly slug: string }>> {
  if (!SLUG.test(slug)) return refused({ code: 'authority-slug-malformed', slug });
  const [row] = await database.sql<{ outcome: 'created' | 'exists' | 'authority-slug-taken'; authority_id: number }[]>`
    select * from people.create_authority(${slug}, ${name}, ${businessDate ?? null}, ${clock.now()})`;
  if (row === undefined) throw new Error('people.create_authority answered nothing');
  if (row.outcome === 'authority-slug-taken') return refused({ code: row.outcome, slug });
  await openLedger({ database, clock }).createBook(row.authority_id);
  return accepted({ authorityId: row.authority_id, existed: row.outcome === 'exists' });
}

export async function listAuthorities(database: Database): Promise<Authority[]> {
  return readAuthorities(database, {});
}

export async function findAuthority(database: Database, slug: string): Promise<Authority | undefined> {
  return (await readAuthorities(database, { slug }))[0];
}

export async function readAuthority(database: Database, authorityId: number): Promise<Authority | undefined> {
  return (await readAuthorities(database, { authorityId }))[0];
}

async function readAuthorities(database: Database, query: { authorityId?: number; slug?: string }): Promise<Authority[]> {
  const rows = await database.sql<{ authority_id: number; slug: string; name: string; business_date: PlainDate | null }[]>`
    select * from people.read_authorities(${query.authorityId ?? null}, ${query.slug ?? null})`;
  return rows.map((row) => ({
    authorityId: row.authority_id,
    slug: row.slug,
    name: row.name,
    ...(row.business_date !== null && { businessDate: row.business_date }),
  }));
}
