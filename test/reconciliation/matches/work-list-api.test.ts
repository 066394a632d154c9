import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WrittenLine } from '../../../src/demo/write-camt053.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import { previewImport, runImport } from '../../../src/reconciliation/index.ts';
import { expectStatus, type LedgerApi, startLedgerApi } from '../../api/ledger-api.ts';
import { camt, MAIN } from '../imports/statement-room.ts';

/** An officer at the keyboard: the next open line, accept, split, reject, hand over, undo. */
describe('the work list over the API', () => {
  let api: LedgerApi;
  let secret: string;
  let accountId: string;
  let keys = 0;
  const post = (path: string, body: unknown, ifMatch?: string) => {
    keys += 1;
    return api.call('POST', path, { secret, body, idempotencyKey: `key-${keys}`, ...(ifMatch !== undefined && { ifMatch }) });
  };
  const get = (path: string) => api.call('GET', path, { secret });
  const line = (amountMinor: bigint, reference: string): WrittenLine => ({
    bookingDate: '2026-04-10',
    amountMinor,
    reference,
    bankReference: `B${reference}`,
  });

  beforeAll(async () => {
    api = await startLedgerApi();
    const authorityId = await api.newAuthority('northmoor');
    secret = await api.newKey(authorityId);
    const ledger = openLedger({ database: api.store.database, clock: api.clock });
    const actor = { authorityId, principal: 'test' };
    await ledger.openPeriods(actor, [{ periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' }]);
    const actual = { side: 'actual', opensOn: '2026-04-01' } as const;
    await ledger.openAccounts(actor, [
      { ...actual, code: 'bank:main', class: 'asset', normalSide: 'debit' },
      { ...actual, code: 'council-cash', class: 'equity', normalSide: 'credit' },
    ]);
    for (const [id, amount, reference] of [
      ['019aa000-7a11-7c04-9d1f-5b0c2e8f4a01', 70_000n, 'CASH-A1'],
      ['019aa000-7a11-7c04-9d1f-5b0c2e8f4a02', 5_000n, 'CASH-B2'],
    ] as const) {
      const postings = [
        { account: 'bank:main', amount },
        { account: 'council-cash', amount: -amount },
      ];
      const entry = { effectiveDate: '2026-04-09', description: 'Cash', reference, postings } as const;
      await ledger.post(authorityId, [{ kind: 'entry', id, principal: 'test', entry }]);
    }
    const account = { name: 'Main', kind: 'council', identification: MAIN, expected: 'weekly', ledgerAccount: 'bank:main' };
    accountId = expectStatus(await post('/v1/bank-accounts', account), 201).body.accountId;
    const lines = [line(5_000n, 'FROM COUNCIL'), line(-300n, 'SOMETHING'), line(1_234n, 'WHO IS THIS')];
    const sent = await api.call('POST', '/v1/bank-statement-files?fileName=april.xml', {
      secret,
      file: { mediaType: 'application/xml', bytes: camt(lines) },
    });
    const { importId } = expectStatus(await post('/v1/bank-statement-imports', { fileId: sent.body.fileId }), 202).body;
    const desk = { database: api.store.database, clock: api.clock };
    await previewImport(desk, authorityId, importId);
    await api.call('POST', `/v1/bank-statement-imports/${importId}/commit`, { secret });
    await runImport(desk, authorityId, importId);
  });
  afterAll(() => api.close());

  it('matches what is sure and leaves the rest with age, reason and next step', async () => {
    const run = expectStatus(await post(`/v1/bank-accounts/${accountId}/matching`, undefined), 200).body;
    expect(run).toEqual({ matched: 0, open: 3, refused: [] });
    const { data } = (await get('/v1/open-bank-lines')).body;
    expect(data).toHaveLength(3);
    for (const open of data) expect(open).toMatchObject({ ageDays: 5, stream: 'no stream yet', version: 1 });
    const proposed = data.filter((open: { suggestions: unknown[] }) => open.suggestions.length > 0);
    expect(proposed.map((open: { amount: { amount: string } }) => open.amount.amount)).toEqual(['50.00']);
    expect((await get('/v1/open-bank-lines-by-age')).body.data).toEqual([
      {
        accountId,
        age: 'up-to-7',
        lines: 3,
        cameIn: { amount: '62.34', currency: 'GBP' },
        wentOut: { amount: '3.00', currency: 'GBP' },
      },
    ]);
  });

  it('hands lines over, passes those that wait, and comes back to them on their day', async () => {
    const { lineId } = (await get('/v1/next-open-bank-line')).body;
    expectStatus(
      await post('/v1/open-bank-lines/handover', { lineIds: [lineId], owner: 'ada', nextStep: 'ask-bank', waitUntil: '2026-04-20' }),
      200,
    );
    expect((await get('/v1/next-open-bank-line')).body.lineId).not.toBe(lineId);
    expect((await get('/v1/open-bank-lines?owner=ada')).body.data).toMatchObject([{ lineId, nextStep: 'ask-bank', version: 2 }]);
    expectStatus(await post('/v1/open-bank-lines/handover', { lineIds: [lineId], owner: null, waitUntil: null }), 200);
    expect((await get('/v1/open-bank-lines?owner=nobody')).body.data).toHaveLength(3);
    const gone = await post('/v1/open-bank-lines/handover', { lineIds: [lineId, '019aa000-7a11-7c04-9d1f-5b0c2e8f4aff'], owner: 'ben' });
    expect(expectStatus(gone, 404).body.code).toBe('open-line-not-found');
    expect((await get('/v1/open-bank-lines?owner=ben')).body.data).toEqual([]);
  });

  it('accepts a proposal as it was seen, undoes it, and then proposes it no more', async () => {
    const open = (await get('/v1/open-bank-lines')).body.data.find((each: { suggestions: unknown[] }) => each.suggestions.length > 0);
    const path = `/v1/open-bank-lines/${open.lineId}/acceptance`;
    const body = { proposal: 0, reason: 'The remittance says so.' };
    expect(expectStatus(await post(path, body, '"99"'), 412).body.code).toBe('version-stale');
    const match = expectStatus(await post(path, body, `"${open.version}"`), 201).body;
    expect(match).toMatchObject({ state: 'matched', decidedBy: 'officer', lineIds: [open.lineId] });
    expect(
      expectStatus(await api.call('POST', path, { secret, body, ifMatch: `"${open.version}"`, idempotencyKey: `key-${keys}` }), 201).body,
    ).toEqual(match);
    expect(expectStatus(await post(path, body, '*'), 409).body.code).toBe('bank-line-matched');
    expectStatus(await post(`/v1/bank-matches/${match.matchId}/undoing`, { reason: 'It was not.' }), 200);
    expectStatus(await post(`/v1/bank-accounts/${accountId}/matching`, undefined), 200);
    expect((await get(`/v1/open-bank-lines/${open.lineId}`)).body.suggestions).toEqual([]);
    const twice = await post(`/v1/bank-matches/${match.matchId}/undoing`, { reason: 'Once more.' });
    expect(expectStatus(twice, 409).body.code).toBe('match-not-standing');
  });

  it('splits a line by hand, to the penny', async () => {
    const open = (await get('/v1/open-bank-lines')).body.data.find(
      (each: { amount: { amount: string } }) => each.amount.amount === '12.34',
    );
    const part = (target: string, amount: string) => ({
      lineId: open.lineId,
      kind: 'account',
      target,
      amount: { amount, currency: 'GBP' },
    });
    const wrong = {
      lineIds: [open.lineId],
      parts: [part('suspense', '10.00'), part('council-cash', '2.33')],
      reason: 'Two things in one.',
    };
    expect(expectStatus(await post('/v1/bank-matches', wrong), 422).body.code).toBe('parts-do-not-add-up');
    const right = { ...wrong, parts: [part('suspense', '10.00'), part('council-cash', '2.34')] };
    expect(expectStatus(await post('/v1/bank-matches', right), 201).body.parts).toHaveLength(2);
    expect(expectStatus(await post('/v1/bank-matches', right), 409).body.code).toBe('bank-line-matched');
    expect((await get('/v1/ledger/accounts/suspense/balance')).body.balance.amount).toBe('-10.00');
  });
});
