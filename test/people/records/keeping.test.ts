import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportFamily } from '../../../src/people/records/export-family.ts';
import { readFamily } from '../../../src/people/records/family-at-hand.ts';
import { familyView } from '../../../src/people/records/family-view.ts';
import { retentionEnds, retentionInWords, retentionKinds } from '../../../src/people/records/retention-kinds.ts';
import { rewrapKeys } from '../../../src/people/records/rewrap-keys.ts';
import { keepKeyRing, readKeyRing } from '../../../src/platform/secrets/key-ring.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type AccessApi, startAccessApi, systemCaller, type Visitor } from '../access-api.ts';
import { exampleFamily, expectStatus, must, staffMember } from '../example-family.ts';

let api: AccessApi;
let admin: Admin;
let authorityId: number;
let administrator: Visitor;
let second: Visitor;

beforeAll(async () => {
  api = await startAccessApi();
  admin = await openAdmin(api.store.adminUrl);
  authorityId = await api.newAuthority('northmoor');
  administrator = await staffMember(api, authorityId, 'administrator');
  second = await api.visitor(authorityId, 'second@council.example', true);
  const { token } = expectStatus(
    await api.call(administrator, 'POST', '/v1/invitations', { body: { email: second.email, role: 'administrator' } }),
    201,
  ).body;
  expectStatus(await api.call(second, 'POST', '/v1/invitations/claim', { body: { token } }), 200);
});
afterAll(async () => {
  await admin.close();
  await api.close();
});

const as = (who: Visitor, method: string, path: string, body?: unknown) =>
  api.call(who, method, path, { purpose: 'data-request', ...(body !== undefined && { body }) });

describe('erasure', () => {
  it('waits for every clock and every hold, and then nobody opens a name again, in no copy of the rows', async () => {
    const family = await exampleFamily(api, authorityId, 'Earnshaw');
    const base = `/v1/families/${family.familyId}`;
    const [kept] = await admin.rows<{ sealed: Buffer }>('select sealed from people.persons where person_id = $1', [family.mother.personId]);
    const erase = async () => (await as(administrator, 'POST', `${base}/erasure`)).body?.code;
    expect(await erase()).toBe('retention-unknown');
    const clock = { kind: 'payment-records', startedOn: '2019-05-01' };
    expect(expectStatus(await as(administrator, 'POST', `${base}/retention-clocks`, clock), 201).body.endsOn).toBe('2026-03-31');
    const running = { kind: 'complaints', startedOn: '2020-04-15' };
    expect(expectStatus(await as(administrator, 'POST', `${base}/retention-clocks`, running), 201).body.endsOn).toBe('2026-04-15');
    expect(await erase()).toBe('retention-runs');
    const hold = expectStatus(await as(administrator, 'POST', `${base}/legal-holds`, { reference: 'LGO-26-0001' }), 201).body;
    api.clock.set('2026-04-16T09:00:00.000Z');
    expect(await erase()).toBe('legal-hold-stands');
    expect((await as(administrator, 'DELETE', `${base}/legal-holds/${hold.legalHoldId}`)).body.code).toBe('maker-may-not-approve');
    expectStatus(await as(second, 'DELETE', `${base}/legal-holds/${hold.legalHoldId}`), 204);
    expectStatus(await as(administrator, 'POST', `${base}/erasure`), 204);

    expectStatus(await api.call(family.mother, 'GET', base), 403);
    expect((await as(administrator, 'POST', `${base}/erasure`)).status).toBe(404);
    const rows = await admin.rows<{ left: number }>(
      `select count(*)::int as left from people.families f join people.persons p using (authority_id, family_id)
        where f.family_id = $1 and (f.wrapped_key is not null or p.sealed is not null or p.born_on is not null)`,
      [family.familyId],
    );
    expect(rows[0]?.left).toBe(0);
    // A backup that still holds the sealed row is worth nothing without the key.
    await admin.rows('update people.persons set sealed = $1 where person_id = $2', [kept?.sealed, family.mother.personId]);
    expect((await readFamily(api.room, authorityId, family.familyId, async () => 'opened')).ok).toBe(false);
    api.clock.set('2026-04-15T09:30:00.000Z');
  });

  it('of a record nobody may know of is not found', async () => {
    expectStatus(await as(administrator, 'POST', '/v1/families/11111111-2222-4333-8444-555555555555/erasure'), 404);
  });
});

describe('a retention clock', () => {
  it('counts from the end of the financial year or from the day, as its rule says', () => {
    expect(retentionEnds('payment-records', '2026-03-31')).toBe('2032-03-31');
    expect(retentionEnds('payment-records', '2026-04-01')).toBe('2033-03-31');
    expect(retentionEnds('complaints', '2024-02-29')).toBe('2030-02-28');
    for (const rule of retentionKinds) {
      expect(retentionInWords(rule)).toContain(rule.source);
      expect(retentionInWords(rule).includes('We have not found this confirmed')).toBe(!rule.verified);
    }
    expect(retentionEnds('nobody-knows', '2026-04-01')).toBeUndefined();
    expect(retentionEnds('complaints', '2014-08-31')).toBeUndefined();
  });
});

