import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makePhaseTransfers } from '../../../src/budgets/plans/make-phase-transfers.ts';
import { businessDates, markConfidential } from '../../../src/people/index.ts';
import { systemCaller } from '../../people/access-api.ts';
import { must } from '../../people/example-family.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type PlanDesk, planDesk, therapy } from './plan-desk.ts';

const morning = '2026-04-15T09:30:00.000Z';
let desk: PlanDesk;
let admin: Admin;
beforeAll(async () => {
  desk = await planDesk();
  admin = await openAdmin(desk.api.store.adminUrl);
});
afterAll(async () => {
  await admin.close();
  await desk.api.close();
});

const room = () => ({ ...desk.api.room, businessDate: businessDates(desk.api.store.database, desk.api.clock) });
const read = async (path: string) => (await desk.ask(200, 'GET', path)).body;

describe('the parts of a plan', () => {
  it('are written one revision after the other, and every version of a section is kept', async () => {
    const plan = await desk.openPlan('Aldous', { startsOn: '2026-04-10' });
    await desk.ask(200, 'PUT', `${plan.path}/sections/F`, { text: 'One hour a week.' }, '"1"');
    await desk.ask(200, 'PUT', `${plan.path}/sections/F`, { text: 'Two hours a week.' }, '"2"');
    const outcome = {
      kind: 'supported-internship',
      text: 'Works in a bakery',
      baseline: 'No work',
      target: 'Two days',
      achieveBy: '2027-06-30',
    };
    const { outcomeId } = (await desk.ask(201, 'POST', `${plan.path}/outcomes`, outcome, '"3"')).body;
    const progress = { notedOn: '2026-04-15', measure: 'some', note: 'Has met the baker' };
    await desk.ask(201, 'POST', `${plan.path}/outcomes/${outcomeId}/progress`, progress, '"4"');
    const added = (await desk.ask(201, 'POST', `${plan.path}/provisions`, { ...therapy, outcomeId }, '"5"')).body;
    expect(added.revision).toBe(6);
    const changed = { unitsPerWeek: null, weeks: null, totalUnits: '6', deliveredIn: 'home' };
    await desk.ask(200, 'PATCH', `${plan.path}/provisions/${added.provisionId}`, changed, '"6"');
    await desk.ask(200, 'PATCH', `${plan.path}/outcomes/${outcomeId}`, { state: 'achieved', target: 'Three days' }, '"7"');
    expect(await read(plan.path)).toMatchObject({
      revision: 8,
      sections: [{ section: 'F', revision: 3, text: 'Two hours a week.' }],
      outcomes: [{ ...outcome, target: 'Three days', state: 'achieved', progress: [progress] }],
      provisions: [{ kind: therapy.kind, totalUnits: '6.00', premises: false, description: therapy.description, byWhom: therapy.byWhom }],
    });
    const kept = await admin.rows('select revision from budgets.plan_sections where plan_id = $1 order by revision', [plan.planId]);
    expect(kept.map(({ revision }) => revision)).toEqual([2, 3]);
    await expect(admin.rows('update budgets.plan_sections set revision = 9')).rejects.toThrow('append-only');
  });

  it.each([
    ['of an unknown kind', { kind: 'astrology' }, 'provision-kind-unknown', '/kind'],
    ['before its plan begins', { from: '2026-04-09' }, 'plan-dates-crossed', '/from'],
    ['with dates out of order', { until: '2026-04-09' }, 'plan-dates-crossed', '/until'],
    ['until 30 February', { until: '2027-02-30' }, 'request-invalid', '/until'],
    ['without a number of weeks', { weeks: undefined }, 'provision-amount-unclear', '/weeks'],
    ['with two amounts', { totalUnits: '4' }, 'provision-amount-unclear', '/unitsPerWeek'],
    ['of no units', { unitsPerWeek: '0.00' }, 'request-invalid', '/unitsPerWeek'],
    ['for another plan’s outcome', { outcomeId: '019d9000-7a11-7c04-9d1f-5b0c2e8f4a6d' }, 'outcome-unknown', '/outcomeId'],
  ])('refuse support %s, name the field, and leave the plan as it was', async (what, change, code, pointer) => {
    const plan = await desk.openPlan(`Bad ${what}`, { startsOn: '2026-04-10' });
    const refusal = (await desk.ask(422, 'POST', `${plan.path}/provisions`, { ...therapy, ...change }, '"1"')).body;
    expect([refusal.code, refusal.errors[0].pointer]).toEqual([code, pointer]);
    expect(await read(plan.path)).toMatchObject({ revision: 1, provisions: [] });
  });

  it('are changed by one of two officers who read the same revision; the other is told, and nothing of theirs is kept', async () => {
    const plan = await desk.openPlan('Brightwell');
    const write = (text: string) =>
      desk.api.call(desk.caseworker, 'PUT', `${plan.path}/sections/J`, { purpose: 'casework', body: { text }, ifMatch: '"1"' });
    const answers = await Promise.all([write('first'), write('second')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect(answers.find(({ status }) => status === 412)?.body).toMatchObject({ code: 'version-stale', currentVersion: '2' });
    expect((await read(plan.path)).sections).toHaveLength(1);
    await desk.ask(428, 'PUT', `${plan.path}/sections/J`, { text: 'no tag' });
  });

  it('name nobody to a parent from whom a provider is kept, in no paragraph', async () => {
    const plan = await desk.openPlan('Cartwright', { startsOn: '2026-04-10' });
    await desk.ask(201, 'POST', `${plan.path}/provisions`, therapy, '"1"');
    await desk.ask(200, 'PUT', `${plan.path}/sections/F`, { text: 'Therapy by Wren Talbot.' }, '"2"');
    const mark = { personId: plan.child.personId, hiddenFrom: plan.father.personId, kind: 'provider' } as const;
    must(await markConfidential(desk.api.room, systemCaller(desk.authorityId), plan.familyId, mark));
    expect((await desk.api.call(plan.father, 'GET', plan.path)).text).not.toContain('Wren');
    expect((await desk.api.call(plan.father, 'GET', plan.path)).body.provisions[0]).toMatchObject({ unitsPerWeek: '2.50' });
    expect((await desk.api.call(plan.mother, 'GET', plan.path)).text).toContain('Wren Talbot Therapies');
  });
});

describe('a plan’s way', () => {
  it('leads from the draft into force, through its reviews, to its end with a reason', async () => {
    const plan = await desk.planInForce('Dunmore');
    expect(await read(plan.path)).toMatchObject({ state: 'in-force', finalisedOn: '2026-04-10', nextReviewBy: '2027-04-10' });
    await desk.ask(409, 'POST', `${plan.path}/finalise`, { finalisedOn: '2026-04-10' }, '"2"');
    const late = (await desk.ask(422, 'PATCH', plan.path, { nextReviewBy: '2027-04-11' }, '"2"')).body;
    expect([late.code, late.errors[0].pointer]).toEqual(['plan-review-outside', '/nextReviewBy']);
    await desk.ask(200, 'PATCH', plan.path, { nextReviewBy: '2026-10-01' }, '"2"');
    const ahead = (await desk.ask(422, 'POST', `${plan.path}/reviews`, { reviewedOn: '2026-04-16', outcome: 'keep' }, '"3"')).body;
    expect(ahead.errors[0].pointer).toBe('/reviewedOn');
    const held = (await desk.ask(201, 'POST', `${plan.path}/reviews`, { reviewedOn: '2026-04-14', outcome: 'keep', views: 'Fine' }, '"3"'))
      .body;
    expect(held).toMatchObject({ number: 1, nextReviewBy: '2027-04-14' });
    await desk.ask(201, 'POST', `${plan.path}/provisions`, therapy, '"4"');
    const end = { ceasedOn: '2026-04-15', reason: 'needs-met', words: 'All is well.' };
    const moved = (await desk.ask(422, 'POST', `${plan.path}/cease`, { ...end, reason: 'transfer-out' }, '"5"')).body;
    expect(moved.code).toBe('cease-reason-unknown');
    await desk.ask(200, 'POST', `${plan.path}/cease`, end, '"5"');
    expect(await read(plan.path)).toMatchObject({
      state: 'ceased',
      endsOn: '2026-04-15',
      ceaseReason: 'needs-met',
      reviews: [{ number: 1, views: 'Fine' }],
      provisions: [{ until: '2026-04-15' }],
    });
    await desk.ask(409, 'PATCH', plan.path, { element2Held: false }, '"6"');
    await desk.ask(201, 'POST', plan.path.slice(0, -37), {
      childId: plan.child.personId,
      planType: 'EHC_PLAN',
      startsOn: '2026-05-01',
      settingKind: 'eotas',
      element2Held: false,
    });
  });
});

describe('a move to the next phase', () => {
  it('is decided by 31 March of its year for a post-16 institution, and by 15 February for a school', async () => {
    const plan = await desk.planInForce('Eastwood');
    const planned = (await desk.ask(201, 'POST', `${plan.path}/phase-transfers`, { phase: 'to-post-16', transfersOn: '2026-09-01' }, '"2"'))
      .body;
    expect(planned.dueOn).toBe('2026-03-31');
    const second = { phase: 'to-secondary', transfersOn: '2027-09-01' };
    expect((await desk.ask(409, 'POST', `${plan.path}/phase-transfers`, second, '"3"')).body.transferId).toBe(planned.transferId);
    const school = await desk.planInForce('Farrow');
    expect((await desk.ask(201, 'POST', `${school.path}/phase-transfers`, second, '"2"')).body.dueOn).toBe('2027-02-15');
  });

  it('carries over what was named on its own day, ends the rest the day before, and is made once', async () => {
    const plan = await desk.planInForce('Garland');
    const add = async (path: string, body: object, tag: string) => (await desk.ask(201, 'POST', `${plan.path}/${path}`, body, tag)).body;
    const kept = await add('outcomes', { kind: 'learning', text: 'Reads signs' }, '"2"');
    const left = await add('outcomes', { kind: 'learning', text: 'Shares toys' }, '"3"');
    const carried = await add('provisions', { ...therapy, outcomeId: kept.outcomeId }, '"4"');
    const ended = await add('provisions', { ...therapy, kind: 'mentoring' }, '"5"');
    const { transferId } = await add('phase-transfers', { phase: 'to-post-16', transfersOn: '2026-09-01' }, '"6"');
    const decision = {
      settingKind: 'post-16',
      element2Held: false,
      settingName: 'Lark College',
      outcomes: [kept.outcomeId],
      provisions: [carried.provisionId],
    };
    const stray = { ...decision, provisions: [carried.provisionId, left.outcomeId] };
    const wrong = (await desk.ask(422, 'POST', `${plan.path}/phase-transfers/${transferId}/decide`, stray, '"7"')).body;
    expect(wrong.errors[0].pointer).toBe('/provisions/1');
    await desk.ask(200, 'POST', `${plan.path}/phase-transfers/${transferId}/decide`, decision, '"7"');

    desk.api.clock.set('2026-08-31T22:30:00.000Z');
    expect(await makePhaseTransfers(room(), desk.authorityId)).toBe(0);
    expect(await read(plan.path)).toMatchObject({ settingKind: 'mainstream', element2Held: true, revision: 8 });
    desk.api.clock.set('2026-09-03T02:00:00.000Z');
    const twice = await Promise.all([makePhaseTransfers(room(), desk.authorityId), makePhaseTransfers(room(), desk.authorityId)]);
    expect(twice[0] + twice[1]).toBe(1);
    expect(await makePhaseTransfers(room(), desk.authorityId)).toBe(0);
    const moved = await read(plan.path);
    expect(moved).toMatchObject({
      settingKind: 'post-16',
      element2Held: false,
      settingName: 'Lark College',
      revision: 9,
      outcomes: [
        { outcomeId: kept.outcomeId, state: 'open' },
        { outcomeId: left.outcomeId, state: 'ended' },
      ],
      phaseTransfers: [{ state: 'made' }],
    });
    const terms = moved.provisions.map((each: Record<string, unknown>) => [
      each['kind'],
      each['from'],
      each['until'],
      each['carriedFrom'],
      each['byWhom'],
    ]);
    expect(terms).toEqual([
      ['speech-and-language-therapy', '2026-04-10', '2026-08-31', undefined, 'Wren Talbot Therapies'],
      ['mentoring', '2026-04-10', '2026-08-31', undefined, 'Wren Talbot Therapies'],
      ['speech-and-language-therapy', '2026-09-01', undefined, carried.provisionId, 'Wren Talbot Therapies'],
    ]);
    expect(moved.provisions.some((each: Record<string, unknown>) => each['carriedFrom'] === ended.provisionId)).toBe(false);
    desk.api.clock.set(morning);
  });
});
