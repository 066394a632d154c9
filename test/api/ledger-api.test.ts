import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runAsAdmin } from '../support/cluster.ts';
import { credit, debit, EVERYTHING, entry, expectStatus, type LedgerApi, pounds, startLedgerApi } from './ledger-api.ts';

interface OpenApiDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
}

let api: LedgerApi;
let secret: string;
let other: string;
let authorityId: number;
let made = 0;

const key = () => {
  made += 1;
  return `key-${made}`;
};
const post = (path: string, body: unknown, idempotencyKey = key()) => api.call('POST', path, { secret, idempotencyKey, body });
const postEntry = (body: unknown, idempotencyKey?: string) => post('/v1/ledger/entries', body, idempotencyKey);
const read = (path: string) => api.call('GET', path, { secret });
const balanceOf = async (code: string) => (await read(`/v1/ledger/accounts/${encodeURIComponent(code)}/balance`)).body.balance.amount;
const openAccount = (members: object, who = secret) =>
  api.call('POST', '/v1/ledger/accounts', {
    secret: who,
    body: { class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-04-01', ...members },
  });
const entryCount = async () => {
  const { body } = await api.call('POST', '/v1/ledger/verify', { secret });
  expect(body.findings).toEqual([]);
  return body.entries as string;
};

beforeAll(async () => {
  api = await startLedgerApi();
  authorityId = await api.newAuthority('northmoor');
  secret = await api.newKey(authorityId);
  other = await api.newKey(await api.newAuthority('southvale'));
  for (const who of [secret, other]) {
    const periods = [
      { periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30' },
      { periodId: '2026-05', firstDay: '2026-05-01', lastDay: '2026-05-31' },
    ];
    expectStatus(await api.call('POST', '/v1/ledger/periods', { secret: who, body: { periods } }), 201);
    expectStatus(await openAccount({ code: 'bank:main', floor: pounds('0.00') }, who), 201);
    expectStatus(await openAccount({ code: 'council-cash', class: 'equity', normalSide: 'credit' }, who), 201);
  }
  await openAccount({ code: 'expense:L1', class: 'expense', dimension: { stream: 'EDUCATION', costCentre: 'C100' } });
  await openAccount({ code: 'promise:L1', side: 'budget' });
  await openAccount({ code: 'promise:all', side: 'budget', class: 'liability', normalSide: 'credit' });
  await openAccount({ code: 'petty-cash', ceiling: pounds('50.00') });
  await openAccount({ code: 'old', closesOn: '2026-04-05' });
  expectStatus(await postEntry(entry(debit('bank:main', '1000.00'), credit('council-cash', '1000.00'))), 201);
});
afterAll(() => api.close());

describe('an entry', () => {
  it('is posted once under its key, and every repeat is answered with the same bytes, on another day too', async () => {
    const body = {
      description: 'April',
      reference: 'R-1',
      metadata: { a: 1 },
      postings: [debit('expense:L1', '12.34'), credit('bank:main', '12.34')],
    };
    const before = await balanceOf('bank:main');
    const first = expectStatus(await postEntry(body, 'once'), 201);
    expect(first.headers.get('idempotency-hit')).toBeNull();
    expect(first.headers.get('location')).toBe(`/v1/ledger/entries/${first.body.entryId}`);
    expect(first.body.effectiveDate).toBe('2026-04-15');
    expect(first.body.postings[0]).toMatchObject({
      account: 'expense:L1',
      side: 'debit',
      dimension: { stream: 'EDUCATION', costCentre: 'C100' },
    });
    api.clock.set('2026-04-16T09:30:00.000Z');
    await api.call('PUT', `/v1/ledger/entries/${first.body.entryId}/metadata`, { secret, ifMatch: '"1"', body: { metadata: { a: 2 } } });
    const again = expectStatus(await postEntry(body, 'once'), 201);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-hit')).toBe('true');
    expect(Number(before) - Number(await balanceOf('bank:main'))).toBeCloseTo(12.34);
  });

  it('is refused when its key stands for something else', async () => {
    const sent = entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00'));
    expectStatus(await postEntry(sent, 'same'), 201);
    const refused = expectStatus(await postEntry({ ...sent, description: 'another' }, 'same'), 422);
    expect(refused.body.code).toBe('idempotency-conflict');
  });

  it('has keys of its own for each holder and each operation', async () => {
    const sent = entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00'));
    const first = expectStatus(await postEntry(sent, 'shared'), 201);
    const colleague = await api.newKey(authorityId);
    const second = expectStatus(
      await api.call('POST', '/v1/ledger/entries', { secret: colleague, idempotencyKey: 'shared', body: sent }),
      201,
    );
    expect(second.body.entryId).not.toBe(first.body.entryId);
    const reversal = expectStatus(await post(`/v1/ledger/entries/${first.body.entryId}/reversal`, {}, 'shared'), 201);
    expect(reversal.body.kind).toBe('reversal');
  });

  it('never takes the time at which it was recorded from a caller', async () => {
    const refused = await postEntry({
      ...entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00')),
      recordedAt: '2020-01-01T00:00:00Z',
    });
    expect(refused.body.errors).toMatchObject([{ pointer: '/recordedAt', code: 'unknown-member' }]);
  });

  it('is found by its id, by its reference and page by page, newest first', async () => {
    const ids: string[] = [];
    for (const n of [1, 2, 3]) {
      const posted = await postEntry({ ...entry(debit('expense:L1', `${n}.00`), credit('bank:main', `${n}.00`)), reference: 'PAGED' });
      ids.unshift(posted.body.entryId);
    }
    const first = expectStatus(await read('/v1/ledger/entries?reference=PAGED&limit=2'), 200);
    const second = expectStatus(await read(`/v1/ledger/entries?reference=PAGED&limit=2&cursor=${first.body.nextCursor}`), 200);
    expect([...first.body.data, ...second.body.data].map(({ entryId }) => entryId)).toEqual(ids);
    expect(second.body.nextCursor).toBeNull();
    expect(expectStatus(await read('/v1/ledger/entries?limit=1'), 200).body.data[0].entryId).toBe(ids[0]);
    expect(expectStatus(await read(`/v1/ledger/entries/${ids[0]?.toUpperCase()}`), 200).body.entryId).toBe(ids[0]);
  });

  it('is described in revisions, and nobody overwrites what they have not seen', async () => {
    const { entryId } = (await postEntry(entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00')))).body;
    const path = `/v1/ledger/entries/${entryId}`;
    expect((await read(path)).headers.get('etag')).toBe('"0"');
    const describeAs = (ifMatch: string | undefined, metadata: object) =>
      api.call('PUT', `${path}/metadata`, { secret, body: { metadata }, ...(ifMatch !== undefined && { ifMatch }) });
    const described = expectStatus(await describeAs('"0"', { invoice: 'I-1' }), 200);
    expect(described.headers.get('etag')).toBe('"1"');
    expect(expectStatus(await read(path), 200).text).toBe(described.text);
    expect(expectStatus(await describeAs('"0"', { invoice: 'I-2' }), 412).body).toMatchObject({
      code: 'version-stale',
      currentVersion: '1',
    });
    expectStatus(await describeAs(undefined, {}), 428);
    expect(expectStatus(await describeAs('*', { invoice: 'I-3' }), 200).body.metadataRevision).toBe(2);
  });

  it('is posted only while the account is as the caller saw it', async () => {
    const { version, balance } = (await read('/v1/ledger/accounts/expense%3AL1')).body;
    const sent = entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00'));
    const conditions = [{ account: 'expense:L1', expectedVersion: version, expectedBalance: balance }];
    expectStatus(await postEntry({ ...sent, conditions }), 201);
    const refused = expectStatus(await postEntry({ ...sent, conditions }), 409);
    expect(refused.body).toMatchObject({ code: 'condition-not-met', account: 'expense:L1', version: String(Number(version) + 1) });
  });
});

describe('bad input', () => {
  const bad: [string, () => object, string, object?][] = [
    [
      'unbalanced in all',
      () => entry(debit('expense:L1', '2.00'), credit('bank:main', '1.00')),
      'entry-unbalanced',
      { excess: [{ on: 'actual', side: 'debit', amount: pounds('1.00') }] },
    ],
    ['unbalanced on each side', () => entry(debit('promise:L1', '1.00'), credit('bank:main', '1.00')), 'entry-unbalanced'],
    ['single-legged', () => entry(debit('expense:L1', '1.00')), 'entry-too-few-postings'],
    ['without a leg', () => entry(), 'entry-too-few-postings'],
    ['zero', () => entry(debit('expense:L1', '0.00'), credit('bank:main', '0.00')), 'amount-zero', { posting: 1 }],
    ['overflowing', () => entry(debit('expense:L1', '10000000000000.01'), credit('bank:main', '10000000000000.01')), 'amount-too-large'],
    [
      'in the wrong currency',
      () => entry(debit('expense:L1', '1.00', 'EUR'), credit('bank:main', '1.00', 'EUR')),
      'currency-mismatch',
      { account: 'expense:L1' },
    ],
    [
      'in two currencies',
      () => entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00', 'EUR')),
      'currency-mismatch',
      { posting: 2, account: 'bank:main' },
    ],
    ['on a closed account', () => entry(debit('old', '1.00'), credit('bank:main', '1.00')), 'account-closed', { account: 'old' }],
    [
      'on an unknown account',
      () => entry(debit('expense:L1', '1.00'), credit('nobody', '1.00')),
      'account-unknown',
      { account: 'nobody', posting: 2 },
    ],
    [
      'below a floor',
      () => entry(debit('expense:L1', '99999.00'), credit('bank:main', '99999.00')),
      'floor-broken',
      { account: 'bank:main', requested: pounds('99999.00'), floor: pounds('0.00'), detail: expect.stringContaining('bank:main has £') },
    ],
    [
      'above a ceiling',
      () => entry(debit('petty-cash', '50.01'), credit('bank:main', '50.01')),
      'ceiling-broken',
      { account: 'petty-cash', ceiling: pounds('50.00'), wouldBe: pounds('50.01') },
    ],
    [
      'in no period',
      () => ({ ...entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00')), effectiveDate: '2027-01-01' }),
      'period-unknown',
    ],
    [
      'with 10,001 legs',
      () => entry(...Array.from({ length: 10_000 }, () => debit('expense:L1', '0.01')), credit('bank:main', '100.00')),
      'entry-too-many-postings',
    ],
    [
      'adding up to more than a number can hold',
      () => entry(...Array.from({ length: 9_500 }, () => debit('expense:L1', '10000000000000.00')), credit('bank:main', '1.00')),
      'entry-unbalanced',
    ],
  ];
  it.each(bad)('%s is refused with its own code, and nothing is stored', async (_name, body, code, facts = {}) => {
    const before = await entryCount();
    const refused = expectStatus(await postEntry(body()), 422);
    expect(refused.body).toMatchObject({ code, ...facts });
    expect(await entryCount()).toBe(before);
  });

  it.each([
    ['fractional pennies', '1.005', 'amount-malformed'],
    ['more than a column can hold', '99999999999999999.99', 'amount-malformed'],
    ['a sign', '-1.00', 'amount-negative'],
  ])('an amount with %s is refused where it stands', async (_name, amount, code) => {
    const before = await entryCount();
    const refused = expectStatus(await postEntry(entry(debit('expense:L1', amount), credit('bank:main', amount))), 422);
    expect(refused.body.errors[0]).toMatchObject({ pointer: '/postings/0/amount/amount', code });
    expect(await entryCount()).toBe(before);
  });

  it('a date that no calendar of ours has is refused at the door', async () => {
    for (const effectiveDate of ['2026-02-30', '0000-01-01', '2026-4-1']) {
      expect(expectStatus(await postEntry({ ...entry(), effectiveDate }), 422).body.code).toBe('request-invalid');
    }
    expectStatus(await read('/v1/ledger/entries?reference=%00'), 422);
    expectStatus(await read('/v1/ledger/accounts/bank%00'), 422);
  });

  it('an override needs the scope to administer', async () => {
    const poster = await api.newKey(authorityId, ['ledger:post']);
    const body = { ...entry(debit('petty-cash', '60.00'), credit('bank:main', '60.00')), override: 'agreed-by-head' };
    const denied = expectStatus(await api.call('POST', '/v1/ledger/entries', { secret: poster, idempotencyKey: key(), body }), 403);
    expect(denied.body).toMatchObject({ code: 'scope-missing', requiredScope: 'ledger:administer' });
    const posted = expectStatus(await postEntry(body), 201);
    expectStatus(await post(`/v1/ledger/entries/${posted.body.entryId}/reversal`, {}), 201);
  });
});

describe('a bulk request', () => {
  const good = () => entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00'));
  const bulk = (linked: boolean, items: object[]) => api.call('POST', '/v1/ledger/entries/bulk', { secret, body: { linked, items } });

  it('posts what can be posted, and says of each item what became of it', async () => {
    const single = expectStatus(await postEntry(good(), 'was-single'), 201);
    const id = '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d';
    const items = [
      { key: 'was-single', ...good() },
      { key: 'bad', ...entry(debit('expense:L1', '1.00'), credit('nobody', '1.00')) },
      { key: 'mixed', ...entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00', 'EUR')) },
      { id, ...good() },
    ];
    const first = expectStatus(await bulk(false, items), 200);
    expect(first.body).toMatchObject({ posted: 1, replayed: 1, refused: 2 });
    expect(first.body.results[0].entry).toEqual(single.body);
    expect(first.body.results[1].problem).toMatchObject({ code: 'account-unknown', account: 'nobody', status: 422 });
    expect(first.body.results[2].problem).toMatchObject({ code: 'currency-mismatch' });
    expect(first.body.results[3]).toMatchObject({ entryId: id, status: 'posted' });
    expect(expectStatus(await bulk(false, items), 200).body).toMatchObject({ posted: 0, replayed: 2, refused: 2 });
  });

  it('posts all or none when linked', async () => {
    const before = await entryCount();
    const first = expectStatus(
      await bulk(true, [
        { key: 'l1', ...good() },
        { key: 'l2', ...entry(debit('expense:L1', '1.00')) },
      ]),
      200,
    );
    expect(first.body.results.map((each: { problem: { code: string } }) => each.problem.code)).toEqual([
      'linked-entry-refused',
      'entry-too-few-postings',
    ]);
    const mixed = entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00', 'EUR'));
    expect(
      expectStatus(
        await bulk(true, [
          { key: 'l1', ...good() },
          { key: 'l2', ...mixed },
        ]),
        200,
      ).body.refused,
    ).toBe(2);
    expect(await entryCount()).toBe(before);
    expect(
      expectStatus(
        await bulk(true, [
          { key: 'l1', ...good() },
          { key: 'l2', ...good() },
        ]),
        200,
      ).body.posted,
    ).toBe(2);
  });

  it('takes a thousand items and no more, each of them once', async () => {
    const items = Array.from({ length: 1_000 }, (_, n) => ({
      key: `many-${n}`,
      ...entry(debit('bank:main', '0.01'), credit('council-cash', '0.01')),
    }));
    expect(expectStatus(await bulk(false, items), 200).body.posted).toBe(1_000);
    expectStatus(await bulk(false, [...items, { key: 'one-more', ...good() }]), 422);
    const twice = expectStatus(await bulk(false, [items[0] as object, items[0] as object]), 422);
    expect(twice.body.errors).toMatchObject([{ pointer: '/items/1/key', code: 'repeated' }]);
    expectStatus(await bulk(false, [good()]), 422);
  });
});

describe('a reversal', () => {
  it('takes an entry back in parts and never twice', async () => {
    const { entryId } = (await postEntry(entry(debit('expense:L1', '10.00'), credit('bank:main', '10.00')))).body;
    const reverse = (body: object, idempotencyKey?: string) => post(`/v1/ledger/entries/${entryId}/reversal`, body, idempotencyKey);
    const part = (amount: string) => ({ amounts: [1, 2].map((posting) => ({ posting, amount: pounds(amount) })) });
    const first = expectStatus(await reverse(part('4.00'), 'part'), 201);
    expect(first.body).toMatchObject({
      kind: 'reversal',
      reverses: entryId,
      postings: [{ posting: 1, side: 'credit', amount: pounds('4.00') }, { posting: 2 }],
    });
    expect(expectStatus(await reverse(part('4.00'), 'part'), 201).text).toBe(first.text);
    expect(expectStatus(await reverse(part('6.01')), 422).body.code).toBe('reversal-exceeds-entry');
    expectStatus(await reverse(part('6.00')), 201);
    expect(expectStatus(await reverse({}), 409).body.code).toBe('already-reversed');
    expect(expectStatus(await post(`/v1/ledger/entries/${first.body.entryId}/reversal`, {}), 422).body.code).toBe('reversal-of-reversal');
    expect(expectStatus(await post('/v1/ledger/entries/019aa000-7a11-7c04-9d1f-5b0c2e8f4a99/reversal', {}), 404).body.code).toBe(
      'entry-not-found',
    );
    expect(expectStatus(await reverse({ effectiveDate: '2026-04-02' }), 422).body.code).toBe('reversal-before-entry');
    expect(expectStatus(await reverse({ amounts: [{ posting: 9, amount: pounds('1.00') }] }), 422).body.code).toBe('reversal-differs');
  });
});

describe('a sweep', () => {
  it('moves what is available, up to its cap, and says when there is nothing', async () => {
    await openAccount({ code: 'pot:a' });
    await openAccount({ code: 'pot:b' });
    await postEntry(entry(debit('pot:a', '30.00'), credit('council-cash', '30.00')));
    const sweep = (members: object, idempotencyKey?: string) =>
      post('/v1/ledger/sweeps', { from: 'pot:a', to: 'pot:b', atMost: pounds('20.00'), ...members }, idempotencyKey);
    const first = expectStatus(await sweep({}, 'sweep'), 201);
    expectStatus(await sweep({ atMost: pounds('500.00') }), 201);
    expect(await balanceOf('pot:b')).toBe('30.00');
    expect(expectStatus(await sweep({}, 'sweep'), 201).text).toBe(first.text);
    expect(expectStatus(await sweep({}), 422).body).toMatchObject({
      code: 'nothing-to-sweep',
      account: 'pot:a',
      available: pounds('0.00'),
    });
    expect(expectStatus(await sweep({ to: 'pot:a' }), 422).body.code).toBe('sweep-needs-two-postings');
    expect(expectStatus(await sweep({ from: 'nobody' }), 422).body).toMatchObject({ code: 'account-unknown', account: 'nobody' });
  });
});

describe('a hold', () => {
  const place = (amount: string, members: object = {}, idempotencyKey?: string) =>
    post(
      '/v1/ledger/holds',
      { debitAccount: 'expense:L1', creditAccount: 'bank:main', amount: pounds(amount), ...members },
      idempotencyKey,
    );
  const step = (holdId: string, what: string, body: object = {}, idempotencyKey?: string) =>
    post(`/v1/ledger/holds/${holdId}/${what}`, body, idempotencyKey);

  it('sets money aside, is posted in parts and lets the rest go', async () => {
    const placed = expectStatus(await place('50.00', {}, 'hold'), 201);
    const { holdId } = placed.body.hold;
    expect(placed.body).toMatchObject({ kind: 'hold', hold: { amount: pounds('50.00') }, postings: [] });
    const before = await balanceOf('bank:main');
    const part = expectStatus(await step(holdId, 'posting', { amount: pounds('20.00'), final: false }, 'part'), 201);
    expect(part.body).toMatchObject({ kind: 'hold-post', postings: [{ side: 'debit', amount: pounds('20.00') }, { side: 'credit' }] });
    expect(expectStatus(await read(`/v1/ledger/holds/${holdId}`), 200).body).toMatchObject({
      state: 'pending',
      amount: pounds('50.00'),
      posted: pounds('20.00'),
    });
    expect(expectStatus(await step(holdId, 'posting', { amount: pounds('30.01') }), 422).body).toMatchObject({
      code: 'hold-over-captured',
      held: pounds('30.00'),
      requested: pounds('30.01'),
    });
    expectStatus(await step(holdId, 'voiding'), 201);
    expect(expectStatus(await step(holdId, 'posting'), 409).body).toMatchObject({ code: 'hold-not-pending', state: 'voided' });
    expect(Number(before) - Number(await balanceOf('bank:main'))).toBeCloseTo(20);
    expect(expectStatus(await place('50.00', {}, 'hold'), 201).text).toBe(placed.text);
    expect(expectStatus(await step(holdId, 'posting', { amount: pounds('20.00'), final: false }, 'part'), 201).text).toBe(part.text);
  });

  it('cannot take what is not available, nor be posted after its time', async () => {
    expect(expectStatus(await place('99999.00'), 422).body).toMatchObject({ code: 'floor-broken', account: 'bank:main' });
    expect(expectStatus(await place('0.00'), 422).body.code).toBe('amount-zero');
    expect(expectStatus(await place('1.00', { debitAccount: 'bank:main' }), 422).body.code).toBe('hold-needs-two-postings');
    const { holdId } = expectStatus(await place('1.00', { expiresAt: '2026-04-01T00:00:00+01:00' }), 201).body.hold;
    expect(expectStatus(await step(holdId, 'posting'), 409).body.code).toBe('hold-expired');
    expectStatus(await step(holdId, 'voiding'), 201);
  });
});

describe('an account', () => {
  it('is opened once by its code', async () => {
    const first = expectStatus(await openAccount({ code: 'pot:once', floor: pounds('-5.00') }), 201);
    const again = expectStatus(await openAccount({ code: 'pot:once', floor: pounds('-5.00') }), 201);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('idempotency-hit')).toBe('true');
    expect(expectStatus(await openAccount({ code: 'pot:once', class: 'income' }), 409).body).toMatchObject({
      code: 'account-code-taken',
      account: 'pot:once',
    });
    expect(expectStatus(await openAccount({ code: 'pot:odd', floor: pounds('2.00'), ceiling: pounds('1.00') }), 422).body.code).toBe(
      'limits-contradict',
    );
    expectStatus(await openAccount({ code: 'pot:odd', closesOn: '2026-03-01' }), 422);
    expectStatus(await openAccount({ code: 'pot/odd' }), 422);
  });

  it('is listed by prefix, in pages', async () => {
    for (const n of [1, 2, 3]) await openAccount({ code: `list:${n}` });
    const first = expectStatus(await read('/v1/ledger/accounts?prefix=list:&limit=2'), 200);
    const second = expectStatus(await read(`/v1/ledger/accounts?prefix=list:&limit=2&cursor=${first.body.nextCursor}`), 200);
    expect([...first.body.data, ...second.body.data].map(({ code }) => code)).toEqual(['list:1', 'list:2', 'list:3']);
    expect(first.headers.get('link')).toContain('rel="next"');
  });

  it('changes its limits and closing day for a reason', async () => {
    await openAccount({ code: 'pot:limits', floor: pounds('0.00') });
    const change = (body: object, ifMatch = '*') => api.call('PATCH', '/v1/ledger/accounts/pot%3Alimits', { secret, body, ifMatch });
    const lowered = { floor: pounds('-10.00'), until: '2026-04-20' };
    expect(expectStatus(await change({ reason: 'agreed', loweredFloor: lowered }), 200).body).toMatchObject({ loweredFloor: lowered });
    expectStatus(await postEntry(entry(debit('expense:L1', '10.00'), credit('pot:limits', '10.00'))), 201);
    expect(expectStatus(await change({ reason: 'end', closesOn: '2026-04-20' }), 422).body).toMatchObject({ code: 'account-not-empty' });
    expect(expectStatus(await change({ reason: 'x', floor: pounds('9.00'), ceiling: pounds('1.00') }), 422).body.code).toBe(
      'limits-contradict',
    );
    expectStatus(await change({ loweredFloor: null }), 422);
    expectStatus(await change({ reason: 'nothing' }), 422);
    expect(expectStatus(await change({ reason: 'back', loweredFloor: null, floor: null }), 200).body.floor).toBeUndefined();
    expectStatus(await api.call('PATCH', '/v1/ledger/accounts/nobody', { secret, body: { reason: 'x', floor: null }, ifMatch: '*' }), 404);
  });

  it('is changed only by somebody who has seen it as it is', async () => {
    await openAccount({ code: 'pot:edited' });
    const path = '/v1/ledger/accounts/pot%3Aedited';
    const change = (floor: string, ifMatch?: string) =>
      api.call('PATCH', path, { secret, body: { reason: 'agreed', floor: pounds(floor) }, ...(ifMatch !== undefined && { ifMatch }) });
    const seen = (await read(path)).headers.get('etag') ?? '';
    expect(expectStatus(await change('1.00'), 428).body.code).toBe('if-match-missing');
    expect(expectStatus(await change('-1.00', seen), 200).headers.get('etag')).not.toBe(seen);
    expect(expectStatus(await change('-2.00', seen), 412).body.code).toBe('version-stale');
    expect((await read(path)).body.floor).toEqual(pounds('-1.00'));
  });

  it('tells its balance now, on a day and as the book knew it', async () => {
    await openAccount({ code: 'pot:time', class: 'liability', normalSide: 'credit' });
    const path = '/v1/ledger/accounts/pot%3Atime';
    const on = (date: string, amount: string) =>
      postEntry({ ...entry(debit('council-cash', amount), credit('pot:time', amount)), effectiveDate: date });
    await on('2026-04-10', '5.00');
    const known = api.clock.now().toISOString();
    api.clock.advance(60_000);
    await on('2026-04-02', '7.00');
    const balance = async (query: string) => expectStatus(await read(`${path}/balance${query}`), 200).body.balance.amount;
    expect(await balance('')).toBe('12.00');
    expect(await balance('?effectiveDate=2026-04-05')).toBe('7.00');
    expect(await balance(`?recordedAt=${known}`)).toBe('5.00');
    expectStatus(await read(`${path}/balance?recordedAt=${known}&effectiveDate=2026-04-05`), 422);
    expectStatus(await read('/v1/ledger/accounts/nobody/balance'), 404);

    const statement = async (query: string) => expectStatus(await read(`${path}/statement?${query}`), 200).body;
    const first = await statement('limit=1');
    const second = await statement(`limit=1&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data]).toMatchObject([
      { side: 'credit', amount: pounds('7.00'), balanceAfter: pounds('12.00') },
      { side: 'credit', amount: pounds('5.00'), balanceAfter: pounds('5.00') },
    ]);
    expect((await statement('from=2026-04-10&to=2026-04-10')).data).toHaveLength(1);
    expectStatus(await read(`/v1/ledger/accounts/bank%3Amain/statement?cursor=${first.nextCursor}`), 400);
    expectStatus(await read('/v1/ledger/accounts/nobody/statement'), 404);
  });

  it('stands in a trial balance whose sides are even', async () => {
    const { totals, accounts } = expectStatus(await read('/v1/ledger/trial-balance?on=2026-04-30'), 200).body;
    for (const total of totals) expect(total.debit).toEqual(total.credit);
    expect(accounts.find((line: { account: string }) => line.account === 'council-cash').balance.side).toBe('credit');
  });

  it('is held to an asserted balance', async () => {
    await openAccount({ code: 'pot:asserted' });
    await postEntry(entry(debit('pot:asserted', '3.00'), credit('council-cash', '3.00')));
    const assertAt = (amount: string, idempotencyKey?: string) =>
      post('/v1/ledger/balance-assertions', { account: 'pot:asserted', asOf: '2026-04-30', balance: pounds(amount) }, idempotencyKey);
    const first = expectStatus(await assertAt('3.00', 'assert'), 201);
    expect(expectStatus(await assertAt('3.00', 'assert'), 201).text).toBe(first.text);
    expect(expectStatus(await assertAt('4.00'), 422).body).toMatchObject({
      code: 'assertion-fails',
      asserted: pounds('4.00'),
      balance: pounds('3.00'),
    });
  });
});

describe('a watch', () => {
  it('notes each crossing once, and what it noted can be read on from any page', async () => {
    await openAccount({ code: 'pot:watched' });
    const add = (label: string, idempotencyKey?: string) =>
      post(
        '/v1/ledger/watches',
        { account: 'pot:watched', metric: 'balance', direction: 'above', bound: pounds('10.00'), label },
        idempotencyKey,
      );
    const watches = [expectStatus(await add('a', 'watch'), 201), await add('b'), await add('c')];
    const again = expectStatus(await add('a', 'watch'), 201);
    expect(again.text).toBe(watches[0]?.text);
    expect(again.headers.get('idempotency-hit')).toBe('true');
    expect(expectStatus(await add('z', 'watch'), 422).body.code).toBe('idempotency-conflict');
    await postEntry(entry(debit('pot:watched', '11.00'), credit('council-cash', '11.00')));
    await postEntry(entry(debit('council-cash', '5.00'), credit('pot:watched', '5.00')));
    const seen: string[] = [];
    let cursor = '';
    do {
      const page = expectStatus(await read(`/v1/ledger/crossings?limit=2${cursor}`), 200).body;
      seen.push(...page.data.map(({ label, kind }: { label: string; kind: string }) => `${kind} ${label}`));
      cursor = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
    } while (cursor !== '');
    expect(seen.toSorted()).toEqual(['cleared a', 'cleared b', 'cleared c', 'crossed a', 'crossed b', 'crossed c']);
    const all = expectStatus(await read('/v1/ledger/crossings'), 200).body.data;
    expect(expectStatus(await read(`/v1/ledger/crossings?afterBlock=${all[0].block}`), 200).body.data).toHaveLength(3);
    const path = `/v1/ledger/watches/${watches[0]?.body.watchId}`;
    expectStatus(await api.call('DELETE', path, { secret: other }), 404);
    expectStatus(await api.call('DELETE', path, { secret }), 204);
    expectStatus(await api.call('DELETE', path, { secret }), 404);
  });
});

describe('an accounting period', () => {
  it('closes, refuses what comes late, and reopens for a reason', async () => {
    const late = await api.newAuthority('latebury');
    const keeper = await api.newKey(late);
    const call = (method: string, path: string, body?: unknown) =>
      api.call(method, `/v1/ledger${path}`, { secret: keeper, body, idempotencyKey: key() });
    const periods = [
      { periodId: 'p1', firstDay: '2026-04-01', lastDay: '2026-04-30' },
      { periodId: 'p2', firstDay: '2026-05-01', lastDay: '2026-05-31' },
    ];
    expectStatus(await call('POST', '/periods', { periods }), 201);
    expect(expectStatus(await call('POST', '/periods', { periods }), 201).body.data).toHaveLength(2);
    expect(expectStatus(await call('POST', '/periods', { periods: [{ ...periods[0], periodId: 'p3' }] }), 422).body).toMatchObject({
      code: 'period-overlaps',
      periodId: 'p3',
    });
    expect(expectStatus(await call('POST', '/periods', { periods: [{ ...periods[0], lastDay: '2026-04-29' }] }), 409).body.code).toBe(
      'period-differs',
    );
    await openAccount({ code: 'a' }, keeper);
    await openAccount({ code: 'b', class: 'equity', normalSide: 'credit' }, keeper);
    expect(expectStatus(await call('POST', '/periods/p2/state', { state: 'closed' }), 409).body.code).toBe('earlier-period-open');
    expect(expectStatus(await call('POST', '/periods/p1/state', { state: 'closed' }), 200).body.state).toBe('closed');
    const refused = expectStatus(await call('POST', '/entries', entry(debit('a', '1.00'), credit('b', '1.00'))), 422);
    expect(refused.body).toMatchObject({ code: 'period-closed', effectiveDate: '2026-04-10', state: 'closed' });
    expect(expectStatus(await call('POST', '/periods/p1/state', { state: 'open' }), 422).body.code).toBe('reason-missing');
    expectStatus(await call('POST', '/periods/p1/state', { state: 'open', reason: 'a late invoice' }), 200);
    expectStatus(await call('POST', '/entries', entry(debit('a', '1.00'), credit('b', '1.00'))), 201);
    expectStatus(await call('POST', '/periods/p9/state', { state: 'open' }), 404);
    const first = expectStatus(await call('GET', '/periods?limit=1'), 200).body;
    expect(expectStatus(await call('GET', `/periods?cursor=${first.nextCursor}`), 200).body.data).toMatchObject([{ periodId: 'p2' }]);
  });
});

describe('another authority', () => {
  it('finds nothing of ours and touches nothing, though it knows every id', async () => {
    const { entryId } = (await postEntry(entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00')))).body;
    const hold = await post('/v1/ledger/holds', { debitAccount: 'expense:L1', creditAccount: 'bank:main', amount: pounds('1.00') });
    const { holdId } = hold.body.hold;
    const before = await entryCount();
    const theirs = (method: string, path: string, body?: unknown) =>
      api.call(method, `/v1/ledger${path}`, { secret: other, idempotencyKey: key(), ifMatch: '*', ...(body !== undefined && { body }) });
    expectStatus(await theirs('GET', `/entries/${entryId}`), 404);
    expectStatus(await theirs('PUT', `/entries/${entryId}/metadata`, { metadata: {} }), 404);
    expectStatus(await theirs('POST', `/entries/${entryId}/reversal`, {}), 404);
    expectStatus(await theirs('GET', `/holds/${holdId}`), 404);
    expectStatus(await theirs('POST', `/holds/${holdId}/posting`, {}), 404);
    expectStatus(await theirs('POST', `/holds/${holdId}/voiding`, {}), 404);
    expectStatus(await theirs('GET', '/accounts/expense%3AL1'), 404);
    expectStatus(await theirs('PATCH', '/accounts/expense%3AL1', { reason: 'x', floor: null }), 404);
    expect(
      expectStatus(await theirs('POST', '/entries', entry(debit('expense:L1', '1.00'), credit('bank:main', '1.00'))), 422).body.code,
    ).toBe('account-unknown');
    expect(expectStatus(await theirs('GET', '/entries'), 200).body.data).toEqual([]);
    expect(expectStatus(await theirs('GET', '/crossings'), 200).body.data).toEqual([]);
    expect(expectStatus(await theirs('GET', '/accounts'), 200).body.data.map(({ code }: { code: string }) => code)).toEqual([
      'bank:main',
      'council-cash',
    ]);
    expect(await entryCount()).toBe(before);
    const reused = { id: entryId, ...entry(debit('bank:main', '1.00'), credit('council-cash', '1.00')) };
    expect(expectStatus(await theirs('POST', '/entries/bulk', { linked: false, items: [reused] }), 200).body.posted).toBe(1);
    expect(await entryCount()).toBe(before);
  });
});

describe('every operation of the rooms', () => {
  it('is refused to a key that does not hold its scope, before anything is looked at', async () => {
    for (const operation of api.operations) {
      const without = await api.newKey(
        authorityId,
        EVERYTHING.filter((scope) => scope !== operation.scope),
      );
      const path = operation.path.replaceAll(/\{[^}]+\}/g, 'x');
      const answer = await api.call(operation.method.toUpperCase(), path, { secret: without });
      expect(`${operation.id} ${answer.status} ${answer.body.requiredScope}`).toBe(`${operation.id} 403 ${operation.scope}`);
    }
  });

  it('stands in the OpenAPI document with examples that fit', async () => {
    const document = (await (await fetch(`${api.url}/openapi.json`)).json()) as OpenApiDocument;
    for (const { id, method, path, examples, answer, body } of api.operations) {
      expect(document.paths[path]?.[method]?.operationId).toBe(id);
      if (examples?.answer !== undefined) answer.body.parse(examples.answer);
      if (examples?.body !== undefined) body?.parse(examples.body);
    }
  });

  it('answers 503 while the database is away, and goes on when it is back', async () => {
    const { adminUrl, appUrl } = api.store;
    const name = new URL(appUrl).pathname.slice(1);
    const server = adminUrl.replace(`/${name}`, '/postgres');
    await runAsAdmin(server, `alter database ${name} connection limit 0`);
    await runAsAdmin(server, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`);
    const away = await read('/v1/ledger/periods');
    await runAsAdmin(server, `alter database ${name} connection limit -1`);
    expect(away.body.code).toBe('service-busy');
    expectStatus(await read('/v1/ledger/periods'), 200);
  });
});