describe('the key ring', () => {
  it('turns over: what was wrapped under the old key opens under the new ring, and after that without the old', async () => {
    const family = await exampleFamily(api, authorityId, 'Fairfax');
    const old = randomBytes(32).toString('base64');
    const fresh = randomBytes(32).toString('base64');
    const ring = (text: string) => {
      const read = readKeyRing(text);
      if (read === undefined) throw new Error('unreadable');
      return read;
    };
    const caller = systemCaller(authorityId);
    const nameUnder = async (keyRing: ReturnType<typeof ring>) => {
      const view = must(await readFamily({ ...api.room, keyRing }, authorityId, family.familyId, async (hand) => familyView(hand, caller)));
      return view.name;
    };
    // The test's own ring stands for the one in use; its key is re-wrapped first, so that both keys of the turnover are known here.
    const both = (current: string, older: string) => ring(`${current},${older}`);
    const own = api.room.keyRing;
    const bridge = {
      currentId: 'old',
      wrap: ring(`old:${old}`).wrap,
      unwrap: own.unwrap,
    };
    expect(await rewrapKeys({ ...api.room, keyRing: bridge }, authorityId)).toBeGreaterThan(0);
    await expect(nameUnder(ring(`new:${fresh}`))).rejects.toThrow('THREEFOLD_DATA_KEY');
    const turning = both(`new:${fresh}`, `old:${old}`);
    expect(await nameUnder(turning)).toBe('Fairfax household');
    expect(await rewrapKeys({ ...api.room, keyRing: turning }, authorityId)).toBeGreaterThan(0);
    expect(await rewrapKeys({ ...api.room, keyRing: turning }, authorityId)).toBe(0);
    expect(await nameUnder(ring(`new:${fresh}`))).toBe('Fairfax household');
    await expect(nameUnder(ring(`old:${old}`))).rejects.toThrow();
    // Back under the ring of this file's other tests.
    const home = { currentId: own.currentId, wrap: own.wrap, unwrap: turning.unwrap };
    await rewrapKeys({ ...api.room, keyRing: home }, authorityId);
  });

  it('is read strictly, and one that was typed by hand is not taken', () => {
    const key = randomBytes(32).toString('base64');
    expect(readKeyRing(`2026:${key}`)?.currentId).toBe('2026');
    for (const text of ['', key, `2026:${key.slice(4)}`, `2026:${'A'.repeat(43)}`, `a:${key},a:${key}`, `A b:${key}`])
      expect(readKeyRing(text)).toBeUndefined();
  });

  it('is drawn once into the data folder, for its owner’s eyes only', () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'threefold-ring-'));
    const ring = keepKeyRing({ dataKey: undefined, dataDirectory });
    const wrapped = ring.wrap(Buffer.alloc(32, 1), 'a');
    expect(keepKeyRing({ dataKey: undefined, dataDirectory }).unwrap(wrapped, 'a')).toEqual(Buffer.alloc(32, 1));
    expect(statSync(join(dataDirectory, 'data-key')).mode & 0o777).toBe(0o600);
    expect(() => keepKeyRing({ dataKey: undefined, dataDirectory }).unwrap(wrapped, 'b')).toThrow();
    rmSync(dataDirectory, { recursive: true });
  });
});

describe('a copy of the record', () => {
  it('is an archive that every system unpacks, with a page to read and the same as data', async () => {
    const family = await exampleFamily(api, authorityId, 'Gale<b>');
    const answer = expectStatus(await api.call(family.mother, 'GET', `/v1/families/${family.familyId}/archive`), 200).body;
    const folder = mkdtempSync(join(tmpdir(), 'threefold-archive-'));
    writeFileSync(join(folder, answer.fileName), Buffer.from(answer.content, 'base64'));
    execFileSync('tar', ['-xf', answer.fileName], { cwd: folder });
    const page = readFileSync(join(folder, 'record.html'), 'utf8');
    expect(page).toContain('Morgan Gale&lt;b&gt;');
    expect(page).not.toContain('<b>');
    expect(page).not.toMatch(/<script|https?:|src=/);
    const data = JSON.parse(readFileSync(join(folder, 'record.json'), 'utf8'));
    expect(data.persons.map(({ details }: { details: { name: string } }) => details.name)).toEqual(['Morgan Gale<b>', 'Charlie Gale<b>']);
    expect(JSON.stringify(data)).not.toMatch(/sealed|Frankie|note/);
    const log = readFileSync(join(folder, 'access-log.ndjson'), 'utf8').trim().split('\n');
    expect(log.map((line) => JSON.parse(line).what)).toContain('wrote down who is responsible for a child');
    rmSync(folder, { recursive: true });
  });

  it('shows no more to a use case than to the pages', async () => {
    const family = await exampleFamily(api, authorityId, 'Hallam');
    const stranger = {
      ...systemCaller(authorityId),
      kind: 'person' as const,
      standings: [{ standingId: 'x', role: 'parent' as const, familyId: family.familyId, personId: 'x' }],
    };
    const archive = must(await exportFamily(api.room, stranger, family.familyId));
    const content = await buffer(archive.content);
    for (const word of family.words) expect(content.includes(word)).toBe(false);
  });
});
