import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askReconsideration, policyOf, type ToldFact, tellClocks, workOffClocks } from '../../../src/budgets/index.ts';
import { businessDates } from '../../../src/people/index.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { inTransaction, type Transaction } from '../../../src/platform/database/in-transaction.ts';
import { expectStatus, staffMember } from '../../people/example-family.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type PlanDesk, type PlanOfFamily, planDesk, therapy } from '../plans/plan-desk.ts';

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
const goTo = (day: string) => desk.api.clock.set(`${day}T09:30:00.000Z`);
const clocksOf = async ({ familyId }: PlanOfFamily, kind?: string) => {
  const { data } = (await desk.ask(200, 'GET', `/v1/families/${familyId}/clocks`)).body;
  return data.filter((clock: { kind: string }) => kind === undefined || clock.kind === kind);
};
/** As another room does: in a transaction of its own. */
const inRoom = <Value>(work: (tx: Transaction, by: Parameters<typeof tellClocks>[1]) => Promise<Value>) =>
  inTransaction(desk.api.store.database, { authorityId: desk.authorityId }, async (tx) => {
    const { authorityId, api } = desk;
    return work(tx, { authorityId, principal: 'a test', now: api.clock.now(), today: await room().businessDate(authorityId) });
  });
const tell = ({ familyId, planId }: PlanOfFamily, fact: Pick<ToldFact, 'kind' | 'on'> & { stream?: string; subjectId?: string }) =>
  inRoom((tx, by) => tellClocks(tx, by, { familyId, planId, subjectId: randomUUID(), ...fact } as ToldFact));
const paid = (plan: PlanOfFamily, stream: string, on: PlainDate) => tell(plan, { kind: 'first-payment', stream, on });

