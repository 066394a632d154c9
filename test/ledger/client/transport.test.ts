import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedgerClient, moneyOf } from '../../../src/ledger/client/index.ts';
import { type LedgerApi, startLedgerApi } from '../../api/ledger-api.ts';

let api: LedgerApi;
let key: string;

beforeAll(async () => {
  api = await startLedgerApi();
  key = await api.newKey(await api.newAuthority('transport'));
  const ledger = createLedgerClient({ url: api.url, key });
  await ledger.openPeriods([{ periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' }]);
  for (const code of ['bank', 'cash'])
    await ledger.openAccount({ code, class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-04-01' });
});
afterAll(() => api.close());

const deposit = {
  description: 'a test',
  effectiveDate: '2026-04-10',
  postings: [
    { account: 'bank', side: 'debit', amount: moneyOf(1_00n) },
    { account: 'cash', side: 'credit', amount: moneyOf(1_00n) },
  ],
} as const;

const busy =
  (headers: Record<string, string>, status = 503) =>
  () =>
    new Response(JSON.stringify({ code: 'service-busy', title: 'The service is busy', detail: 'Wait.' }), { status, headers });
const proxyLost = () => new Response('<h1>Bad Gateway</h1>', { status: 502 });
/** The service does it, and the answer never comes. */
const answerLost = async (address: string | URL | Request, init?: RequestInit) => {
  await fetch(address, init);
  throw new TypeError('socket hang up');
};

type Step = (address: string | URL | Request, init?: RequestInit) => Response | Promise<Response>;

/** The network between a client and the real service: each attempt meets the next step, and then the service. Time passes only by waiting. */
function badNetwork(steps: readonly Step[]) {
  const keys: (string | null)[] = [];
  const waits: number[] = [];
  let now = 0;
  const send: typeof fetch = async (address, init) => {
    const step = steps[keys.length] ?? fetch;
    keys.push(new Headers(init?.headers).get('idempotency-key'));
    return step(address, init);
  };
  const time = {
    now: () => now,
    wait: async (ms: number) => {
      waits.push(ms);
      now += ms;
    },
  };
  return { keys, waits, ledger: createLedgerClient({ url: api.url, key, fetch: send, time, deadlineMs: 20_000 }) };
}

async function entriesNow(): Promise<number> {
  let count = 0;
  for await (const _ of createLedgerClient({ url: api.url, key }).entries()) count += 1;
  return count;
}

describe('a call over a network that fails', () => {
  it('happens once, with one key through every attempt', async () => {
    const before = await entriesNow();
    const { keys, waits, ledger } = badNetwork([
      busy({ 'retry-after': '3' }),
      answerLost,
      proxyLost,
      answerLost,
      busy({ 'retry-after': '0' }, 429),
    ]);
    expect(await ledger.postEntry(deposit)).toMatchObject({ ok: true });
    expect(keys).toHaveLength(6);
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect([waits[0], waits[4], await entriesNow()]).toEqual([3_000, 0, before + 1]);
    expect(waits.slice(1, 4).every((ms) => ms >= 100 && ms <= 5_000)).toBe(true);
  });

  it('gives up at its deadline, says that it is not known, and names the key to go on with', async () => {
    const before = await entriesNow();
    const { keys, ledger } = badNetwork(Array.from({ length: 100 }, () => answerLost));
    const lost = await ledger.postEntry(deposit);
    expect(lost).toMatchObject({ ok: false, refusal: { code: 'deadline-passed', idempotencyKey: keys[0] } });
    expect(keys.length).toBeGreaterThan(3);
    const again = await createLedgerClient({ url: api.url, key }).postEntry(deposit, { idempotencyKey: keys[0] ?? '' });
    expect([again.ok, await entriesNow()]).toEqual([true, before + 1]);
  });

  it('does not wait longer than it may: the last refusal stands', async () => {
    const { keys, waits, ledger } = badNetwork([busy({ 'retry-after': '60' })]);
    expect(await ledger.postEntry(deposit)).toMatchObject({ ok: false, refusal: { code: 'service-busy', status: 503 } });
    expect([keys.length, waits]).toEqual([1, []]);
  });

  it('is not repeated where a repeat would be taken for another request, nor when it was refused for good', async () => {
    const removed = badNetwork([proxyLost]);
    expect(await removed.ledger.removeWatch('019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d')).toMatchObject({
      ok: false,
      refusal: { code: 'answer-not-understood' },
    });
    const refused = badNetwork([]);
    expect(await refused.ledger.postEntry({ ...deposit, postings: [] })).toMatchObject({
      ok: false,
      refusal: { code: 'entry-too-few-postings', status: 422 },
    });
    expect([removed.keys.length, refused.keys.length]).toEqual([1, 1]);
  });

  it('ends at once when it is called off', async () => {
    const { keys, ledger } = badNetwork(Array.from({ length: 100 }, () => proxyLost));
    expect(await ledger.balance('bank', {}, { signal: AbortSignal.abort() })).toMatchObject({ ok: false });
    expect(keys).toHaveLength(1);
  });
});
