import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LedgerCommand, PlaceHold, PostEntry } from '../../src/ledger/commands.ts';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import type { PostResult } from '../../src/ledger/post-commands.ts';
import { type Database, openDatabase } from '../../src/platform/database/database.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { ACCOUNTS, codeOf, commit, deposit, entry, fund, newBook, PERIODS, type TestBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { LedgerModel } from '../support/ledger-model.ts';
import { manualClock } from '../support/manual-clock.ts';

const clock = manualClock('2026-05-15T10:00:00Z');

let store: TestDatabase;
let secondDatabase: Database;
let admin: Admin;
/** Two processes' worth: each has its own pool, poster and memory of accounts. */
let ledgers: readonly [Ledger, Ledger];

beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  secondDatabase = openDatabase({ url: store.appUrl, applicationName: 'threefold-test-2', maxConnections: 4 });
  // Small calls, so that many of them meet.
  ledgers = [openLedger({ database: store.database, clock, callSize: 7 }), openLedger({ database: secondDatabase, clock, callSize: 3 })];
});
afterAll(async () => {
  await secondDatabase.close();
  await admin.close();
  await store.close();
});

interface Exchange {
  readonly command: LedgerCommand;
  readonly result: PostResult;
}

/** Everybody asks at once, each through one of the two ledgers; commands of a client follow one another. */
async function play(book: TestBook, clients: readonly (readonly LedgerCommand[])[]): Promise<Exchange[]> {
  const histories = await Promise.all(
    clients.map(async (commands, client) => {
      const ledger = ledgers[client % 2] as Ledger;
      const history: Exchange[] = [];
      for (const command of commands) {
        const [result] = await ledger.post(book.authorityId, [command]);
        history.push({ command, result: result as PostResult });
      }
      return history;
    }),
  );
  return histories.flat();
}

/** Entries of the book in the order in which the chain has them. */
async function inChainOrder(book: TestBook): Promise<string[]> {
  const rows = await admin.rows<{ id: string }>(
    'select unnest(entry_ids) as id from ledger.blocks where authority_id = $1 order by block_seq',
    [book.authorityId],
  );
  return rows.map((row) => row.id);
}

