import type postgres from 'postgres';

class TornResult extends Error {
  readonly code = 'CONNECTION_CLOSED';
}

const guarded = new WeakSet<object>();

/**
 * postgres.js 3.4.9 counts a result's rows for each connection and forgets to begin again when the connection dies in the middle of one: the
 * next result on it starts with holes, and its first row reads as "nothing found". Seen with a backend killed every 120 ms. Such a result is
 * turned into the outage it is, so that the caller gets a 503 and asks again.
 */
export function refuseTornResults(sql: postgres.Sql): void {
  // Queries are lazy: this one only shows their class and is never sent.
  const query = Object.getPrototypeOf(sql`select`) as Promise<unknown>;
  if (guarded.has(query)) return;
  guarded.add(query);
  const settle = query.then as (this: unknown, kept: (value: unknown) => unknown, lost: (error: unknown) => unknown) => Promise<unknown>;
  const checked = function (this: unknown, kept?: (value: unknown) => unknown, lost?: (error: unknown) => unknown): Promise<unknown> {
    const refuse = (error: unknown) => {
      if (lost) return lost(error);
      throw error;
    };
    const keep = (value: unknown) => {
      if (Array.isArray(value) && value.length > 0 && !(0 in value))
        return refuse(new TornResult('the result of a statement lost its beginning with a connection'));
      return kept ? kept(value) : value;
    };
    return settle.call(this, keep, refuse);
  };
  void Object.defineProperty(query, 'then', { value: checked });
}
