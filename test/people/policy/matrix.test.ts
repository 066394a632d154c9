import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { budgetOperations } from '../../../src/budgets/index.ts';
import { ledgerOperations, openLedger } from '../../../src/ledger/index.ts';
import { paymentOperations } from '../../../src/payments/index.ts';
import { sendDocument } from '../../../src/people/correspondence/send-document.ts';
import { writeMessage } from '../../../src/people/correspondence/write-message.ts';
import { createApiKey, keyScopes, peopleOperations, policyRows, recordOperations } from '../../../src/people/index.ts';
import { markConfidential } from '../../../src/people/records/confidential-marks.ts';
import { askFactorRemoval } from '../../../src/people/sign-in-help/ask-factor-removal.ts';
import { tables } from '../../../src/platform/database/tables.ts';
import type { Operation, Role } from '../../../src/platform/http/operation.ts';
import { readKeyRing } from '../../../src/platform/secrets/key-ring.ts';
import { familyStatementOperations } from '../../../src/reconciliation/index.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type AccessApi, startAccessApi, systemCaller, type Visitor } from '../access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, must, staffMember } from '../example-family.ts';
import { type Foreign, type MatrixRequest, requestsFor } from './matrix-request.ts';

/**
 * Every operation, asked by every role with the ids of a family and of an authority that are not theirs, in the path, the query, the body and
 * the cursor. It grows by itself with the operations: one that is added is asked at once.
 */

let api: AccessApi;
let admin: Admin;
let own: ExampleFamily;
/** Same authority, another family. */
let neighbour: Foreign & { readonly words: readonly string[] };
/** Another authority. */
let abroad: Foreign & { readonly words: readonly string[] };
let callers: readonly { readonly name: string; readonly who: Visitor | string; readonly isStaff: boolean }[];

beforeAll(async () => {
  api = await startAccessApi({ usual: 1_000_000 });
  admin = await openAdmin(api.store.adminUrl);
  const home = await api.newAuthority('northmoor');
  const away = await api.newAuthority('southvale');
  own = await exampleFamily(api, home, 'Ownfolk');
  neighbour = await foreignThings(home, 'Neighbour');
  abroad = await foreignThings(away, 'Abroad');
  callers = await everyRole(home);
}, 60_000);
afterAll(async () => {
  await admin.close();
  await api.close();
});

async function foreignThings(authorityId: number, surname: string): Promise<Foreign & { readonly words: readonly string[] }> {
  const family = await exampleFamily(api, authorityId, surname);
  const caseworker = await staffMember(api, authorityId, 'caseworker');
  const grant = {
    name: `${surname} helper`,
    email: `${surname}-helper@example.org`,
    role: 'supporter',
    may: ['see-record'],
    until: '2026-12-31',
  };
  const { grantId } = expectStatus(
    await api.call(family.mother, 'POST', `/v1/families/${family.familyId}/grants`, { body: grant }),
    201,
  ).body;
  const system = systemCaller(authorityId);
  const hidden = { personId: family.mother.personId, hiddenFrom: family.father.personId, kind: 'address' } as const;
  const { markId } = must(await markConfidential(api.room, system, family.familyId, hidden));
  const [relationship] = expectStatus(await api.call(caseworker, 'GET', `/v1/families/${family.familyId}`, { purpose: 'casework' }), 200)
    .body.relationships;
  const [membership] = await admin.rows<{ id: string }>(
    `select membership_id as id from people.memberships where authority_id = $1 limit 1`,
    [authorityId],
  );
  const code = `share:${surname}:available`;
  const ledger = openLedger({ database: api.store.database, clock: api.clock });
  const account = {
    code,
    class: 'liability',
    side: 'budget',
    normalSide: 'credit',
    opensOn: '2026-04-01',
    dimension: { source: `${surname}-source` },
  } as const;
  must(await ledger.openAccounts({ authorityId, principal: 'a test' }, [account]));
  const thread = { familyId: family.familyId, personId: family.child.personId };
  const upload = {
    mediaType: 'image/png',
    content: (async function* () {
      yield Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    })(),
  };
  const { documentId } = must(await sendDocument(api.room, system, thread, { kind: 'report', upload }));
  must(await writeMessage(api.room, system, thread, { text: `${surname} letter`, documentIds: [documentId] }));
  const administrator = { ...system, kind: 'person', principal: 'identity:an-administrator' } as const;
  const named = { identityId: family.mother.identityId };
  const asked = must(await askFactorRemoval(api.room, administrator, { named, proof: 'in-person' }));
  const list = expectStatus(await api.call(caseworker, 'GET', '/v1/families?limit=1', { purpose: 'casework' }), 200).body;
  return {
    ids: {
      familyId: family.familyId,
      personId: family.child.personId,
      adultId: family.mother.personId,
      childId: family.child.personId,
      hiddenFrom: family.father.personId,
      relationshipId: relationship.relationshipId,
      markId,
      grantId,
      documentId,
      removalId: asked.removalId,
      membershipId: membership?.id ?? randomUUID(),
      principal: `identity:${family.mother.identityId}`,
      code,
      account: code,
    },
    cursor: list.nextCursor ?? 'WzEsImZhbWlsaWVzIix7fV0',
    words: [...family.words, `${surname} letter`, `${surname} helper`, family.mother.email, `${surname}-source`],
  };
}

