import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WrittenLine } from '../../../src/demo/write-camt053.ts';
import { previewImport, runImport } from '../../../src/reconciliation/index.ts';
import { expectStatus, type LedgerApi, startLedgerApi } from '../../api/ledger-api.ts';
import { camt, MAIN } from './statement-room.ts';

let api: LedgerApi;
let authorityId: number;
let secret: string;
let stranger: string;
beforeAll(async () => {
  api = await startLedgerApi();
  authorityId = await api.newAuthority('northmoor');
  secret = await api.newKey(authorityId);
  stranger = await api.newKey(await api.newAuthority('southvale'));
});
afterAll(() => api.close());

const line = (n: 1 | 2 | 3, amountMinor = -1_000n): WrittenLine => {
  return { bookingDate: `2026-04-0${n}`, amountMinor, reference: `TF-${n}`, bankReference: `B${n}` };
};
const april = camt([line(1), line(2), line(3)]);
const post = (path: string, body?: unknown) => api.call('POST', path, { secret, ...(body !== undefined && { body }) });
const get = (path: string) => api.call('GET', path, { secret });
const send = (bytes: string, fileName = 'april.xml') =>
  api.call('POST', `/v1/bank-statement-files?fileName=${fileName}`, { secret, file: { mediaType: 'application/xml', bytes } });
const account = { name: 'Main account', kind: 'council', identification: MAIN, expected: 'weekly' };
/** What the jobs do. */
const desk = () => ({ database: api.store.database, clock: api.clock });

