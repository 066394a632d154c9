import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type * as answers from '../../../src/ledger/client/answers.ts';
import { createLedgerClient, type LedgerClient, ListRefused, moneyOf, penceOf } from '../../../src/ledger/client/index.ts';
import { routes } from '../../../src/ledger/client/routes.ts';
import type { accountSchema } from '../../../src/ledger/operations/shown-account.ts';
import type { entrySchema, recordedEntrySchema } from '../../../src/ledger/operations/shown-entry.ts';
import type { importSchema, previewSchema } from '../../../src/ledger/operations/shown-import.ts';
import { type LedgerApi, startLedgerApi } from '../../api/ledger-api.ts';
import { checkAnswer } from '../../support/check-answer.ts';

/** As JSON has it: a member is there or it is not, and never undefined. */
type Sent<T> = T extends object ? { [K in keyof T]: Sent<Exclude<T[K], undefined>> } : T;

let api: LedgerApi;
let ledger: LedgerClient;

beforeAll(async () => {
  api = await startLedgerApi();
  const key = await api.newKey(await api.newAuthority('client'));
  const checked: typeof fetch = async (address, init) => {
    const response = await fetch(address, init);
    await checkAnswer(api.operations, init?.method ?? 'GET', String(address).slice(api.url.length), response);
    return response;
  };
  ledger = createLedgerClient({ url: `${api.url}/`, key, fetch: checked });
});
afterAll(() => api.close());

