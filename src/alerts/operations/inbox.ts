import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { acknowledgeAlerts, snoozeAlerts } from '../acknowledge-alerts.ts';
import { type Alert, acknowledgeReasons, alertStates } from '../alert.ts';
import { alertWords } from '../alert-words.ts';
import { listAlerts } from '../list-alerts.ts';
import { alertProblems } from '../problems.ts';
import { levels } from '../rules/standing.ts';
import { ALERT_ID, type AlertApiRoom, onField } from './alert-room.ts';

const alertSchema = z
  .strictObject({
    alertId: z.uuid(),
    kind: z.string(),
    subject: z.string().meta({ description: 'A share, a line, an account: a code and never a name.' }),
    title: z.string(),
    sentence: z.string().meta({ description: 'What is known, and what to do.' }),
    severity: z.enum(['notice', 'warning', 'urgent']),
    harm: z.number().int(),
    state: z.enum(alertStates),
    level: z.enum(levels as [string, ...string[]]),
    raisedAt: z.iso.datetime(),
    escalatesOn: z.iso.date().nullable(),
    snoozedUntil: z.iso.date().nullable(),
    reason: z.enum(acknowledgeReasons).nullable(),
    familyId: z.uuid().optional(),
    lineCode: z.string().optional(),
    detail: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Alert', description: 'Something that somebody has to know.' });

const alertIds = z.array(z.uuid()).min(1).max(500);
const changed = z.strictObject({ changed: z.number().int() }).meta({ description: 'How many were open and are not any more.' });
const position = z.strictObject({ harm: z.number().int(), raisedAt: z.iso.datetime(), alertId: z.uuid() });
const states = z.enum(alertStates).optional().meta({ description: 'Only these; everything that is not resolved when left out.' });
const example = {
  alertId: ALERT_ID,
  kind: 'forecast-over',
  subject: 'L4',
  title: 'L4 is heading over its allocation',
  sentence: 'It comes to 6132.00 of 5460.00.',
  severity: 'warning',
  harm: 65,
  state: 'alarm',
  level: 'caseworker',
  raisedAt: '2026-08-31T04:30:00.000Z',
  escalatesOn: '2026-09-07',
  snoozedUntil: null,
  reason: null,
  lineCode: 'L4',
  detail: { allocated: '5460.00' },
};

export function inboxOperations(room: AlertApiRoom): readonly Operation[] {
  const define = operationsRefusingWith(alertProblems);
  const lister = (id: 'alerts.list' | 'alerts.list-restricted', restricted: boolean) => {
    const pages = cursorCodec(restricted ? 'restricted-alerts' : 'alerts', position);
    return define({
      id,
      method: 'get',
      path: restricted ? '/v1/restricted-alerts' : '/v1/alerts',
      summary: restricted ? 'List worries about fraud and safety' : 'List alerts',
      description: restricted
        ? 'Only that they were raised; what they say stands in the family’s record.'
        : 'Most harm first, and of one harm the oldest.',
      scope: 'alerts:read',
      query: z.strictObject({ ...listQuery, state: states }),
      answer: { status: 200, description: 'A page of alerts.', body: listSchema(alertSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { cursor, limit, state } }) => {
        const from = cursor === undefined ? accepted(undefined) : pages.decode(cursor);
        if (!from.ok) return from;
        const after = from.value === undefined ? undefined : { ...from.value, raisedAt: new Date(from.value.raisedAt) };
        const query = { restricted, states: state === undefined ? undefined : [state], after, limit: limit + 1 };
        const found = await listAlerts(room.database, caller.authorityId, query);
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor =
          last === undefined ? null : pages.encode({ harm: last.harm, raisedAt: last.raisedAt.toISOString(), alertId: last.alertId });
        const families = restricted ? found.slice(0, limit).flatMap(({ familyId }) => familyId ?? []) : [];
        return accepted({
          body: { data: found.slice(0, limit).map(shown), nextCursor },
          ...(restricted && { opened: [...new Set(families)].map((familyId) => ({ familyId, restricted: true })) }),
          ...(nextCursor !== null && { nextCursor }),
        });
      },
    });
  };
  return [
    lister('alerts.list', false),
    lister('alerts.list-restricted', true),
    define({
      id: 'alerts.acknowledge',
      method: 'post',
      path: '/v1/alerts/acknowledgements',
      summary: 'Acknowledge alerts',
      description: 'Many at once, with one reason: all of them or none. They are not escalated any more and resolve by themselves.',
      scope: 'alerts:write',
      body: z.strictObject({ alertIds, reason: z.enum(acknowledgeReasons) }),
      answer: { status: 200, description: 'They are acknowledged.', body: changed },
      examples: { body: { alertIds: [ALERT_ID], reason: 'plan-under-review' }, answer: { changed: 1 } },
      refusals: ['alert-not-found'],
      handle: async ({ caller, body }) => {
        const done = await acknowledgeAlerts(room, caller, body);
        return done.ok ? accepted({ body: done.value }) : done;
      },
    }),
    define({
      id: 'alerts.snooze',
      method: 'post',
      path: '/v1/alerts/snoozes',
      summary: 'Let alerts wait until a day',
      description: 'On that day they are open again, unless they have resolved themselves.',
      scope: 'alerts:write',
      body: z.strictObject({ alertIds, until: z.iso.date().transform((date) => date as `${number}-${number}-${number}`) }),
      answer: { status: 200, description: 'They wait.', body: changed },
      examples: { body: { alertIds: [ALERT_ID], until: '2026-09-14' }, answer: { changed: 1 } },
      refusals: ['alert-not-found', 'snooze-not-possible'],
      handle: async ({ caller, body }) => {
        const done = await snoozeAlerts(room, caller, body);
        if (done.ok) return accepted({ body: done.value });
        return done.refusal.code === 'snooze-not-possible' ? refused(onField(done.refusal)) : refused(done.refusal);
      },
    }),
  ];
}

function shown(alert: Alert): z.infer<typeof alertSchema> {
  const { raisedAt, resolvedAt: _, sourceRef: _ref, detail, ...rest } = alert;
  return { ...rest, ...alertWords(alert), detail: { ...detail }, raisedAt: raisedAt.toISOString() } as z.infer<typeof alertSchema>;
}