describe('a bank statement file over the API', () => {
  let importId: string;
  let fileId: string;

  it('is kept by hash with who and when, and once however often it is sent', async () => {
    const sent = expectStatus(await send(april), 201).body;
    expect(sent).toMatchObject({ fileName: 'april.xml', bytes: april.length, keptBefore: false, arrivedAt: '2026-04-15T09:30:00.000Z' });
    expect(sent.sentBy).not.toBe('');
    expect(expectStatus(await send(april, 'again.xml'), 201).body).toMatchObject({
      fileId: sent.fileId,
      keptBefore: true,
      fileName: 'april.xml',
    });
    expect((await get('/v1/bank-statement-files')).body.data).toHaveLength(1);
    fileId = sent.fileId;
  });

  it('of an account that nobody registered is refused in words, and nothing is stored', async () => {
    const opened = expectStatus(await post('/v1/bank-statement-imports', { fileId }), 202).body;
    await previewImport(desk(), authorityId, opened.importId);
    const shown = (await get(`/v1/bank-statement-imports/${opened.importId}`)).body;
    expect(shown).toMatchObject({ state: 'refused', refusal: { code: 'account-not-registered' } });
    expect(shown.refusal.reason).toContain('"000000 12345678" is not in the register');
    expect((await get('/v1/bank-lines')).body.data).toEqual([]);
    expect(expectStatus(await post(`/v1/bank-statement-imports/${opened.importId}/commit`), 409).body.code).toBe('import-not-previewed');
  });

  it('is previewed and then imported, and its progress can be followed from anywhere', async () => {
    const registered = expectStatus(await post('/v1/bank-accounts', account), 201).body;
    const opened = expectStatus(await post('/v1/bank-statement-imports', { fileId }), 202).body;
    importId = opened.importId;
    expect(opened.state).toBe('uploaded');
    const following = get(`/v1/bank-statement-imports/${importId}/progress`);
    await previewImport(desk(), authorityId, importId);
    const events = [...(await following).text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data).state);
    expect(events.at(-1)).toBe('previewed');
    const preview = (await get(`/v1/bank-statement-imports/${importId}`)).body.preview;
    expect(preview).toMatchObject({ format: 'camt.053', linesNew: 3, linesKnown: 0, gapsOpened: [] });
    expect(preview.statements[0]).toMatchObject({
      accountId: registered.accountId,
      opening: { amount: '0.00', currency: 'GBP' },
      closing: { amount: '-30.00', currency: 'GBP' },
      firstDay: '2026-04-01',
      lastDay: '2026-04-03',
    });
    expect((await get('/v1/bank-lines')).body.data).toEqual([]);

    expect(expectStatus(await post(`/v1/bank-statement-imports/${importId}/commit`), 202).body.state).toBe('importing');
    await runImport(desk(), authorityId, importId);
    const progress = await get(`/v1/bank-statement-imports/${importId}/progress`);
    expect(progress.text).toContain('"state":"imported"');
    expect((await get(`/v1/bank-statements?accountId=${registered.accountId}`)).body.data).toHaveLength(1);
    const first = (await get('/v1/bank-lines?limit=2')).body;
    const rest = (await get(`/v1/bank-lines?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.data, ...rest.data].map((each: { endToEndId: string }) => each.endToEndId)).toEqual(['TF-1', 'TF-2', 'TF-3']);
    expect(first.data[0]).toMatchObject({
      amount: { amount: '-10.00', currency: 'GBP' },
      balanceAfter: { amount: '-10.00' },
      lineNumber: 11,
    });
  });

  it('that is in the books already is not imported again; undone, it can be', async () => {
    expect(expectStatus(await post('/v1/bank-statement-imports', { fileId }), 409).body).toMatchObject({
      code: 'file-already-imported',
      importId,
    });
    expect(expectStatus(await post(`/v1/bank-statement-imports/${importId}/undo`), 200).body.state).toBe('undone');
    expect((await get('/v1/bank-lines')).body.data).toEqual([]);
    const undone = (await get('/v1/bank-lines?undone=included')).body.data;
    expect(undone.map((each: { undoneAt?: string }) => each.undoneAt)).toEqual(Array(3).fill('2026-04-15T09:30:00.000Z'));
    const again = expectStatus(await post('/v1/bank-statement-imports', { fileId }), 202).body;
    await previewImport(desk(), authorityId, again.importId);
    await post(`/v1/bank-statement-imports/${again.importId}/commit`);
    await runImport(desk(), authorityId, again.importId);
    expect((await get('/v1/bank-lines')).body.data).toHaveLength(3);
  });

  it('that is too large, of another type or empty is refused', async () => {
    expect(expectStatus(await send('x'.repeat(1_000_001)), 413).body).toMatchObject({ code: 'upload-too-large', limitBytes: 1_000_000 });
    const wrong = await api.call('POST', '/v1/bank-statement-files?fileName=a.pdf', {
      secret,
      file: { mediaType: 'application/pdf', bytes: '%PDF' },
    });
    expect(expectStatus(wrong, 415).body.code).toBe('media-type-unsupported');
    const path = await api.call('POST', '/v1/bank-statement-files?fileName=..%2Fa', {
      secret,
      file: { mediaType: 'text/csv', bytes: 'a' },
    });
    expect(expectStatus(path, 422).body.code).toBe('request-invalid');
    expect((await get('/v1/bank-statement-files')).body.data).toHaveLength(1);
  });
});

describe('the account register', () => {
  it('changes only for those who have read it, and knows an account by either name', async () => {
    const [known] = (await get('/v1/bank-accounts')).body.data;
    const patch = (ifMatch: string) =>
      api.call('PATCH', `/v1/bank-accounts/${known.accountId}`, { secret, ifMatch, body: { expected: 'monthly' } });
    expect(expectStatus(await patch('"1"'), 200).body).toMatchObject({ expected: 'monthly', version: 2 });
    expect(expectStatus(await patch('"1"'), 412).body.code).toBe('version-stale');
    const twice = await post('/v1/bank-accounts', { ...account, name: 'Other', identification: { iban: 'GB11NWBK00000012345678' } });
    expect(expectStatus(twice, 409).body).toMatchObject({ code: 'bank-account-exists', accountId: known.accountId });
    expect(expectStatus(await post('/v1/bank-accounts', { ...account, identification: {} }), 422).body.code).toBe(
      'bank-account-not-identified',
    );
  });
});

describe('saved CSV forms', () => {
  it('are kept under a name, changed with If-Match and removed', async () => {
    const mapping = {
      name: 'Card firm',
      delimiter: ',',
      headerRow: 1,
      dateFormats: ['DD/MM/YYYY'],
      decimalMark: '.',
      amountSign: 'in-is-positive',
      currency: 'GBP',
      columns: { date: 'Date', amount: 'Amount', description: ['Details'] },
    };
    const saved = expectStatus(await post('/v1/csv-mappings', mapping), 201).body;
    expect(expectStatus(await post('/v1/csv-mappings', mapping), 409).body.code).toBe('csv-mapping-name-taken');
    const path = `/v1/csv-mappings/${saved.mappingId}`;
    const changed = await api.call('PUT', path, { secret, ifMatch: '"1"', body: { ...mapping, delimiter: ';' } });
    expect(expectStatus(changed, 200).body).toMatchObject({ version: 2, mapping: { delimiter: ';' } });
    expectStatus(await api.call('DELETE', path, { secret, ifMatch: '"1"' }), 412);
    expectStatus(await api.call('DELETE', path, { secret, ifMatch: '"2"' }), 204);
    expectStatus(await get(path), 404);
  });
});

describe('a stranger from another authority', () => {
  it('finds nothing of ours, though it knows every id', async () => {
    const [known] = (await get('/v1/bank-accounts')).body.data;
    const [file] = (await get('/v1/bank-statement-files')).body.data;
    const [imported] = (await get('/v1/bank-statement-imports')).body.data;
    const [statement] = (await get('/v1/bank-statements')).body.data;
    const theirs = (path: string) => api.call('GET', path, { secret: stranger });
    for (const path of [
      `/v1/bank-accounts/${known.accountId}`,
      `/v1/bank-statement-files/${file.fileId}`,
      `/v1/bank-statement-imports/${imported.importId}`,
      `/v1/bank-statement-imports/${imported.importId}/progress`,
      `/v1/bank-statements/${statement.statementId}`,
    ])
      expectStatus(await theirs(path), 404);
    for (const path of ['/v1/bank-accounts', '/v1/bank-statement-imports', '/v1/bank-lines', '/v1/bank-statement-gaps'])
      expect(expectStatus(await theirs(path), 200).body.data).toEqual([]);
    const undo = await api.call('POST', `/v1/bank-statement-imports/${imported.importId}/undo`, { secret: stranger });
    expectStatus(undo, 404);
    const opened = await api.call('POST', '/v1/bank-statement-imports', { secret: stranger, body: { fileId: file.fileId } });
    expectStatus(opened, 404);
  });
});
