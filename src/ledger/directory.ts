import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { withDeadline } from '../platform/database/with-deadline.ts';
import type { Dimension } from './rules/entry-draft.ts';

/** What never changes about an account, so that it may be remembered for ever. */
interface KnownAccount {
  readonly accountId: number;
  readonly normalSide: 1 | -1;
}

/** Accounts by code and dimensions by content, remembered: both are immutable once they exist. */
export interface Directory {
  /** Accounts that do not exist are absent from the answer, and asked for again the next time. */
  accounts(authorityId: number, codes: readonly string[]): Promise<ReadonlyMap<string, KnownAccount>>;
  /** The number of each dimension, in order; 0 for none. New ones are made. */
  dimensions(authorityId: number, dimensions: readonly (Dimension | undefined)[]): Promise<readonly number[]>;
}

/** About 100 MB of codes; past it the memory of an authority starts again. */
const MOST_REMEMBERED = 500_000;

export function createDirectory(database: Database, clock: Clock, deadlineMs: number): Directory {
  const accountsOf = new Map<number, Map<string, KnownAccount>>();
  const dimensionsOf = new Map<number, Map<string, number>>();

  return {
    async accounts(authorityId, codes) {
      const known = remembered(accountsOf, authorityId);
      const missing = [...new Set(codes.filter((code) => !known.has(code)))];
      if (missing.length > 0) {
        const rows = await withDeadline(
          deadlineMs,
          database.sql<{ code: string; account_id: number; normal_side: 1 | -1 }[]>`
            select code, account_id, normal_side from ledger.read_accounts(${authorityId}, ${JSON.stringify(missing)}::text::jsonb, null, null, null)`,
        );
        for (const row of rows) known.set(row.code, { accountId: row.account_id, normalSide: row.normal_side });
      }
      return known;
    },

    async dimensions(authorityId, dimensions) {
      const known = remembered(dimensionsOf, authorityId);
      const keys = dimensions.map((dimension) => (dimension ? keyOf(dimension) : NONE));
      const missing = [...new Set(keys.filter((key) => key !== NONE && !known.has(key)))];
      if (missing.length > 0) {
        const [row] = await withDeadline(
          deadlineMs,
          database.sql<{ numbers: string }[]>`
            select ledger.intern_dimensions(${authorityId}, ${clock.now()}, ${`[${missing.join(',')}]`}::text::jsonb)::text as numbers`,
        );
        const numbers = (row?.numbers ?? '{}').slice(1, -1).split(',').map(Number);
        missing.forEach((key, n) => {
          known.set(key, numbers[n] as number);
        });
      }
      return keys.map((key) => (key === NONE ? 0 : (known.get(key) as number)));
    },
  };
}

const NONE = '{}';

function remembered<V>(memory: Map<number, Map<string, V>>, authorityId: number): Map<string, V> {
  let known = memory.get(authorityId);
  if (!known || known.size > MOST_REMEMBERED) {
    known = new Map();
    memory.set(authorityId, known);
  }
  return known;
}

function keyOf({ share, stream, source, financialYear, costCentre, subjective }: Dimension): string {
  return JSON.stringify({ share, stream, source, financialYear, costCentre, subjective });
}