describe('many clients at once', () => {
  it('leave a history that commands one after another, in the order of the chain, explain', async () => {
    const book = await newBook(ledgers[0]);
    const opening = fund(50_00n);
    await book.posted(opening);
    const holds = Array.from({ length: 12 }, () => place(3_00n));
    const clients = Array.from({ length: 24 }, (_, client) =>
      Array.from({ length: 8 }, (_, n): LedgerCommand => {
        const turn = (client * 8 + n) % 8;
        if (turn === 0) return holds[client % 12] as PlaceHold;
        if (turn === 3)
          return {
            id: randomUUID(),
            principal: 'p',
            kind: 'hold-post',
            holdId: (holds[client % 12] as PlaceHold).id,
            effectiveDate: '2026-05-15',
          };
        if (turn === 5)
          return entry([
            ['committed', 1_00n],
            ['available', -1_00n],
          ]);
        return commit(BigInt(1 + ((client * 31 + n * 17) % 400)));
      }),
    );
    const history = await play(book, clients);

    const model = new LedgerModel(
      ACCOUNTS,
      PERIODS.map((period) => period.periodId),
      clock.now(),
    );
    const asked = new Map<string, LedgerCommand>([opening, ...history.map((each) => each.command)].map((command) => [command.id, command]));
    const chain = await inChainOrder(book);
    for (const id of chain) expect(model.post([asked.get(id) as LedgerCommand], false)).toEqual(['posted']);

    // Each caller was told what the chain says, once for every id; a refusal left nothing.
    const stored = new Set(chain);
    const told = grouped(history);
    for (const [id, exchanges] of told) {
      const codes = exchanges.map((each) => codeOf(each.result));
      const happened = codes.filter((code) => code === 'posted').length;
      expect(happened, id).toBe(stored.has(id) ? 1 : 0);
      const blocks = exchanges.flatMap((each) => (each.result.ok ? [each.result.value.blockSeq] : []));
      expect(new Set(blocks).size, id).toBe(happened);
    }
    expect([...new Set(history.map((each) => codeOf(each.result)))]).toEqual(
      expect.arrayContaining(['posted', 'replayed', 'floor-broken']),
    );
    for (const code of ['available', 'committed', 'control']) {
      const account = model.accounts.get(code);
      expect(await book.balance(code), code).toBe((account?.balance ?? 0n) * (account?.normal ?? 1n));
    }
  });

  it('cannot overspend: of 200 pounds asked for at once from 100, exactly 100 are given', async () => {
    const book = await newBook(ledgers[0]);
    await book.posted(fund(100_00n));
    const history = await play(
      book,
      Array.from({ length: 200 }, () => [commit(1_00n)]),
    );
    const codes = history.map((each) => codeOf(each.result));
    expect(codes.filter((code) => code === 'posted')).toHaveLength(100);
    expect(codes.filter((code) => code === 'floor-broken')).toHaveLength(100);
    expect(await book.balance('available')).toBe(0n);
    expect(await book.balance('committed')).toBe(100_00n);
  });

  it('make one entry of a hundred requests with one key, and hear the same of it', async () => {
    const book = await newBook(ledgers[0]);
    const keys = Array.from({ length: 5 }, () => deposit(1_00n));
    const history = await play(
      book,
      Array.from({ length: 100 }, (_, client) => keys.map((_, n) => keys[(n + client) % 5] as PostEntry)),
    );
    for (const key of keys) {
      const results = history.filter((each) => each.command.id === key.id).map((each) => each.result);
      expect(results).toHaveLength(100);
      expect(results.map(codeOf).filter((code) => code === 'posted')).toHaveLength(1);
      expect(new Set(results.map((result) => (result.ok ? result.value.blockSeq : 'refused'))).size).toBe(1);
    }
    expect(await inChainOrder(book)).toHaveLength(5);
    expect(await book.balance('bank')).toBe(5_00n);
  });

  it('take opposite ways over many accounts without a deadlock', async () => {
    const codes = Array.from({ length: 12 }, (_, n) => `pot-${n}`);
    const book = await newBook(
      ledgers[0],
      codes.map((code) => ({ code, class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-01-01' })),
    );
    const around = (step: number) =>
      Array.from({ length: 10 }, (_, n) => {
        const from = codes[(n * step + step + 12) % 12] as string;
        const to = codes[(n * step + 24 - step) % 12] as string;
        return entry([
          [from, -1n],
          [to, 1n],
          [from, -2n],
          [to, 2n],
        ]);
      });
    const history = await play(
      book,
      Array.from({ length: 16 }, (_, client) => around([1, 5, 7, 11][client % 4] as number)),
    );
    expect(history.map((each) => codeOf(each.result))).toEqual(Array.from({ length: 160 }, () => 'posted'));
    const balances = await book.ledger.balances(book.authorityId, codes);
    expect(balances.reduce((sum, each) => sum + each.balance, 0n)).toBe(0n);
  });

  it('may close the period under the feet of those who post: each entry is before the close or refused', async () => {
    const book = await newBook(ledgers[0]);
    const posting = play(
      book,
      Array.from({ length: 30 }, () => [deposit(1_00n, '2026-04-10'), deposit(1_00n, '2026-04-10')]),
    );
    await ledgers[1].setPeriodState(book.actor, '2026-04', 'closed');
    const codes = (await posting).map((each) => codeOf(each.result));
    const [carried] = await admin.rows<{ closing: string }>(
      "select closing from ledger.period_balances b join ledger.accounts a using (authority_id, account_id) where authority_id = $1 and a.code = 'bank'",
      [book.authorityId],
    );
    expect(new Set(codes)).toEqual(new Set(['posted', 'period-closed'].filter((code) => codes.includes(code))));
    expect(BigInt(carried?.closing ?? -1)).toBe(BigInt(codes.filter((code) => code === 'posted').length) * 1_00n);
  });
});

function place(amount: bigint): PlaceHold {
  return { id: randomUUID(), principal: 'p', kind: 'hold', debit: 'available', credit: 'committed', amount, effectiveDate: '2026-05-15' };
}

function grouped(history: readonly Exchange[]): Map<string, Exchange[]> {
  const groups = new Map<string, Exchange[]>();
  for (const each of history) groups.set(each.command.id, [...(groups.get(each.command.id) ?? []), each]);
  return groups;
}
