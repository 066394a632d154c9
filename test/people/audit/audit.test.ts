import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent } from '../../../src/people/audit/audit-event.ts';
import { whatWasDone } from '../../../src/people/audit/audit-words.ts';
import { sentenceOf } from '../../../src/people/audit/event-words.ts';
import { checkAudit } from '../../../src/people/audit/for-auditors.ts';
import { createReadAudit, policyRows } from '../../../src/people/index.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type AccessApi, startAccessApi, type Visitor } from '../access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, staffMember } from '../example-family.ts';

let api: AccessApi;
let admin: Admin;
let authorityId: number;
let auditor: Visitor;
let caseworker: Visitor;
let family: ExampleFamily;

beforeAll(async () => {
  api = await startAccessApi();
  admin = await openAdmin(api.store.adminUrl);
  authorityId = await api.newAuthority('northmoor');
  auditor = await staffMember(api, authorityId, 'auditor');
  caseworker = await staffMember(api, authorityId, 'caseworker');
  family = await exampleFamily(api, authorityId, 'Ingram');
});
afterAll(async () => {
  await admin.close();
  await api.close();
});

const readIt = () => api.call(caseworker, 'GET', `/v1/families/${family.familyId}`, { purpose: 'review' });
const events = async (query = '') =>
  expectStatus(await api.call(auditor, 'GET', `/v1/audit/events?limit=100${query}`), 200).body.data as Record<string, unknown>[];

describe('every look and every change', () => {
  it('says who, when, from where, for whom, as what and why', async () => {
    const grant = { name: 'Pat', email: 'pat@example.org', role: 'supporter', may: ['see-record'], until: '2026-10-15' };
    const errand = { body: grant, purpose: 'support-request', onBehalfOf: `${family.mother.personId}; channel=paper` };
    expectStatus(await api.call(caseworker, 'POST', `/v1/families/${family.familyId}/grants`, errand), 201);
    const [last] = await events(`&familyId=${family.familyId}`);
    expect(last).toMatchObject({
      at: '2026-04-15T09:30:00.000Z',
      principal: `identity:${caseworker.identityId}`,
      role: 'caseworker',
      operation: 'people.grant-access',
      kind: 'change',
      familyId: family.familyId,
      personId: family.mother.personId,
      purpose: 'support-request',
      onBehalfOf: family.mother.personId,
      channel: 'paper',
      address: '192.0.2.7',
    });
  });

  it('is kept before the answer is shown: a look that cannot be kept shows nothing', async () => {
    await admin.rows('alter table people.audit_heads rename to audit_heads_away');
    const answer = await readIt();
    await admin.rows('alter table people.audit_heads_away rename to audit_heads');
    expect(answer.status).toBe(500);
    for (const word of family.words) expect(answer.text).not.toContain(word);
    expectStatus(await readIt(), 200);
  });

  it('has words a family understands, for every operation on a record', () => {
    const ofFamilies = Object.keys(policyRows).filter(
      (id) => id.startsWith('people.') && ['parent', 'caseworker'].some((role) => policyRows[id]?.roles[role as 'parent'] !== undefined),
    );
    const silent = ofFamilies.filter((id) => whatWasDone[id] === undefined);
    expect(silent).toEqual(['people.list-authorities', 'people.raise-signal', 'people.list-signals']);
  });

  it('of many at once are each kept once, in one unbroken chain', async () => {
    const before = await checkAudit(api.store.database, authorityId);
    await Promise.all(Array.from({ length: 40 }, readIt));
    const after = await checkAudit(api.store.database, authorityId);
    expect(after.events - before.events).toBe(40n);
    expect(after.wrongSeq).toBeUndefined();
  });

  it('of many at once share their writes', async () => {
    let writes = 0;
    const { database } = api.store;
    const counting = {
      ...database,
      sql: ((...args: Parameters<typeof database.sql>) => {
        writes += 1;
        return database.sql(...args);
      }) as unknown as typeof database.sql,
    };
    const audit = createReadAudit({ database: counting, clock: api.clock });
    const event: AuditEvent = { at: api.clock.now(), principal: 'a', operation: 'x', kind: 'read', channel: 'online', requestId: 'r' };
    await Promise.all(Array.from({ length: 100 }, () => audit.note(authorityId, [event])));
    expect(writes).toBeLessThanOrEqual(2);
  });
});

