import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openLedger } from '../../../src/ledger/index.ts';
import { previewImport, runImport } from '../../../src/reconciliation/index.ts';
import { expectStatus, type LedgerApi, startLedgerApi } from '../../api/ledger-api.ts';
import { uuidOf } from '../../support/payment-book.ts';
import { camt, MAIN } from '../imports/statement-room.ts';

const DAY = '2026-04-10';
/** What the bank and the books both have, under names that leave it to a person. */
const AMOUNTS = [5_000n, 6_000n, 7_000n, 8_000n];

/** Ada and Ben at one work list, and Cleo, who matches nothing and reviews. */
describe('two officers over the API', () => {
  let api: LedgerApi;
  let accountId: string;
  const secrets: Record<string, string> = {};
  let keys = 0;
  const post = (who: 'ada' | 'ben' | 'cleo', path: string, body?: unknown, ifMatch?: string) => {
    keys += 1;
    const request = { secret: secrets[who] ?? '', body, idempotencyKey: `key-${keys}`, ...(ifMatch !== undefined && { ifMatch }) };
    return api.call('POST', path, request);
  };
  const get = (path: string) => api.call('GET', path, { secret: secrets['cleo'] ?? '' });
  /** Still open, by amount. */
  const openLines = async () => {
    const { data } = (await get('/v1/open-bank-lines')).body;
    return new Map<string, { lineId: string; version: number; owner?: string }>(
      data.map((open: { amount: { amount: string } }) => [open.amount.amount, open]),
    );
  };
  const openLine = async (amount: string) => {
    const open = (await openLines()).get(amount);
    if (open === undefined) throw new Error(`no open line of ${amount}`);
    return open;
  };
  const acceptance = ({ lineId }: { lineId: string }) => `/v1/open-bank-lines/${lineId}/acceptance`;
  const body = { proposal: 0, reason: 'The remittance says so.' };

  beforeAll(async () => {
    api = await startLedgerApi();
    const authorityId = await api.newAuthority('northmoor');
    for (const who of ['ada', 'ben', 'cleo']) secrets[who] = await api.newKey(authorityId);
    const ledger = openLedger({ database: api.store.database, clock: api.clock });
    const actor = { authorityId, principal: 'test' };
    await ledger.openPeriods(actor, [{ periodId: '2026-27', firstDay: '2026-04-01', lastDay: '2027-03-31' }]);
    const actual = { side: 'actual', opensOn: '2026-04-01' } as const;
    await ledger.openAccounts(actor, [
      { ...actual, code: 'bank:main', class: 'asset', normalSide: 'debit' },
      { ...actual, code: 'council-cash', class: 'equity', normalSide: 'credit' },
    ]);
    const commands = AMOUNTS.map((amount, n) => {
      const postings = [
        { account: 'bank:main', amount },
        { account: 'council-cash', amount: -amount },
      ];
      const entry = { effectiveDate: DAY, description: 'Cash', reference: `CASH-${n}`, postings } as const;
      return { kind: 'entry' as const, id: uuidOf(`cash ${n}`), principal: 'test', entry };
    });
    await ledger.post(authorityId, commands);
    await ledger.drain();
    const account = { name: 'Main', kind: 'council', identification: MAIN, expected: 'weekly', ledgerAccount: 'bank:main' };
    accountId = expectStatus(await post('ada', '/v1/bank-accounts', account), 201).body.accountId;
    const lines = AMOUNTS.map((amountMinor, n) => ({
      bookingDate: DAY as '2026-04-10',
      amountMinor,
      reference: 'FROM COUNCIL',
      bankReference: `B${'XYZW'[n]}`,
    }));
    const file = { mediaType: 'application/xml', bytes: camt(lines) };
    const sent = await api.call('POST', '/v1/bank-statement-files?fileName=april.xml', { secret: secrets['ada'] ?? '', file });
    const { importId } = expectStatus(await post('ada', '/v1/bank-statement-imports', { fileId: sent.body.fileId }), 202).body;
    const desk = { database: api.store.database, clock: api.clock };
    await previewImport(desk, authorityId, importId);
    await api.call('POST', `/v1/bank-statement-imports/${importId}/commit`, { secret: secrets['ada'] ?? '' });
    await runImport(desk, authorityId, importId);
    const run = expectStatus(await post('ada', `/v1/bank-accounts/${accountId}/matching`), 200).body;
    expect(run).toEqual({ matched: 0, open: 4, refused: [] });
  });
  afterAll(() => api.close());

  it('the second at a line is told: that it has changed since, or that it is matched', async () => {
    const seen = await openLine('50.00');
    expectStatus(await post('ben', '/v1/open-bank-lines/handover', { lineIds: [seen.lineId], owner: 'ben', nextStep: 'look' }), 200);
    const stale = expectStatus(await post('ada', acceptance(seen), body, `"${seen.version}"`), 412).body;
    expect(stale.code).toBe('version-stale');
    const now = await openLine('50.00');
    expect(now).toMatchObject({ owner: 'ben', version: seen.version + 1 });
    const match = expectStatus(await post('ben', acceptance(now), body, `"${now.version}"`), 201).body;
    const late = expectStatus(await post('ada', acceptance(now), body, `"${now.version}"`), 409).body;
    expect(late).toMatchObject({ code: 'bank-line-matched', matchId: match.matchId });
    const suspense = { lineId: now.lineId, kind: 'account', target: 'suspense', amount: { amount: '50.00', currency: 'GBP' } };
    const byHand = { lineIds: [now.lineId], parts: [suspense], reason: 'Nobody knows.' };
    expect(expectStatus(await post('ada', '/v1/bank-matches', byHand), 409).body.code).toBe('bank-line-matched');
    expect((await openLines()).size).toBe(3);
  });

  it('many lines are accepted with one reason, and what another took meanwhile stops no other', async () => {
    const [taken, left, gone] = [await openLine('60.00'), await openLine('70.00'), await openLine('80.00')];
    const { matchId } = expectStatus(await post('ben', acceptance(taken), body, `"${taken.version}"`), 201).body;
    expectStatus(await post('ben', '/v1/open-bank-lines/handover', { lineIds: [gone.lineId], owner: 'ben' }), 200);
    const lines = [taken, left, gone].map(({ lineId, version }) => ({ lineId, version }));
    const { data } = expectStatus(
      await post('ada', '/v1/open-bank-lines/acceptances', { lines, reason: 'All in the letter of April.' }),
      200,
    ).body;
    expect(data).toMatchObject([
      { lineId: taken.lineId, code: 'bank-line-matched' },
      { lineId: left.lineId, matchId: expect.any(String) },
      { lineId: gone.lineId, code: 'version-stale' },
    ]);
    const made = (await get(`/v1/bank-matches/${data[1].matchId}`)).body;
    expect(made).toMatchObject({ state: 'matched', decidedBy: 'officer' });
    expect(made.reasons).toContain('All in the letter of April.');

    const undone = expectStatus(await post('ada', `/v1/bank-matches/${matchId}/undoing`, { reason: 'Of another day.' }), 200).body;
    expect(undone).toMatchObject({ state: 'undone', undoReason: 'Of another day.' });
    expect([...(await openLines()).keys()].toSorted()).toEqual(['60.00', '80.00']);
  });

  it('the proof is reviewed by neither who prepared it nor who matched in it', async () => {
    const figures = expectStatus(await get(`/v1/bank-accounts/${accountId}/proof?asOf=${DAY}`), 200).body;
    expect(figures).toMatchObject({
      stands: true,
      bank: { amount: '260.00' },
      ledger: { amount: '260.00' },
      unmatched: { amount: '140.00' },
    });
    expect(figures.unmatchedLines).toHaveLength(2);
    const proof = expectStatus(await post('ada', `/v1/bank-accounts/${accountId}/proofs`, { asOf: DAY }), 201).body;
    const review = (who: 'ada' | 'ben' | 'cleo') => post(who, `/v1/bank-proofs/${proof.proofId}/review`);
    expect(expectStatus(await review('ada'), 403).body.code).toBe('preparer-may-not-review');
    // He had a hand in it, though one of his two matches was undone.
    expect(expectStatus(await review('ben'), 403).body.code).toBe('matcher-may-not-review');
    expect((await get(`/v1/bank-proofs/${proof.proofId}`)).body).toMatchObject({ state: 'prepared', figures });
    const reviewed = expectStatus(await review('cleo'), 200).body;
    expect(reviewed).toMatchObject({ state: 'reviewed', locked: false });
    expect(reviewed.reviewedBy).not.toBe(proof.preparedBy);
    expect((await get(`/v1/bank-proofs?accountId=${accountId}`)).body.data).toMatchObject([{ proofId: proof.proofId, state: 'reviewed' }]);
    const page = expectStatus(await get(`/v1/bank-proofs/${proof.proofId}/page`), 200).body;
    expect(page.text).toContain('260.00');
    expect(Buffer.from(page.pdf, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
  });
});