async function value<Value>(answer: Promise<{ ok: true; value: Value } | { ok: false; refusal: unknown }>): Promise<Value> {
  const result = await answer;
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const leg = (account: string, side: 'debit' | 'credit', pence: bigint) => ({ account, side, amount: moneyOf(pence) });
const deposit = (pence: bigint) => ({
  description: 'a test',
  effectiveDate: '2026-04-10',
  postings: [leg('bank:main', 'debit', pence), leg('council-cash', 'credit', pence)],
});

describe('the client', () => {
  it('knows every operation of the ledger, and sends it as the service takes it', () => {
    const offered = api.operations.filter(({ id }) => id.startsWith('ledger.'));
    const asked = Object.entries(routes).map(([id, route]) => [id, route.method, route.path, 'keyed' in route]);
    expect(asked.toSorted()).toEqual(
      offered.map(({ id, method, path, idempotent = false }) => [id, method.toUpperCase(), path, idempotent]).toSorted(),
    );
  });

  it('names the answers as the API describes them', () => {
    expectTypeOf<Sent<z.infer<typeof recordedEntrySchema>>>().toExtend<answers.RecordedEntry>();
    expectTypeOf<Sent<z.infer<typeof entrySchema>>>().toExtend<answers.Entry>();
    expectTypeOf<Sent<z.infer<typeof accountSchema>>>().toExtend<answers.Account>();
    expectTypeOf<Sent<z.infer<typeof importSchema>>>().toExtend<answers.Import>();
    expectTypeOf<Sent<z.infer<typeof previewSchema>>>().toExtend<answers.ImportPreview>();
  });

  it('does everything that the ledger can do', async () => {
    await value(ledger.openPeriods([{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]));
    for (const [code, normalSide] of [
      ['bank:main', 'debit'],
      ['council-cash', 'credit'],
      ['spare:a/b', 'debit'],
    ] as const) {
      const opened = await ledger.openAccount({ code, class: 'asset', side: 'actual', normalSide, opensOn: '2026-04-01' });
      expect([code, opened.ok]).toEqual([code, code !== 'spare:a/b']);
    }
    const watch = await value(
      ledger.addWatch({ account: 'bank:main', metric: 'balance', direction: 'below', bound: moneyOf(50_00n), label: 'low' }),
    );
    const posted = await value(ledger.postEntry({ ...deposit(100_00n), reference: 'R-1', metadata: { invoice: '1' } }));
    const entry = await value(ledger.entry(posted.entryId));
    expect(entry).toMatchObject({ reference: 'R-1', metadata: { invoice: '1' }, metadataRevision: 1 });
    await value(ledger.describeEntry(posted.entryId, { metadata: { invoice: '2' }, revision: entry.metadataRevision }));
    expect(await ledger.describeEntry(posted.entryId, { metadata: {}, revision: 1 })).toMatchObject({
      ok: false,
      refusal: { code: 'version-stale', status: 412 },
    });
    const bulk = await value(
      ledger.postEntries(
        [
          { key: 'a', ...deposit(1_00n) },
          { key: 'b', ...deposit(0n) },
        ],
        { linked: false },
      ),
    );
    expect([bulk.posted, bulk.refused, bulk.results[1]?.problem?.code]).toEqual([1, 1, 'amount-zero']);
    await value(
      ledger.reverseEntry(posted.entryId, {
        effectiveDate: '2026-04-12',
        amounts: [
          { posting: 1, amount: moneyOf(60_00n) },
          { posting: 2, amount: moneyOf(60_00n) },
        ],
      }),
    );
    const placed = await value(ledger.placeHold({ debitAccount: 'council-cash', creditAccount: 'bank:main', amount: moneyOf(10_00n) }));
    await value(ledger.postHold(placed.hold?.holdId ?? '', { amount: moneyOf(4_00n), final: false }));
    await value(ledger.voidHold(placed.hold?.holdId ?? ''));
    expect(await value(ledger.hold(placed.hold?.holdId ?? ''))).toMatchObject({ state: 'voided', posted: moneyOf(4_00n) });
    await value(ledger.sweep({ from: 'bank:main', to: 'council-cash', atMost: moneyOf(7_00n) }));
    expect(penceOf((await value(ledger.balance('bank:main'))).balance)).toBe(30_00n);
    expect((await value(ledger.balance('bank:main', { effectiveDate: '2026-04-11' }))).balance).toEqual(moneyOf(101_00n));
    await value(ledger.assertBalance({ account: 'bank:main', asOf: '2026-04-12', balance: moneyOf(41_00n) }));
    expect((await value(ledger.trialBalance())).totals).toHaveLength(1);
    expect((await all(ledger.crossings())).map(({ kind }) => kind)).toEqual(['crossed', 'cleared', 'crossed']);
    await value(ledger.removeWatch(watch.watchId));
    expect(await ledger.removeWatch(watch.watchId)).toMatchObject({ ok: false, refusal: { code: 'watch-not-found' } });
    await value(ledger.changeAccount('bank:main', { reason: 'a test', floor: moneyOf(0n), revision: 0 }));
    expect((await value(ledger.account('bank:main'))).floor).toEqual(moneyOf(0n));
    expect((await all(ledger.accounts({ prefix: 'bank:' }))).map(({ code }) => code)).toEqual(['bank:main']);
    expect(await all(ledger.entries({ reference: 'R-1' }))).toHaveLength(2);
    expect((await value(ledger.verify())).green).toBe(true);
    await value(ledger.setPeriodState('2026-04', { state: 'soft-closed' }));
    expect((await all(ledger.periods())).map(({ state }) => state)).toEqual(['soft-closed']);
    await value(ledger.setPeriodState('2026-04', { state: 'open', reason: 'a test' }));
    const done = await value(
      ledger.importFile({
        format: 'csv',
        fileName: 'a.csv',
        content: 'date,entry,account,amount\n2026-04-01,1,bank:main,5.00\n2026-04-01,1,council-cash,-5.00\n',
      }),
    );
    expect(await value(ledger.import(done.importId))).toEqual((await all(ledger.imports()))[0]);
    const wrong = { format: 'csv', fileName: 'b.csv', content: 'date,entry,account,amount\n2026-04-01,1,bnak,1.00001\n' } as const;
    expect((await value(ledger.previewImport(wrong))).faults).toMatchObject([{ line: 2, code: 'amount-malformed' }]);
    expect(await ledger.importFile(wrong)).toMatchObject({ ok: false, refusal: { code: 'import-refused', problem: { faultsInAll: 1 } } });
  });

  it('reads lists of any length, page after page', async () => {
    await value(
      ledger.postEntries(
        Array.from({ length: 230 }, (_, n) => ({ key: `page-${n}`, ...deposit(1n) })),
        { linked: true },
      ),
    );
    const lines = await all(ledger.accountStatement('bank:main'));
    expect(lines.length).toBeGreaterThan(230);
    expect(new Set(lines.map(({ entryId, posting }) => `${entryId} ${posting}`)).size).toBe(lines.length);
    await expect(all(ledger.accountStatement('nothing'))).rejects.toThrow(ListRefused);
  });

  it('turns pounds into pence and back, exactly', () => {
    for (const pence of [0n, 1n, -1n, 123_456n, -(10n ** 17n)]) expect(penceOf(moneyOf(pence))).toBe(pence);
    expect(() => penceOf({ amount: '1.5', currency: 'GBP' })).toThrow(RangeError);
  });
});
