import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BANK_CSV_PROFILES } from '../../../../src/payments/rails/bank-csv/bank-csv-profiles.ts';
import { earliestPayDate, whyNoFile } from '../../../../src/payments/rails/files/why-no-file.ts';
import type { PaymentRun } from '../../../../src/payments/runs/payment-run.ts';
import { formatPounds } from '../../../../src/platform/money/pounds.ts';
import type { Visitor } from '../../../people/access-api.ts';
import { expectStatus, staffMember } from '../../../people/example-family.ts';
import { openAdmin } from '../../../support/admin.ts';
import { arucsXml } from '../bacs/written-reports.ts';
import { type BankFileBook, type BookPayee, bacsSettings, bankFileBook, PAY_DATE, SUN, TODAY } from './bank-file-book.ts';

let book: BankFileBook;
let amina: BookPayee;
let officer: Visitor;
let approver: Visitor;
let neighbour: Visitor;
let neighbourApprover: Visitor;
let run: PaymentRun;
let originatorId: string;
let fileId: string;
beforeAll(async () => {
  book = await bankFileBook();
  amina = await book.payee('Amina Osman', '10000003');
  officer = await staffMember(book.api, book.authorityId, 'finance-officer');
  approver = await staffMember(book.api, book.authorityId, 'approver');
  const other = await book.api.newAuthority('southmoor');
  neighbour = await staffMember(book.api, other, 'finance-officer');
  neighbourApprover = await staffMember(book.api, other, 'approver');
}, 60_000);
afterAll(() => book.close());

const post = (who: Visitor, path: string, body?: object) =>
  book.api.call(who, 'POST', path, { ...(body !== undefined && { body }), idempotencyKey: randomUUID() });
const get = async (who: Visitor, path: string) => expectStatus(await book.api.call(who, 'GET', path), 200).body.data;
const codeOf = (answer: { readonly status: number; readonly body: { readonly type?: string } }) =>
  `${answer.status} ${answer.body.type?.split('/').at(-1)}`;

