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
  /**
   * Works something out of accounts and dimensions: at once when all it asks for is remembered, otherwise again after the rest was looked up.
   * Accounts that do not exist are asked for again the next time; dimensions that do not exist are made.
   */
  consult<T>(authorityId: number, work: (page: DirectoryPage) => T): T | Promise<T>;
  /** The number of each dimension, in order; 0 for none. New ones are made. */
  dimensions(authorityId: number, dimensions: readonly (Dimension | undefined)[]): Promise<readonly number[]>;
}

export interface DirectoryPage {
  /** Undefined for an account that does not exist. */
  account(code: string): KnownAccount | undefined;
  /** 0 for none. */
  dimension(dimension: Dimension | undefined): number;
}

/** About 100 MB of codes; past it the memory of an authority starts again. */
const MOST_REMEMBERED = 500_000;

export function createDirectory(database: Database, clock: Clock, deadlineMs: number): Directory {
  const accountsOf = new Map<number, Map<string, KnownAccount>>();
  const dimensionsOf = new Map<number, Map<string, number>>();

  async function lookUpAccounts(authorityId: number, codes: ReadonlySet<string>): Promise<void> {
    const known = remembered(accountsOf, authorityId);
    const rows = await withDeadline(
      deadlineMs,
      database.sql<{ code: string; account_id: number; normal_side: 1 | -1 }[]>`
        select code, account_id, normal_side from ledger.read_accounts(${authorityId}, ${JSON.stringify([...codes])}::text::jsonb, null, null, null)`,
    );
    for (const row of rows) known.set(row.code, { accountId: row.account_id, normalSide: row.normal_side });
  }

  async function makeDimensions(authorityId: number, keys: ReadonlySet<string>): Promise<void> {
    const known = remembered(dimensionsOf, authorityId);
    const missing = [...keys];
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

  /** What is remembered, with a note of what is not. */
  function openPage(authorityId: number): DirectoryPage & { readonly missingCodes: Set<string>; readonly missingDimensions: Set<string> } {
    const accounts = remembered(accountsOf, authorityId);
    const dimensions = remembered(dimensionsOf, authorityId);
    const missingCodes = new Set<string>();
    const missingDimensions = new Set<string>();
    return {
      missingCodes,
      missingDimensions,
      account(code) {
        const known = accounts.get(code);
        if (!known) missingCodes.add(code);
        return known;
      },
      dimension(dimension) {
        if (dimension === undefined) return 0;
        const key = keyOf(dimension);
        if (key === NONE) return 0;
        const known = dimensions.get(key);
        if (known === undefined) missingDimensions.add(key);
        return known ?? 0;
      },
    };
  }

  return {
    consult(authorityId, work) {
      const page = openPage(authorityId);
      const done = work(page);
      const { missingCodes, missingDimensions } = page;
      if (missingCodes.size === 0 && missingDimensions.size === 0) return done;
      return (async () => {
        if (missingCodes.size > 0) await lookUpAccounts(authorityId, missingCodes);
        if (missingDimensions.size > 0) await makeDimensions(authorityId, missingDimensions);
        return work(openPage(authorityId));
      })();
    },

    async dimensions(authorityId, dimensions) {
      const numbers = (page: DirectoryPage) => dimensions.map((dimension) => page.dimension(dimension));
      return this.consult(authorityId, numbers);
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