describe('the audit', () => {
  it('cannot be written, changed or emptied by the service, nor changed by its owner', async () => {
    const { database } = api.store;
    for (const text of [
      "update people.audit_events set principal = 'x'",
      'delete from people.audit_events',
      'truncate people.audit_events',
    ])
      await expect(database.sql.unsafe(text)).rejects.toThrow('permission denied');
    await expect(admin.rows("update people.audit_events set principal = 'x'")).rejects.toThrow();
    await expect(admin.rows('delete from people.audit_events')).rejects.toThrow();
  });

  it.each([
    ['a changed event', "update people.audit_events set purpose = 'audit' where authority_id = 1 and seq = 3", 3n, 'changed'],
    ['a removed event', 'delete from people.audit_events where authority_id = 1 and seq = 5', 5n, 'missing'],
    [
      'a cut-off end',
      'delete from people.audit_events where authority_id = 1 and seq = (select max(seq) from people.audit_events where authority_id = 1)',
      undefined,
      'last events',
    ],
  ])('shows %s', async (_what, tampering, seq, problem) => {
    await readIt();
    await admin.rows('begin');
    await admin.rows('alter table people.audit_events disable trigger append_only');
    await admin.rows(tampering);
    const [found] = await admin.rows<{ wrong_seq: bigint | null; problem: string | null }>('select * from people.check_audit(1)');
    await admin.rows('rollback');
    expect(found?.problem).toContain(problem);
    if (seq !== undefined) expect(BigInt(found?.wrong_seq ?? 0)).toBe(seq);
    expect((await checkAudit(api.store.database, 1)).wrongSeq).toBeUndefined();
  });
});

describe('the keys of machines', () => {
  it('are made, turned and withdrawn under the name of whoever did it, and their secrets stay out of it', async () => {
    const administrator = await staffMember(api, authorityId, 'administrator');
    const expiresAt = '2026-10-01T00:00:00.000Z';
    const asked = { body: { name: 'import', scopes: ['ledger:read'], expiresAt } };
    const key = expectStatus(await api.call(administrator, 'POST', '/v1/api-keys', asked), 201).body;
    const turned = expectStatus(await api.call(administrator, 'POST', `/v1/api-keys/${key.keyId}/rotation`, { body: {} }), 201).body;
    for (let again = 0; again < 2; again += 1) expectStatus(await api.call(administrator, 'DELETE', `/v1/api-keys/${key.keyId}`), 204);
    const client = expectStatus(await api.call(administrator, 'POST', '/v1/machine-clients', asked), 201).body;
    expectStatus(await api.call(administrator, 'DELETE', `/v1/machine-clients/${client.clientId}`), 204);
    const own = (await events(`&principal=identity:${administrator.identityId}`)).reverse();
    expect(own.map(({ words }) => words)).toEqual([
      'A person took up an invitation.',
      'An administrator made an API key.',
      'An administrator gave an API key a new secret.',
      'An administrator withdrew an API key.',
      'An administrator registered a machine client.',
      'An administrator withdrew a machine client.',
    ]);
    expect(own[1]).toMatchObject({ address: '192.0.2.7', facts: { keyId: key.keyId, scopes: ['ledger:read'], expiresAt } });
    for (const secret of [key.secret, turned.secret, client.secret]) expect(JSON.stringify(own)).not.toContain(secret.slice(-43));
    expect((await checkAudit(api.store.database, authorityId)).problem).toBeUndefined();
  });

  it('have words for auditors, as every step in this room has', () => {
    const reads = ['people.list-', 'people.check-', 'people.draw-'];
    const silent = Object.keys(policyRows)
      .filter((id) => id.startsWith('people.') && !reads.some((read) => id.startsWith(read)))
      .filter((operation) => sentenceOf({ principal: 'system', role: null, operation }) === undefined);
    expect(silent).toEqual(['people.create-authority']);
  });
});

describe('an auditor’s sample', () => {
  it('is the same for the same seed, another for another, and brings the whole trail', async () => {
    await exampleFamily(api, authorityId, 'Jessop');
    const draw = async (query: string) => expectStatus(await api.call(auditor, 'GET', `/v1/audit/sample?${query}`), 200).body.data;
    const seqs = (packs: { event: { seq: string } }[]) => packs.map(({ event }) => event.seq);
    const first = await draw('seed=2026-Q1&size=4');
    expect(seqs(await draw('seed=2026-Q1&size=4'))).toEqual(seqs(first));
    expect(seqs(await draw('seed=2026-Q2&size=4'))).not.toEqual(seqs(first));
    const strata = await draw('seed=2026-Q1&size=1&stratified=yes');
    const kinds = strata.map(({ stratum }: { stratum: string }) => stratum);
    expect(new Set(kinds).size).toBe(kinds.length);
    expect(kinds).toContain('people.record-relationship');
    const ofFamily = strata.find(({ stratum }: { stratum: string }) => stratum === 'people.add-person');
    expect(ofFamily.trail.map(({ operation }: { operation: string }) => operation)).toContain('people.open-family');
  });
});
