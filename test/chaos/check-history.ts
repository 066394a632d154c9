import pg from 'pg';
import type { History } from './journal.ts';

export interface HistoryReport {
  /** Sentences; none when the book and the journal agree. */
  readonly violations: readonly string[];
  readonly asked: number;
  readonly ok: number;
  readonly refused: number;
  readonly unknown: number;
  readonly inTheBook: number;
}

/**
 * Holds the journal of the callers against the tables, as a superuser and with no code of the product: what was acknowledged is there as
 * asked, what was refused is not, linked commands are all there or none, nothing else is there, and every side of every entry adds up to nothing.
 */
export async function checkHistory(adminUrl: string, { requests, outcomes }: History): Promise<HistoryReport> {
  const { stored, unbalanced } = await readBook(adminUrl);
  const violations = unbalanced.map((entryId) => `${entryId} does not balance`);
  const asked = new Set<string>();
  for (const { linked, commands } of requests) {
    for (const { id, legs } of commands) {
      asked.add(id);
      const found = stored.get(id);
      const outcome = outcomes.get(id);
      if (outcome === 'ok' && found === undefined) violations.push(`${id} was acknowledged and is not in the book`);
      if (outcome === 'refused' && found !== undefined) violations.push(`${id} was refused and is in the book`);
      if (found !== undefined && found !== asText(legs)) violations.push(`${id} is in the book as ${found}, asked was ${asText(legs)}`);
    }
    const there = commands.filter(({ id }) => stored.has(id)).length;
    if (linked && there !== 0 && there !== commands.length)
      violations.push(`${there} of ${commands.length} linked commands are in the book`);
  }
  for (const id of stored.keys()) if (!asked.has(id)) violations.push(`${id} is in the book and nobody asked for it`);
  const count = (wanted: string) => [...outcomes.values()].filter((outcome) => outcome === wanted).length;
  return {
    violations,
    asked: asked.size,
    ok: count('ok'),
    refused: count('refused'),
    unknown: count('unknown'),
    inTheBook: stored.size,
  };
}

async function readBook(adminUrl: string): Promise<{ stored: Map<string, string>; unbalanced: string[] }> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ entry_id: string; legs: string | null }>(
      `select e.entry_id, string_agg(a.code || ' ' || p.amount, ', ' order by a.code, p.amount) as legs
         from ledger.entries e
         left join ledger.postings p on p.authority_id = e.authority_id and p.entry_id = e.entry_id
         left join ledger.accounts a on a.authority_id = p.authority_id and a.account_id = p.account_id
        group by e.entry_id`,
    );
    const unbalanced = await client.query<{ entry_id: string }>(
      'select entry_id from ledger.postings p join ledger.accounts a using (authority_id, account_id) group by entry_id, a.side having sum(p.amount) <> 0',
    );
    return { stored: new Map(rows.map((row) => [row.entry_id, row.legs ?? ''])), unbalanced: unbalanced.rows.map((row) => row.entry_id) };
  } finally {
    await client.end();
  }
}

function asText(legs: readonly (readonly [account: string, pence: string])[]): string {
  return legs
    .map(([account, pence]) => ({ account, pence: BigInt(pence) }))
    .sort((one, other) => compare(one.account, other.account) || compare(one.pence, other.pence))
    .map(({ account, pence }) => `${account} ${pence}`)
    .join(', ');
}

/** By code unit, which is the collation of our databases; the user's language has no say. */
function compare<T extends string | bigint>(one: T, other: T): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