async function everyRole(authorityId: number) {
  const staff = [];
  for (const role of ['finance-officer', 'approver', 'caseworker', 'auditor', 'administrator'] as const)
    staff.push({ name: role, who: await staffMember(api, authorityId, role), isStaff: true });
  const outside = [
    { name: 'provider-staff', who: await staffMember(api, authorityId, 'provider-staff', { providerId: randomUUID() }), isStaff: false },
    { name: 'partner', who: await staffMember(api, authorityId, 'partner', { sources: ['icb'] }), isStaff: false },
  ];
  const helpers = [];
  for (const role of ['nominee', 'supporter', 'third-party'] as const) {
    const who = await api.visitor(authorityId, `${role}@helpers.example`, true);
    const grant = { name: role, email: who.email, role, may: ['see-record', 'see-log', 'change-contact'], until: '2026-12-31' };
    expectStatus(await api.call(own.mother, 'POST', `/v1/families/${own.familyId}/grants`, { body: grant }), 201);
    helpers.push({ name: role, who, isStaff: false });
  }
  const key = async (scopes: readonly (typeof keyScopes)[number][]) => {
    const expiresAt = new Date(api.clock.now().getTime() + 86_400_000);
    return must(await createApiKey(api.store.database, api.clock, { authorityId, name: 'a test', scopes, expiresAt })).secret;
  };
  return [
    ...staff,
    ...outside,
    ...helpers,
    { name: 'parent', who: own.mother, isStaff: false },
    { name: 'young-person', who: own.child, isStaff: false },
    { name: 'nobody', who: await api.visitor(authorityId, 'nobody@example.org', true), isStaff: false },
    { name: 'key that reads', who: await key(['ledger:read']), isStaff: true },
    { name: 'key with every scope', who: await key(keyScopes), isStaff: true },
  ];
}

/** The rows that no request may touch: everything of the other authority, and the neighbour's part of this one. */
async function digest(): Promise<string> {
  const tenant = Object.entries(tables).flatMap(([name, { kind }]) => (kind === 'tenant' ? [name] : []));
  const perTable = tenant.map(
    (name) =>
      `select '${name}' as name, md5(coalesce(string_agg(t::text, '' order by t::text), '')) as digest from ${name} t where authority_id = 2`,
  );
  const ofNeighbour = [
    'families',
    'persons',
    'relationships',
    'confidential_marks',
    'grants',
    'legal_holds',
    'retention_clocks',
    'signals',
    'messages',
    'documents',
  ].map(
    (name) =>
      `select 'neighbour ${name}', md5(coalesce(string_agg(t::text, '' order by t::text), '')) from people.${name} t where family_id = '${neighbour.ids['familyId']}'`,
  );
  return JSON.stringify(await admin.rows([...perTable, ...ofNeighbour].join(' union all ')));
}

const AT_ONCE = 16;

interface Cell {
  readonly operation: Operation;
  readonly caller: (typeof callers)[number];
  readonly request: MatrixRequest;
  readonly from: 'neighbour' | 'abroad';
}

function cellsOf(operations: readonly Operation[]): Cell[] {
  return operations.flatMap((operation) =>
    callers.flatMap((caller) =>
      (['neighbour', 'abroad'] as const)
        // Staff of the authority work with every family of it: for them only the other authority is foreign.
        .filter((from) => from === 'abroad' || !caller.isStaff)
        .flatMap((from) =>
          requestsFor(operation, from === 'abroad' ? abroad : neighbour).map((request) => ({ operation, caller, request, from })),
        )
        // A request that names nothing is the same whosever things it does not name.
        .filter(({ request, from }) => request.place !== 'plain' || request.body !== undefined || from === 'abroad'),
    ),
  );
}

async function ask({ operation, caller, request }: Cell) {
  return api.call(caller.who, operation.method.toUpperCase(), request.path, {
    purpose: 'casework',
    ...(request.body !== undefined && { body: request.body }),
    ...(operation.idempotent === true && { idempotencyKey: randomUUID() }),
    ...(operation.ifMatchRequired === true && { ifMatch: '*' }),
    ...(operation.upload !== undefined && { file: { mediaType: operation.upload.mediaTypes[0] ?? '', content: '%PDF-1.7 a file' } }),
  });
}