describe('the clocks of a plan', () => {
  it('run from the day it is final, move with its review, and end with it', async () => {
    const plan = await desk.planInForce('Aldous');
    const [review] = await clocksOf(plan, 'plan-review');
    expect(review).toMatchObject({ dueOn: '2027-04-10', alarmOn: '2027-04-09', state: 'open', standing: 'coming' });
    await paid(plan, 'EDUCATION', '2026-04-12');
    const [first] = await clocksOf(plan, 'payment-review');
    expect(first).toMatchObject({ stream: 'EDUCATION', dueOn: '2026-07-12', alarmOn: '2026-07-11' });
    const path = `/v1/families/${plan.familyId}/clocks/${first.clockId}`;
    await desk.ask(200, 'POST', `${path}/done`, { doneOn: '2026-04-14' }, '"1"');
    await desk.ask(200, 'PATCH', plan.path, { nextReviewBy: '2026-10-15' }, '"2"');
    await desk.ask(200, 'PATCH', plan.path, { nextReviewBy: '2026-07-01' }, '"3"');
    expect((await clocksOf(plan, 'payment-review')).map((each: Record<string, unknown>) => [each['state'], each['dueOn']])).toEqual([
      ['open', '2026-07-01'],
      ['done', '2026-07-12'],
    ]);
    const [moved] = await clocksOf(plan, 'payment-review');
    const evidence = (await desk.ask(200, 'GET', `/v1/families/${plan.familyId}/clocks/${moved.clockId}`)).body;
    expect(evidence.history.map((each: { kind: string; facts: object }) => [each.kind, each.facts])).toEqual([
      ['opened', { dueOn: '2027-04-10' }],
      ['moved', { dueOn: '2026-10-15', wasDueOn: '2027-04-10' }],
      ['moved', { dueOn: '2026-07-01', wasDueOn: '2026-10-15' }],
    ]);
    await desk.ask(200, 'POST', `${plan.path}/cease`, { ceasedOn: '2026-04-15', reason: 'needs-met', words: 'Well.' }, '"4"');
    expect((await clocksOf(plan)).filter(({ state }: { state: string }) => state === 'open')).toEqual([]);
  });

  it('show what a review hangs on: rule and source, plan, outcomes, support and what payments told', async () => {
    const plan = await desk.planInForce('Brightwell');
    const { outcomeId } = (await desk.ask(201, 'POST', `${plan.path}/outcomes`, { kind: 'employment', text: 'Works' }, '"2"')).body;
    await desk.ask(201, 'POST', `${plan.path}/outcomes/${outcomeId}/progress`, { notedOn: '2026-04-14', measure: 'some' }, '"3"');
    const { provisionId } = (await desk.ask(201, 'POST', `${plan.path}/provisions`, therapy, '"4"')).body;
    await paid(plan, 'HEALTH', '2026-04-13');
    await paid(plan, 'EDUCATION', '2026-04-14');
    const health = (await clocksOf(plan, 'payment-review')).find(({ stream }: { stream: string }) => stream === 'HEALTH');
    const read = await desk.ask(200, 'GET', `/v1/families/${plan.familyId}/clocks/${health.clockId}`);
    expect(read.body).toMatchObject({
      hangsOn: { planId: plan.planId, firstPaidOn: '2026-04-13', number: 1 },
      rule: { code: 'nhs-direct-payment-review', source: expect.stringContaining('2013/1617'), verified: false },
      plan: { planId: plan.planId, revision: 5 },
      outcomes: [{ outcomeId, kind: 'employment', progress: { measure: 'some' } }],
      provisions: [{ provisionId, unitsPerWeek: '2.50' }],
      facts: [{ kind: 'first-payment', stream: 'HEALTH', on: '2026-04-13' }],
    });
    expect(read.text).not.toContain('Wren');
  });

  it('are done by an officer once, in time or late, and not on a day that cannot be', async () => {
    const plan = await desk.planInForce('Cartwright');
    await paid(plan, 'HEALTH', '2026-04-12');
    const [clock] = await clocksOf(plan, 'payment-review');
    const done = `/v1/families/${plan.familyId}/clocks/${clock.clockId}/done`;
    for (const doneOn of ['2026-04-16', '2026-04-11']) {
      const refusal = (await desk.ask(422, 'POST', done, { doneOn }, '"1"')).body;
      expect([refusal.code, refusal.errors[0].pointer]).toEqual(['clock-day-outside', '/doneOn']);
    }
    const both = await Promise.all(
      ['2026-04-13', '2026-04-14'].map((doneOn) =>
        desk.api.call(desk.caseworker, 'POST', done, { purpose: 'review', body: { doneOn }, ifMatch: '"1"' }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 412]);
    expect((await desk.ask(409, 'POST', done, { doneOn: '2026-04-15' }, '*')).body.code).toBe('clock-not-open');
    const [review] = await clocksOf(plan, 'plan-review');
    const byHand = await desk.ask(
      409,
      'POST',
      `/v1/families/${plan.familyId}/clocks/${review.clockId}/done`,
      { doneOn: '2026-04-15' },
      '*',
    );
    expect(byHand.body.code).toBe('clock-follows-record');
  });

  it('are another family’s to nobody', async () => {
    const [mine, theirs] = [await desk.planInForce('Dunmore'), await desk.planInForce('Eastwood')];
    const [clock] = await clocksOf(theirs);
    expectStatus(await desk.api.call(mine.mother, 'GET', `/v1/families/${mine.familyId}/clocks`), 200);
    expectStatus(await desk.api.call(mine.mother, 'GET', `/v1/families/${mine.familyId}/clocks/${clock.clockId}`), 404);
    expectStatus(await desk.api.call(mine.mother, 'GET', `/v1/families/${theirs.familyId}/clocks`), 404);
    expectStatus(await desk.api.call(mine.mother, 'GET', '/v1/clocks'), 403);
  });
});

describe('a decision', () => {
  it('is reconsidered once: the first request is always taken, a second one never', async () => {
    const plan = await desk.planInForce('Farrow');
    const ask = () =>
      inRoom((tx, by) =>
        askReconsideration(tx, by, { familyId: plan.familyId, planId: plan.planId, subjectId: plan.planId, on: '2026-04-15' }),
      );
    expect((await ask()).ok).toBe(true);
    expect(await ask()).toEqual({ ok: false, refusal: { code: 'reconsideration-used' } });
    const [answer] = await clocksOf(plan, 'reconsideration-answer');
    expect(answer).toMatchObject({ dueOn: '2026-05-13', state: 'open' });
    await tell(plan, { kind: 'reconsideration-answered', subjectId: plan.planId, on: '2026-04-15' });
    expect((await clocksOf(plan, 'reconsideration-answer'))[0]).toMatchObject({ state: 'done', doneOn: '2026-04-15' });
  });
});

describe('the daily work', () => {
  it('catches up after weeks of downtime in one run, on the days that things came due, and never twice', async () => {
    const far = await planDesk('southvale', desk.api);
    // Sixteen on 14 May 2028; compulsory school age ends on 30 June 2028.
    const plan = await far.planInForce('Garland');
    await admin.rows('update people.persons set born_on = $1 where person_id = $2', ['2010-07-01', plan.child.personId]);
    await admin.rows('delete from platform.outbox');
    goTo('2026-08-20');
    const runs = await Promise.all([1, 2].map(() => workOffClocks(room(), far.authorityId)));
    expect(runs[0]?.plansSettled).toBe(1);
    const after = await admin.rows<{ kind: string; state: string; opened_on: string; events: string }>(
      `select c.kind || coalesce(' ' || c.stream, '') as kind, c.state, c.opened_on::text,
              (select string_agg(e.kind || ' ' || e.on_date, ', ' order by e.revision) from budgets.clock_events e where e.clock_id = c.clock_id) as events
         from budgets.clocks c where c.authority_id = $1 order by 1`,
      [far.authorityId],
    );
    expect(after).toEqual([
      { kind: 'own-right EDUCATION', state: 'missed', opened_on: '2026-03-29', events: 'opened 2026-03-29, missed 2026-06-27' },
      { kind: 'plan-review', state: 'open', opened_on: '2026-04-10', events: 'opened 2026-04-10' },
      { kind: 'school-leaving', state: 'missed', opened_on: '2025-06-26', events: 'opened 2025-06-26, missed 2026-06-26' },
    ]);
    expect(await workOffClocks(room(), far.authorityId)).toEqual({ phaseTransfersMade: 0, plansSettled: 1, clocksMoved: 0 });
    const overdue = await far.ask(200, 'GET', '/v1/clocks?standing=overdue');
    expect(overdue.body.data.map(({ kind }: { kind: string }) => kind)).toEqual(['school-leaving', 'own-right']);
    goTo('2026-04-15');
  });

  it('follows the authority’s own policy where the law leaves it to them', async () => {
    const plan = await desk.planInForce('Hartley');
    await paid(plan, 'CARE', '2026-04-12');
    await workOffClocks(room(), desk.authorityId);
    expect(await clocksOf(plan, 'payment-review')).toEqual([]);
    const administrator = await staffMember(desk.api, desk.authorityId, 'administrator');
    const decision = { code: 'child-care-first-review', from: '2026-04-01', value: 6, source: 'Cabinet, item 7' };
    const decide = (body: object) => desk.api.call(administrator, 'POST', '/v1/budget-policies', { body });
    expectStatus(await decide(decision), 204);
    expectStatus(await decide(decision), 409);
    expect(expectStatus(await decide({ ...decision, from: '2026-05-01', value: 0 }), 422).body.errors[0].pointer).toBe('/value');
    const months = await inRoom((tx) => policyOf(tx, desk.authorityId, 'child-care-first-review', '2026-04-12'));
    expect([months, await inRoom((tx) => policyOf(tx, desk.authorityId, 'child-care-first-review', '2026-03-31'))]).toEqual([6, undefined]);
    await workOffClocks(room(), desk.authorityId);
    expect(await clocksOf(plan, 'payment-review')).toMatchObject([{ stream: 'CARE', dueOn: '2026-10-12' }]);
  });

  it('lists what is due page by page, soonest first, and notes in each family’s log that it was seen', async () => {
    goTo('2027-04-09');
    const all = (await desk.ask(200, 'GET', '/v1/clocks?limit=100')).body.data;
    const seen: { alarmOn: string; clockId: string; standing: string }[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { data: typeof seen; nextCursor: string | null } = (
        await desk.ask(200, 'GET', `/v1/clocks?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).body;
      seen.push(...page.data);
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(all);
    expect(seen.map(({ alarmOn }) => alarmOn)).toEqual(seen.map(({ alarmOn }) => alarmOn).toSorted());
    const due = (await desk.ask(200, 'GET', '/v1/clocks?kind=plan-review&standing=due&limit=100')).body.data;
    expect(due.length).toBeGreaterThan(3);
    expect(new Set(due.map((each: { alarmOn: string }) => each.alarmOn))).toEqual(new Set(['2027-04-09']));
    const [log] = await admin.rows<{ n: string }>(
      "select count(*) as n from people.audit_events where operation = 'budgets.list-clocks' and family_id = $1",
      [due[0].familyId],
    );
    expect(Number(log?.n)).toBeGreaterThan(0);
    desk.api.clock.set(morning);
  });
});
