import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFamily } from '../../../src/people/index.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { runMailJobs } from '../../support/run-mail-jobs.ts';
import { type AccessApi, startAccessApi, systemCaller, type Visitor } from '../access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, staffMember } from '../example-family.ts';

const PURPOSE = { purpose: 'casework' };
const PDF = Buffer.concat([Buffer.from('%PDF-1.7 the school report of somebody '), Buffer.alloc(600_000, 'x')]);
let api: AccessApi;
let admin: Admin;
let authorityId: number;
let caseworker: Visitor;
let auditor: Visitor;
let family: ExampleFamily;

beforeAll(async () => {
  api = await startAccessApi();
  admin = await openAdmin(api.store.adminUrl);
  authorityId = await api.newAuthority('northmoor');
  caseworker = await staffMember(api, authorityId, 'caseworker');
  auditor = await staffMember(api, authorityId, 'auditor');
  family = await exampleFamily(api, authorityId, 'Linnet');
});
afterAll(async () => {
  await admin.close();
  await api.close();
});

const of = ({ personId }: { readonly personId: string }) => `/v1/families/${family.familyId}/persons/${personId}`;
const write = (who: Visitor, to: { personId: string }, body: object, asked: object = PURPOSE) =>
  api.call(who, 'POST', `${of(to)}/messages`, { body, ...asked });
const textsOf = async (who: Visitor, of_: { personId: string }) => {
  const { data } = expectStatus(await api.call(who, 'GET', `${of(of_)}/messages?limit=100`, PURPOSE), 200).body;
  return data.map(({ sender, text }: { sender: string; text: string }) => `${sender}: ${text}`);
};
/** As a browser or program sends a file: its bytes and nothing around them. */
async function send(who: Visitor, to: { personId: string }, content: Buffer, mediaType = 'application/pdf', kind = 'report') {
  const headers = { 'x-visitor': JSON.stringify(who), purpose: 'casework', 'content-type': mediaType };
  const answer = await fetch(`${api.url}${of(to)}/documents?kind=${kind}`, { method: 'POST', headers, body: new Uint8Array(content) });
  return { status: answer.status, body: (await answer.json()) as { readonly documentId: string } };
}

describe('a message', () => {
  it('is read by the person it is for and by officers, and by nobody else of the family', async () => {
    const { mother, father, child } = family;
    expectStatus(await write(mother, mother, { text: 'The bus came late again.' }, {}), 201);
    expectStatus(await write(caseworker, mother, { text: 'Thank you, we have told the school.' }), 201);
    const both = ['council: Thank you, we have told the school.', 'family: The bus came late again.'];
    expect(await textsOf(mother, mother)).toEqual(both);
    expect(await textsOf(caseworker, mother)).toEqual(both);
    expect(await textsOf(auditor, mother)).toEqual(both);
    for (const other of [father, child]) {
      expectStatus(await api.call(other, 'GET', `${of(mother)}/messages`), 404);
      expectStatus(await write(other, mother, { text: 'x' }, {}), 404);
      expect(await textsOf(other, other)).toEqual([]);
    }
    expectStatus(await write(auditor, mother, { text: 'x' }), 403);
  });

  it('that came by letter is written down as the person’s own, and is nobody else’s errand', async () => {
    const { mother, father } = family;
    const byPost = { ...PURPOSE, onBehalfOf: `${father.personId}; channel=paper` };
    expectStatus(await write(caseworker, father, { text: 'I have moved.' }, byPost), 201);
    expect(await textsOf(father, father)).toEqual(['family: I have moved.']);
    expect(expectStatus(await write(caseworker, mother, { text: 'x' }, byPost), 422).body.code).toBe('errand-for-a-stranger');
  });

  it('of the council is told by mail without a word of it, and the person reads in the log who looked', async () => {
    const { mother, father } = family;
    const mails = await runMailJobs({ database: api.store.database, clock: api.clock }, authorityId, ['people.mail-message-notice']);
    expect(mails.map(({ to }) => to)).toEqual([mother.email]);
    expect(mails[0]?.text).not.toMatch(/school|bus/);
    const logOf = async (who: Visitor) =>
      expectStatus(await api.call(who, 'GET', `/v1/families/${family.familyId}/access-log?limit=100`), 200).body.data.map(
        ({ who: by, what }: { who: string; what: string }) => `${by} ${what}`,
      );
    expect(await logOf(mother)).toContain('Auditor of the council read your messages');
    expect(await logOf(father)).not.toContain('Auditor of the council read your messages');
  });
});