describe('bank files over the API', () => {
  it('two people put an originator on the list', async () => {
    const [own] = await get(officer, '/v1/own-accounts');
    const body = {
      rail: 'bacs',
      ownAccountId: own.ownAccountId,
      settings: bacsSettings,
      itemLimit: { amount: '5000.00', currency: 'GBP' },
    };
    originatorId = expectStatus(await post(officer, '/v1/originators', body), 201).body.originatorId;
    expect(codeOf(await post(officer, '/v1/originators', body))).toBe('409 originator-waits-already');
    expect(codeOf(await post(officer, `/v1/originators/${originatorId}/confirmation`))).toBe('403 proposer-may-not-confirm');
    expectStatus(await post(approver, `/v1/originators/${originatorId}/confirmation`), 200);
    expect(await get(officer, '/v1/originators')).toMatchObject([{ originatorId, state: 'listed', itemLimit: { amount: '5000.00' } }]);
  });

  it('a released run becomes a file, fetched once, and again only with a reason', async () => {
    run = await book.released('api', 'bacs', [amina, amina]);
    const made = expectStatus(await post(officer, `/v1/payment-runs/${run.runId}/files`), 200).body;
    expect(made).toMatchObject({
      turnedDown: 0,
      files: [{ payments: 2, amount: { amount: '200.01' }, state: 'made', bankName: '000001' }],
    });
    fileId = made.files[0].fileId;
    const first = expectStatus(await post(officer, `/v1/payment-files/${fileId}/fetches`, {}), 200).body;
    expect(Buffer.from(first.content, 'base64').toString('latin1')).toMatch(/^VOL1/);
    expect(codeOf(await post(officer, `/v1/payment-files/${fileId}/fetches`, {}))).toBe('422 fetch-reason-missing');
    const again = expectStatus(await post(officer, `/v1/payment-files/${fileId}/fetches`, { reason: 'the page lost it' }), 200).body;
    expect(again).toEqual(first);
    const [listed] = await get(approver, `/v1/payment-runs/${run.runId}/files`);
    expect(listed.fetches.map(({ reason }: { reason: string | null }) => reason)).toEqual([null, 'the page lost it']);
  });

  it('declared void by a colleague it is made anew, and recorded as submitted its payments are sent', async () => {
    expect(codeOf(await post(officer, `/v1/payment-files/${fileId}/void`, { reason: 'never-submitted' }))).toBe('403 maker-may-not-void');
    expectStatus(await post(approver, `/v1/payment-files/${fileId}/void`, { reason: 'never-submitted' }), 200);
    expect(codeOf(await post(officer, `/v1/payment-files/${fileId}/submission`, { submission: 'x' }))).toBe('409 payment-file-void');
    fileId = expectStatus(await post(officer, `/v1/payment-runs/${run.runId}/files`), 200).body.files[0].fileId;
    for (const submission of ['BACS-77', 'BACS-77'])
      expect(expectStatus(await post(officer, `/v1/payment-files/${fileId}/submission`, { submission }), 200).body.state).toBe('submitted');
    expect((await book.run(run.runId)).instructions.map(({ state }) => state)).toEqual(['sent', 'sent']);
  });

  it('what the bank answers is booked once, and what nobody can place is listed until a person has said what it meant', async () => {
    const items = run.instructions.map(({ reference, amount }, index) => ({
      ...{ reference, pounds: formatPounds(amount), code: index === 0 ? 'C' : 'Z' },
      ...{ sortCode: '01-02-03', accountNumber: amina.accountNumber },
    }));
    const text = arucsXml(items, { serviceUserNumber: SUN }).replaceAll('2027-03-30', '2026-10-07').replaceAll('2027-04-02', '2026-10-12');
    const send = (who: Visitor, content: string) =>
      book.api.call(who, 'POST', '/v1/bank-answers?fileName=arucs.xml', { file: { mediaType: 'application/xml', content } });
    expect(expectStatus(await send(officer, text), 200).body).toMatchObject({ importedBefore: false, answers: { done: 1, parked: 1 } });
    expect(expectStatus(await send(officer, text), 200).body).toMatchObject({ importedBefore: true, answers: { done: 1, parked: 1 } });
    const cut = await send(officer, text.slice(0, -100));
    expect(codeOf(cut)).toBe('422 bank-answer-refused');
    expect(codeOf(await send(neighbour, text))).toBe('422 bank-answer-refused');
    const [parked, ...more] = await get(officer, '/v1/bank-answers');
    expect([parked, more]).toMatchObject([{ code: 'Z', reference: run.instructions[1]?.reference, state: 'parked' }, []]);
    expect(codeOf(await post(neighbour, `/v1/bank-answers/${parked.answerId}/resolution`, { resolution: 'not-ours' }))).toBe(
      '404 bank-answer-not-found',
    );
    expectStatus(await post(officer, `/v1/bank-answers/${parked.answerId}/resolution`, { resolution: 'nothing-to-do' }), 200);
    expect(await get(officer, '/v1/bank-answers')).toEqual([]);
    expect(await get(officer, '/v1/bank-answers?state=resolved')).toMatchObject([{ resolution: 'nothing-to-do' }]);
  });

  it('payments that look alike are listed, and one that runs leave out is cleared by an officer', async () => {
    const near = '/v1/near-duplicates?from=2026-10-01&to=2026-10-31';
    await book.released('alike', 'bacs', [amina, amina], () => 4_200n);
    expect(await get(officer, near)).toMatchObject([{ why: 'same-payee', amount: { amount: '42.00' }, second: { dueRef: 'alike:1' } }]);
    expect(await get(neighbour, near)).toEqual([]);
    expectStatus(await post(officer, '/v1/near-duplicates/clearances', { dueRef: 'alike:1', reason: 'two-supports' }), 200);
    expect(await book.rows('select due_ref, reason from payments.duplicate_clearances')).toEqual([
      { due_ref: 'alike:1', reason: 'two-supports' },
    ]);
  });

  it('a bank’s table is tried out, saved and changed by the version that was read', async () => {
    const mapping = { ...BANK_CSV_PROFILES[0], name: 'our-bank' };
    const tried = expectStatus(await post(officer, '/v1/bank-csv-mappings/trials', { mapping, sample: 'a,b\r\n' }), 200).body;
    expect(tried.written.split('\r\n')).toHaveLength(3);
    expect(tried.read).toMatchObject({ payments: 0, fault: { line: 1 } });
    expect((await post(officer, '/v1/bank-csv-mappings/trials', { mapping, sample: tried.written })).body.read).toEqual({ payments: 2 });
    const saved = expectStatus(await post(officer, '/v1/bank-csv-mappings', mapping), 201);
    expect(codeOf(await post(officer, '/v1/bank-csv-mappings', mapping))).toBe('409 bank-csv-mapping-name-taken');
    const change = (who: Visitor, ifMatch: string) =>
      book.api.call(who, 'PUT', `/v1/bank-csv-mappings/${saved.body.mappingId}`, { body: { ...mapping, header: true }, ifMatch });
    const tag = saved.headers.get('etag') ?? '';
    expect(codeOf(await change(neighbour, tag))).toBe('404 bank-csv-mapping-not-found');
    expect(expectStatus(await change(officer, tag), 200).body).toMatchObject({ revision: 2, mapping: { header: true } });
    expect(codeOf(await change(officer, tag))).toBe('412 version-stale');
    expect([await get(officer, '/v1/bank-csv-mappings'), await get(neighbour, '/v1/bank-csv-mappings')]).toMatchObject([
      [{ revision: 2 }],
      [],
    ]);
  });

  it('another authority’s runs, files and originators do not exist', async () => {
    const asked = await Promise.all([
      book.api.call(neighbour, 'GET', `/v1/payment-runs/${run.runId}/files`),
      post(neighbour, `/v1/payment-runs/${run.runId}/files`),
      post(neighbour, `/v1/payment-runs/${run.runId}/waiting-payments/give-up`),
      post(neighbour, `/v1/payment-files/${fileId}/fetches`, { reason: 'x' }),
      post(neighbour, `/v1/payment-files/${fileId}/submission`, { submission: 'x' }),
      post(neighbourApprover, `/v1/payment-files/${fileId}/void`, { reason: 'never-submitted' }),
      post(neighbourApprover, `/v1/originators/${originatorId}/confirmation`),
      book.api.call(neighbour, 'DELETE', `/v1/originators/${originatorId}`),
    ]);
    expect(asked.map(codeOf)).toEqual([
      ...Array(3).fill('404 payment-run-not-found'),
      ...Array(3).fill('404 payment-file-not-found'),
      ...Array(2).fill('404 originator-not-found'),
    ]);
    expect(await get(neighbour, '/v1/originators')).toEqual([]);
  });

  it('a run is planned for the first day its file can reach, and by the authority’s own day', async () => {
    const { desk, authorityId } = book;
    const day = (rail: string, on: '2026-10-06' | '2026-12-24' | '2028-02-25') => earliestPayDate(desk, authorityId, { rail, on });
    expect(await Promise.all([day('bacs', '2026-10-06'), day('bacs', '2026-12-24'), day('bacs', '2028-02-25')])).toEqual([
      ...[PAY_DATE, '2026-12-30', '2028-02-29'],
    ]);
    expect(await day('manual', '2026-10-06')).toBe('2026-10-06');
    const why = (rail: string, payDate: '2026-10-07' | '2026-10-08') => whyNoFile(desk, authorityId, { rail, payDate });
    expect([await why('bacs', '2026-10-08'), await why('manual', '2026-10-07')]).toEqual([undefined, undefined]);
    expect(await why('bacs', '2026-10-07')).toMatchObject({ code: 'too-late-to-submit' });
    expect(await why('bank-csv', '2026-10-08')).toMatchObject({ code: 'originator-not-listed', facts: { rail: 'bank-csv' } });
    // The machine's clock is months ahead of a day that is moved by hand.
    const admin = await openAdmin(book.api.store.adminUrl);
    await admin.rows(`update people.authorities set business_date = '${TODAY}' where authority_id = ${authorityId}`);
    await admin.close();
    book.api.clock.set('2027-02-01T09:30:00.000Z');
    expect(await why('bacs', '2026-10-08')).toBeUndefined();
    book.today(TODAY);
  });
});
