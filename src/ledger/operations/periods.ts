import { z } from 'zod';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { actorOf, type LedgerRoom } from './ledger-room.ts';
import { dateSchema, reasonSchema } from './request-schemas.ts';

const periodIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, 'Use up to 40 letters, digits, points, underscores and hyphens.')
  .meta({ description: 'What the period is called.', example: '2026-04' });
const stateSchema = z.enum(['open', 'soft-closed', 'closed']);

const periodSchema = z
  .strictObject({ periodId: z.string(), firstDay: z.iso.date(), lastDay: z.iso.date(), state: stateSchema })
  .meta({ id: 'AccountingPeriod', description: 'Days that are open or closed for posting together.' });

const draftSchema = z
  .strictObject({ periodId: periodIdSchema, firstDay: dateSchema, lastDay: dateSchema })
  .refine(({ firstDay, lastDay }) => lastDay >= firstDay, { path: ['lastDay'], message: 'The last day cannot lie before the first.' });

const positions = cursorCodec('periods', z.strictObject({ after: z.iso.date() }));
const example = { periodId: '2026-04', firstDay: '2026-04-01', lastDay: '2026-04-30', state: 'open' };

export function periodOperations({ ledger }: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: 'ledger.list-periods',
      method: 'get',
      path: '/v1/ledger/periods',
      summary: 'List accounting periods',
      description: 'In the order of their days.',
      scope: 'ledger:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of periods.', body: listSchema(periodSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted({ after: '' }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const rest = (await ledger.periods(caller.authorityId)).filter(({ firstDay }) => firstDay > from.value.after);
        const page = rest.slice(0, query.limit);
        const last = rest.length > page.length ? page.at(-1) : undefined;
        const nextCursor = last === undefined ? null : positions.encode({ after: last.firstDay });
        return accepted({ body: { data: page, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    defineOperation({
      id: 'ledger.open-periods',
      method: 'post',
      path: '/v1/ledger/periods',
      summary: 'Open accounting periods',
      description: 'All or none. A period that exists with the same days is answered as it is now.',
      scope: 'ledger:administer',
      body: z.strictObject({ periods: z.array(draftSchema).min(1).max(100) }),
      answer: { status: 201, description: 'The periods.', body: z.strictObject({ data: z.array(periodSchema) }) },
      examples: {
        body: { periods: [{ periodId: example.periodId, firstDay: example.firstDay, lastDay: example.lastDay }] },
        answer: { data: [example] },
      },
      refusals: ['period-differs', 'period-overlaps', 'period-before-closed'],
      handle: async ({ caller, body: { periods } }) => {
        const opened = await ledger.openPeriods(actorOf(caller), periods);
        if (!opened.ok) return refused({ code: opened.refusal.code, periodId: opened.refusal.facts?.['names'] });
        const asked = new Set(periods.map(({ periodId }) => periodId));
        const all = await ledger.periods(caller.authorityId);
        return accepted({ body: { data: all.filter(({ periodId }) => asked.has(periodId)) } });
      },
    }),
    defineOperation({
      id: 'ledger.set-period-state',
      method: 'post',
      path: '/v1/ledger/periods/{periodId}/state',
      summary: 'Close or reopen a period',
      description:
        'Periods close in order of time, which carries every balance forward, and reopen from the last closed one backwards, with a reason.',
      scope: 'ledger:administer',
      params: z.strictObject({ periodId: periodIdSchema }),
      body: z.strictObject({ state: stateSchema, reason: reasonSchema.optional() }),
      answer: { status: 200, description: 'The period as it is now.', body: periodSchema },
      examples: { params: { periodId: '2026-04' }, body: { state: 'closed' }, answer: { ...example, state: 'closed' } },
      refusals: ['period-not-found', 'earlier-period-open', 'later-period-closed', 'reason-missing'],
      handle: async ({ caller, params: { periodId }, body: { state, reason } }) => {
        const changed = await ledger.setPeriodState(actorOf(caller), periodId, state, reason);
        if (!changed.ok) return refused({ code: changed.refusal.code, periodId });
        const period = (await ledger.periods(caller.authorityId)).find((each) => each.periodId === periodId);
        return accepted({ body: period });
      },
    }),
  ];
}
