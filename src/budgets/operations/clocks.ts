import { z } from 'zod';
import { openedBy, recordProblems } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { completeClock } from '../clocks/complete-clock.ts';
import { dueList, standings } from '../clocks/due-list.ts';
import { listFamilyClocks, readClock } from '../clocks/evidence.ts';
import { clockProblems } from '../clocks/problems.ts';
import { recordOrder } from '../clocks/record-order.ts';
import { clockKinds } from '../clocks/rules/clock-words.ts';
import type { PlanRoom } from '../plans/plan-at-hand.ts';
import { planProblems } from '../plans/problems.ts';
import { clockExample, clockSchema, evidenceExample, evidenceSchema, shownClock, shownEvidence } from './clock-schemas.ts';
import { dateSchema, familyParams, ids, revised, revisedSchema } from './request-schemas.ts';

const clockParams = z.strictObject({ ...familyParams.shape, clockId: z.uuid().meta({ description: 'The clock.' }) });
const orderParams = z.strictObject({ ...familyParams.shape, planId: z.uuid().meta({ description: 'The plan that it is about.' }) });
const positions = cursorCodec('clocks', z.strictObject({ alarmOn: z.iso.date(), clockId: z.uuid() }));

/** What must be done by when: for the whole authority, for a family, and what each day hangs on. */
export function clockOperations(room: PlanRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...planProblems, ...clockProblems });
  return [
    define({
      id: 'budgets.list-clocks',
      method: 'get',
      path: '/v1/clocks',
      summary: 'List what is due',
      description: 'Reviews, rights that pass, moves and answers that are not done yet, soonest first.',
      scope: 'budgets:read',
      query: z.strictObject({
        kind: z.enum(clockKinds).optional(),
        standing: z.enum(standings).optional().meta({ description: 'Coming, due now, or overdue; all three when left out.' }),
        dueBy: dateSchema.optional().meta({ description: 'Only what is to be done by this day.' }),
        ...listQuery,
      }),
      answer: { status: 200, description: 'A page of clocks.', body: listSchema(clockSchema) },
      examples: { query: { kind: 'payment-review', dueBy: '2027-02-28' }, answer: { data: [clockExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { cursor, limit, ...query } }) => {
        const from = cursor === undefined ? accepted(undefined) : positions.decode(cursor);
        if (!from.ok) return from;
        const after = from.value && { clockId: from.value.clockId, alarmOn: from.value.alarmOn as PlainDate };
        const rows = await dueList(room, caller.authorityId, { ...query, after, limit: limit + 1 });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        const nextCursor =
          last !== undefined && rows.length > page.length ? positions.encode({ alarmOn: last.alarmOn, clockId: last.clockId }) : null;
        const families = [...new Set(page.map(({ familyId }) => familyId))];
        return accepted({
          body: { data: page.map(shownClock), nextCursor },
          opened: families.map((familyId) => ({ familyId })),
          ...(nextCursor !== null && { nextCursor }),
        });
      },
    }),
    define({
      id: 'budgets.list-family-clocks',
      method: 'get',
      path: '/v1/families/{familyId}/clocks',
      summary: 'List what is due for a family',
      description: 'What is done and what no longer counts stands in it too.',
      scope: 'budgets:read',
      params: familyParams,
      answer: { status: 200, description: 'The clocks, soonest first.', body: z.strictObject({ data: z.array(clockSchema) }) },
      examples: { params: { familyId: ids.family }, answer: { data: [clockExample] } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const read = await listFamilyClocks(room, caller, familyId);
        return read.ok ? accepted({ body: { data: read.value.map(shownClock) }, opened: openedBy(caller, familyId) }) : read;
      },
    }),
    define({
      id: 'budgets.read-clock',
      method: 'get',
      path: '/v1/families/{familyId}/clocks/{clockId}',
      summary: 'Read what a clock hangs on',
      description: 'Its history, the rule that sets its day and where that stands, and the facts of the plan that the review is about.',
      scope: 'budgets:read',
      params: clockParams,
      answer: { status: 200, description: 'The clock with its evidence.', body: evidenceSchema },
      examples: { params: { familyId: ids.family, clockId: ids.row }, answer: evidenceExample },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const read = await readClock(room, caller, params);
        if (!read.ok) return read;
        const { revision, childId: personId } = read.value.clock;
        const opened = [{ familyId: params.familyId, personId }];
        return accepted({ body: shownEvidence(read.value), headers: { ETag: versionTag(revision) }, opened });
      },
    }),
    define({
      id: 'budgets.record-order',
      method: 'post',
      path: '/v1/families/{familyId}/plans/{planId}/orders',
      summary: 'Record a tribunal’s order',
      description: 'From then on it stands in the list with the day that the order names, until somebody says that it is done.',
      scope: 'budgets:write',
      params: orderParams,
      body: z.strictObject({ orderedOn: dateSchema, complyBy: dateSchema.meta({ description: 'The last day that the order leaves.' }) }),
      answer: { status: 201, description: 'The order’s id.', body: z.strictObject({ orderId: z.uuid() }) },
      examples: {
        params: { familyId: ids.family, planId: ids.plan },
        body: { orderedOn: '2026-04-01', complyBy: '2026-05-06' },
        answer: { orderId: ids.row },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'plan-not-open', 'order-day-outside'],
      handle: async ({ caller, params, body }) => {
        const recorded = await recordOrder(room, caller, params, body);
        return recorded.ok ? accepted({ body: recorded.value }) : recorded;
      },
    }),
    define({
      id: 'budgets.complete-clock',
      method: 'post',
      path: '/v1/families/{familyId}/clocks/{clockId}/done',
      summary: 'Say that it is done',
      description:
        'A review of payments starts the clock of the next one. Reviews of a plan, moves and answers are recorded where they happen.',
      scope: 'budgets:write',
      ifMatchRequired: true,
      params: clockParams,
      body: z.strictObject({ doneOn: dateSchema }),
      answer: { status: 200, description: 'The clock’s new revision.', body: revisedSchema },
      examples: { params: { familyId: ids.family, clockId: ids.row }, body: { doneOn: '2026-04-14' }, answer: { revision: 2 } },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'version-stale',
        'clock-not-open',
        'clock-follows-record',
        'clock-day-outside',
      ],
      handle: async ({ caller, params, body, ifMatch }) =>
        revised(await completeClock(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body.doneOn)),
    }),
  ];
}