describe('whoever asks for what belongs to another', () => {
  it('changes nothing of it, learns nothing of it, and is told the same as if it were not there', async () => {
    const cells = cellsOf(api.operations);
    expect(cells.length).toBeGreaterThanOrEqual(1_000);
    const before = await digest();
    const wrong: string[] = [];
    for (let at = 0; at < cells.length; at += AT_ONCE) {
      const batch = cells.slice(at, at + AT_ONCE);
      const answers = await Promise.all(batch.map(ask));
      for (const [n, answer] of answers.entries()) {
        const cell = batch[n] as Cell;
        const name = `${cell.operation.id} as ${cell.caller.name}, ${cell.request.place} of ${cell.from}: ${answer.status}`;
        const words = [...(cell.from === 'abroad' ? abroad : neighbour).words, ...(cell.caller.isStaff ? [] : abroad.words)];
        if (words.some((word) => answer.text.includes(word)))
          wrong.push(`${name} tells ${words.find((word) => answer.text.includes(word))}`);
        if (answer.status >= 500) wrong.push(`${name} ${answer.text}`);
        const namesForeign = cell.operation.path.includes('{familyId}');
        const isNotFound = [403, 404].includes(answer.status) || (answer.status === 400 && cell.request.place === 'cursor');
        const isOrder = ['request-invalid', 'cursor-malformed', 'email-malformed'].includes(answer.body?.code);
        if (namesForeign && !isNotFound && !isOrder) wrong.push(`${name} ${answer.text.slice(0, 200)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(await digest()).toBe(before);
  }, 180_000);

  it('meets a wall that really stands there: the owner themselves is let in', async () => {
    expectStatus(await api.call(own.mother, 'GET', `/v1/families/${own.familyId}`), 200);
    expectStatus(await api.call(own.mother, 'GET', `/v1/families/${own.familyId}/access-log`), 200);
  });
});

describe('the policy table', () => {
  const keyRing = readKeyRing(`test:${Buffer.from(Array.from({ length: 32 }, (_, n) => n * 7)).toString('base64')}`);
  const nothing = {} as never;
  const clock = { now: () => new Date(0) };

  it('has a row for every operation that is served, and default is no', () => {
    if (keyRing === undefined) throw new Error('unreadable');
    const served = [
      ...ledgerOperations({ ledger: nothing, database: nothing, clock }),
      ...peopleOperations({ database: nothing, clock } as never),
      ...recordOperations({ database: nothing, clock, keyRing }),
      ...budgetOperations(nothing),
      ...paymentOperations(nothing),
      ...familyStatementOperations(nothing),
    ];
    const missing = served.filter(({ id, scope }) => scope !== 'public' && policyRows[id] === undefined).map(({ id }) => id);
    expect(missing).toEqual([]);
  });

  it('never gives a family, a supporter or a provider a word in what is restricted or in the audit', () => {
    const outside: Role[] = ['young-person', 'parent', 'nominee', 'supporter', 'third-party', 'provider-staff', 'partner'];
    const restricted = Object.keys(policyRows).filter((id) => /signal|audit|unusual|duties|staff-changes|sample|overrides/.test(id));
    expect(restricted.length).toBeGreaterThan(8);
    for (const id of restricted)
      for (const role of outside) expect(`${id} ${role} ${policyRows[id]?.roles[role] !== undefined}`).toBe(`${id} ${role} false`);
  });
});

describe('a write with members that nobody asked for', () => {
  const planted = {
    status: 'approved',
    approvedBy: 'me',
    authorityId: 2,
    councilId: 2,
    amountPaid: '1.00',
    id: randomUUID(),
    createdAt: '2020-01-01T00:00:00Z',
    principal: 'system',
    restricted: false,
    identityId: randomUUID(),
  };

  it('is refused on every operation, naming each of them', async () => {
    const secret = callers.find(({ name }) => name === 'key with every scope')?.who as string;
    const writes = api.operations.filter(({ body }) => body !== undefined);
    expect(writes.length).toBeGreaterThan(15);
    for (const operation of writes) {
      const [request] = requestsFor(operation, neighbour);
      const body = { ...(request?.body as object), ...planted };
      const answer = await api.call(secret, operation.method.toUpperCase(), request?.path ?? '', {
        body,
        purpose: 'casework',
        ...(operation.idempotent === true && { idempotencyKey: randomUUID() }),
        ...(operation.ifMatchRequired === true && { ifMatch: '*' }),
      });
      const named = (answer.body?.errors ?? []).map(({ pointer }: { pointer: string }) => pointer);
      const allowed = Object.keys((request?.body ?? {}) as object);
      const unknown = Object.keys(planted).filter((member) => !allowed.includes(member));
      expect(`${operation.id} ${answer.status} ${answer.body?.code}`).toBe(`${operation.id} 422 request-invalid`);
      for (const member of unknown) expect(named, operation.id).toContain(`/${member}`);
    }
  });
});
