import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPlan, provisionFacts } from '../../../src/budgets/index.ts';
import { addPerson, markConfidential, recordRelationship } from '../../../src/people/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { type AccessApi, startAccessApi, systemCaller, type Visitor } from '../../people/access-api.ts';
import { type ExampleFamily, exampleFamily, expectStatus, must, staffMember } from '../../people/example-family.ts';
import { openAdmin } from '../../support/admin.ts';
import { draftFor } from './plan-desk.ts';

let api: AccessApi;
let authorityId: number;
let caseworker: Visitor;
let family: ExampleFamily;
let plansPath: string;

beforeAll(async () => {
  api = await startAccessApi();
  authorityId = await api.newAuthority('northmoor');
  caseworker = await staffMember(api, authorityId, 'caseworker');
  family = await exampleFamily(api, authorityId, 'Aldous');
  plansPath = `/v1/families/${family.familyId}/plans`;
});
afterAll(() => api.close());

const asked = (method: string, path: string, body?: unknown, ifMatch?: string) =>
  api.call(caseworker, method, path, {
    purpose: 'casework',
    ...(body !== undefined && { body }),
    ...(ifMatch !== undefined && { ifMatch }),
  });

const newFamily = async (surname: string) => {
  const made = await exampleFamily(api, authorityId, surname);
  const path = `/v1/families/${made.familyId}/plans`;
  const { planId } = expectStatus(await asked('POST', path, draftFor(made.child.personId)), 201).body;
  return { ...made, path: `${path}/${planId}`, planId: planId as string };
};

