import { createHash, randomUUID } from 'node:crypto';
import { type Ledger, openLedger } from '../../../src/ledger/ledger.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import type { Database } from '../../../src/platform/database/database.ts';

export const AUTHORITY = 1;
const ACCOUNTS = 1_000;

/** Entries in each call, in turns: bulk runs with live requests between them, so that the chain has long blocks and short ones. */
const CALL_SIZES: Readonly<Record<'bulk' | 'live', readonly number[]>> = { bulk: [1_000, 1_000, 1_000, 40, 5, 1], live: [1, 2, 5] };

export async function openBenchBook(database: Database): Promise<Ledger> {
  const ledger = openLedger({ database, clock: { now: () => new Date() }, deadlineMs: 60_000 });
  await ledger.createBook(AUTHORITY);
  const actor = { authorityId: AUTHORITY, principal: 'bench' };
  await ledger.openPeriods(actor, [{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]);
  const accounts = Array.from({ length: ACCOUNTS }, (_, n) => ({
    code: code(n),
    class: 'asset' as const,
    side: 'actual' as const,
    normalSide: 'debit' as const,
    opensOn: '2026-04-01' as const,
  }));
  await ledger.openAccounts(actor, accounts);
  return ledger;
}

/** Moves so many pennies between two accounts, one in each call. */
export async function postPennies(ledger: Ledger, { from, to, entries }: { from: string; to: string; entries: number }): Promise<void> {
  for (let n = 0; n < entries; n += 1) {
    const postings = [
      { account: to, amount: 1n },
      { account: from, amount: -1n },
    ];
    const [result] = await ledger.post(AUTHORITY, [
      { kind: 'entry', id: randomUUID(), principal: 'bench', entry: { effectiveDate: dayOf(n), description: 'bench', postings } },
    ]);
    if (!result?.ok) throw new Error(`the ledger refused: ${JSON.stringify(result)}`);
  }
}

/** Posts `entries` entries of two postings each, on accounts and days that follow from their numbers. */
export async function fillBook(
  ledger: Ledger,
  { from, entries, calls }: { from: number; entries: number; calls: keyof typeof CALL_SIZES },
): Promise<void> {
  const sizes = CALL_SIZES[calls];
  for (let n = from, turn = 0; n < from + entries; turn += 1) {
    const size = Math.min(sizes[turn % sizes.length] ?? 1, from + entries - n);
    const results = await ledger.post(
      AUTHORITY,
      Array.from({ length: size }, (_, k) => transfer(n + k)),
    );
    const refused = results.find((result) => !result.ok);
    if (refused !== undefined) throw new Error(`the ledger refused: ${JSON.stringify(refused)}`);
    n += size;
  }
}

const code = (n: number) => `account:${n % ACCOUNTS}`;

const dayOf = (n: number) => `2026-04-${String((n % 30) + 1).padStart(2, '0')}` as PlainDate;

function transfer(n: number) {
  const mixed = Math.imul(n, 0x9e3779b1) >>> 0;
  const amount = BigInt((mixed % 100_000) + 1);
  return {
    kind: 'entry' as const,
    id: idOf(n),
    principal: 'bench',
    entry: {
      effectiveDate: dayOf(n),
      description: 'bench',
      postings: [
        { account: code(mixed), amount },
        { account: code(mixed + 1 + (n % 997)), amount: -amount },
      ],
    },
  };
}

/** Spread over the key as version 5 ids are, and the same in every run. */
function idOf(n: number): string {
  const hex = createHash('sha256').update(`bench ${n}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