describe('a document', () => {
  it('comes back as it was sent, to the person whose it is and to officers alone', async () => {
    const { mother, father } = family;
    const sent = await send(mother, mother, PDF);
    expect(sent.status).toBe(201);
    const { documentId } = sent.body;
    const fetched = expectStatus(await api.call(caseworker, 'GET', `${of(mother)}/documents/${documentId}`, PURPOSE), 200);
    expect(fetched.headers.get('content-type')).toContain('application/json');
    expect(fetched.body.fileName).toBe('report-2026-04-15.pdf');
    expect(Buffer.from(fetched.body.content, 'base64').equals(PDF)).toBe(true);
    for (const path of [`${of(mother)}/documents/${documentId}`, `${of(father)}/documents/${documentId}`])
      expectStatus(await api.call(father, 'GET', path), 404);
    expect((await send(father, mother, PDF)).status).toBe(404);
    expect(expectStatus(await write(father, father, { text: 'See this.', documentIds: [documentId] }, {}), 422).body.code).toBe(
      'document-unknown',
    );
    expectStatus(await write(mother, mother, { text: 'See this.', documentIds: [documentId] }, {}), 201);
    const [listed] = expectStatus(await api.call(mother, 'GET', `${of(mother)}/documents`), 200).body.data;
    expect(listed).toMatchObject({ documentId, sender: 'family', kind: 'report', bytes: PDF.length });
  });

  it('is refused when it is empty, too large, or not what it is said to be, and then nothing is kept', async () => {
    const { mother } = family;
    const before = await admin.rows('select count(*) from people.document_chunks');
    const script = Buffer.from('<script>alert(1)</script>');
    for (const [content, type, status] of [
      [script, 'application/pdf', 422],
      [PDF, 'image/png', 422],
      [script, 'text/html', 415],
      [script, 'image/svg+xml', 415],
      [Buffer.alloc(10 * 1_048_576 + 1, '%PDF-'), 'application/pdf', 413],
    ] as const)
      expect((await send(mother, mother, content, type)).status, type).toBe(status);
    expect(await admin.rows('select count(*) from people.document_chunks')).toEqual(before);
  });
});

describe('correspondence at rest', () => {
  it('holds no word in the clear', async () => {
    const rows = await admin.rows<{ sealed: Buffer }>(
      'select sealed from people.messages union all select sealed from people.document_chunks',
    );
    expect(rows.length).toBeGreaterThan(4);
    for (const { sealed } of rows) expect(sealed.toString('latin1')).not.toMatch(/the school|bus came late|have moved|%PDF-1.7|x{12}/);
  });

  it('leaves with its own person’s copy of the record, and with nobody else’s', async () => {
    const { mother, father } = family;
    const copyOf = async (who: Visitor) => {
      const { content } = expectStatus(await api.call(who, 'GET', `/v1/families/${family.familyId}/archive`, PURPOSE), 200).body;
      return Buffer.from(content, 'base64');
    };
    const [hers, his] = [await copyOf(mother), await copyOf(father)];
    expect(hers.includes('The bus came late again.')).toBe(true);
    expect(his.includes('The bus came late again.')).toBe(false);
    expect(his.includes('I have moved.')).toBe(true);
    expect(his.includes('%PDF')).toBe(false);
    const folder = mkdtempSync(join(tmpdir(), 'threefold-copy-'));
    writeFileSync(join(folder, 'copy.tar'), hers);
    execFileSync('tar', ['-xf', 'copy.tar'], { cwd: folder });
    const [{ file } = { file: '' }, ...others] = readFileSync(join(folder, 'documents.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { readonly file: string });
    expect(others).toEqual([]);
    expect(readFileSync(join(folder, file)).equals(PDF)).toBe(true);
    expect(readFileSync(join(folder, 'record.html'), 'utf8')).toContain(`<a href="${file}">report</a>`);
    rmSync(folder, { recursive: true });
  });

  it('that has lost a part, or was erased meanwhile, breaks a copy off and never ends it early as if it were whole', async () => {
    const { mother } = family;
    const caller = { ...systemCaller(authorityId), standings: [] };
    const made = await exportFamily(api.room, caller, family.familyId);
    if (!made.ok) throw new Error('the family is there');
    const lost = await admin.rows('delete from people.document_chunks where number = 2 returning *');
    expect(lost).toHaveLength(1);
    await expect(buffer(made.value.content)).rejects.toThrow('has lost a part');
    const broken = api.call(mother, 'GET', `/v1/families/${family.familyId}/archive`).then(
      () => 'whole',
      () => 'broken off',
    );
    expect(await broken).toBe('broken off');
  });

  it('is kept for as long as its kind is, and gone with the record', async () => {
    const { familyId, mother } = await exampleFamily(api, authorityId, 'Siskin');
    const administrator = await staffMember(api, authorityId, 'administrator');
    const as = (path: string, body?: object) =>
      api.call(administrator, 'POST', `/v1/families/${familyId}/${path}`, { purpose: 'data-request', ...(body && { body }) });
    const message = { body: { text: 'Goodbye.' }, ...PURPOSE };
    expectStatus(await api.call(caseworker, 'POST', `/v1/families/${familyId}/persons/${mother.personId}/messages`, message), 201);
    expectStatus(await as('retention-clocks', { kind: 'complaints', startedOn: '2020-01-01' }), 201);
    const refused = expectStatus(await as('erasure'), 409).body;
    expect([refused.code, refused.until]).toEqual(['retention-runs', '2033-03-31']);
    api.clock.set('2033-04-01T09:30:00.000Z');
    expectStatus(await as('erasure'), 204);
    expect(await admin.rows('select sealed from people.messages where family_id = $1', [familyId])).toEqual([{ sealed: null }]);
    api.clock.set('2026-04-15T09:30:00.000Z');
  });
});