describe('a plan', () => {
  it('is read by the young person, their parents and staff, and other rooms learn of it without its words', async () => {
    const { planId } = expectStatus(await asked('POST', plansPath, draftFor(family.child.personId)), 201).body;
    for (const who of [family.child, family.mother, family.father]) {
      const read = expectStatus(await api.call(who, 'GET', `${plansPath}/${planId}`), 200);
      expect(read.body).toMatchObject({ planId, state: 'draft', settingName: 'Quillhaven School', revision: 1 });
      expect(read.headers.get('etag')).toBe('"1"');
    }
    const facts = await inTransaction(api.store.database, { authorityId, readOnly: true }, async (tx) => ({
      plan: await findPlan(tx, authorityId, planId),
      provisions: await provisionFacts(tx, authorityId, planId),
      abroad: await findPlan(tx, authorityId + 1, planId),
    }));
    expect(facts).toMatchObject({
      plan: { familyId: family.familyId, childId: family.child.personId, element2Held: true, settingKind: 'mainstream' },
      provisions: [],
      abroad: undefined,
    });
    expect(JSON.stringify(facts)).not.toContain('Quillhaven');
  });

  it('lies without a word in clear in the database', async () => {
    const admin = await openAdmin(api.store.adminUrl);
    const rows = await admin.rows('select p::text as row from budgets.plans p union all select e::text from budgets.plan_events e');
    await admin.close();
    expect(rows.length).toBeGreaterThan(1);
    expect(JSON.stringify(rows)).not.toContain('Quillhaven');
    expect(JSON.stringify(rows)).not.toContain(Buffer.from('Quillhaven').toString('hex'));
  });

  it('of another family, and of a child that a court keeps from a parent, is not found', async () => {
    const parted = await newFamily('Brightwell');
    const system = systemCaller(authorityId);
    const sibling = must(
      await addPerson(api.room, system, parted.familyId, {
        kind: 'young-person',
        bornOn: '2015-01-01',
        details: { name: 'Sib Brightwell' },
      }),
    );
    const relation = { adultId: parted.father.personId, from: '2015-01-01' } as const;
    must(
      await recordRelationship(api.room, system, parted.familyId, {
        ...relation,
        childId: sibling.personId,
        kind: 'parental-responsibility',
      }),
    );
    expectStatus(await api.call(parted.father, 'GET', parted.path), 200);
    const order = { ...relation, childId: parted.child.personId, kind: 'order-denies-access' } as const;
    must(await recordRelationship(api.room, system, parted.familyId, order));
    expectStatus(await api.call(parted.father, 'GET', parted.path), 404);
    expect(expectStatus(await api.call(parted.father, 'GET', parted.path.slice(0, -37)), 200).body.data).toEqual([]);
    expectStatus(await api.call(family.mother, 'GET', parted.path), 404);
    expectStatus(await api.call(family.mother, 'GET', `${plansPath}/${parted.planId}`), 404);
    expectStatus(await api.call(parted.mother, 'GET', parted.path), 200);
  });

  it('keeps the school from a parent who must not learn it, and from whoever they let in', async () => {
    const hiding = await newFamily('Cartwright');
    const system = systemCaller(authorityId);
    const mark = { personId: hiding.child.personId, hiddenFrom: hiding.father.personId, kind: 'school' } as const;
    must(await markConfidential(api.room, system, hiding.familyId, mark));
    const helper = await api.visitor(authorityId, 'helper@example.org');
    const grant = { name: 'Hal Per', email: helper.email, role: 'supporter', may: ['see-record'], until: '2026-12-31' };
    expectStatus(await api.call(hiding.father, 'POST', `/v1/families/${hiding.familyId}/grants`, { body: grant }), 201);
    for (const who of [hiding.father, helper])
      expect(expectStatus(await api.call(who, 'GET', hiding.path), 200).text).not.toContain('Quillhaven');
    expect(expectStatus(await api.call(hiding.mother, 'GET', hiding.path), 200).text).toContain('Quillhaven');
  });

  it.each([
    ['a kind that has ended', { planType: 'STATEMENT' }, 'plan-type-unknown', '/planType'],
    ['a kind that is only proposed', { planType: 'SUPPORT_PLAN' }, 'plan-type-unknown', '/planType'],
    ['a first day that the calendar lacks', { startsOn: '2027-02-30' }, 'request-invalid', '/startsOn'],
    ['a first day before the birth', { startsOn: '2012-05-13', planType: 'LDA' }, 'plan-age-outside', '/startsOn'],
    ['a first day at the age limit', { startsOn: '2037-05-14' }, 'plan-age-outside', '/startsOn'],
    ['a last day before the first', { endsOn: '2026-08-31' }, 'plan-dates-crossed', '/endsOn'],
    ['a last day after the school year of the 25th birthday', { endsOn: '2037-09-01' }, 'plan-age-outside', '/endsOn'],
    ['somebody else’s child', { childId: randomUUID() }, 'plan-child-unknown', '/childId'],
  ])('with %s is refused, and the field is named', async (_, change, code, pointer) => {
    const before = expectStatus(await asked('GET', plansPath), 200).body.data.length;
    const answer = expectStatus(await asked('POST', plansPath, draftFor(family.child.personId, change)), 422).body;
    expect([answer.code, answer.errors[0].pointer]).toEqual([code, pointer]);
    expect(expectStatus(await asked('GET', plansPath), 200).body.data).toHaveLength(before);
  });

  it('is one at a time of its kind for a child', async () => {
    const answer = expectStatus(await asked('POST', plansPath, draftFor(family.child.personId, { startsOn: '2027-09-01' })), 409).body;
    expect(answer.code).toBe('plan-running-already');
  });
});

describe('the lists that plans are written with', () => {
  it('say since when each counts, where it comes from and whether that was checked', async () => {
    const lists = expectStatus(await asked('GET', '/v1/plan-kinds'), 200).body;
    const codes = (name: string) => lists[name].map(({ code }: { code: string }) => code);
    expect(codes('planTypes')).toEqual(['EHC_PLAN', 'STATEMENT', 'LDA', 'SUPPORT_PLAN']);
    expect(codes('ceaseReasons')).toContain('max-age');
    for (const rows of Object.values<{ source: string; from: string }[]>(lists)) {
      expect(new Set(rows.map((row) => JSON.stringify(row))).size).toBe(rows.length);
      for (const { source, from } of rows) expect([source.length > 5, from >= '1990']).toEqual([true, true]);
    }
  });
});
