import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { alertProblems } from '../problems.ts';
import { type RuleCode, type RuleKind, ruleCodes, ruleKinds } from '../rules/rule-kinds.ts';
import { deliveryLog, redeliver } from '../webhooks/delivery-log.ts';
import { addEndpoint, type Endpoint, listEndpoints, rotateSecret, setEndpointState } from '../webhooks/endpoints.ts';
import { ALERT_ID, type AlertApiRoom, onField } from './alert-room.ts';

const open = ruleCodes.filter((code) => (ruleKinds[code] as RuleKind).restricted !== true) as [RuleCode, ...RuleCode[]];
const endpointFields = {
  endpointId: z.uuid(),
  url: z.string(),
  kinds: z.array(z.string()),
  state: z.enum(['active', 'stopped']),
  stoppedBecause: z.string().nullable(),
  createdAt: z.iso.datetime(),
  previousEndsAt: z.iso.datetime().nullable().meta({ description: 'Until when the secret before the last rotation signs too.' }),
};
const endpointSchema = z.strictObject(endpointFields).meta({ id: 'Webhook', description: 'Where another system hears of alerts.' });
const withSecret = z.strictObject({ ...endpointFields, secret: z.string().meta({ description: 'Shown this once.' }) });
const deliverySchema = z.strictObject({
  deliveryId: z.uuid(),
  alertId: z.uuid(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  createdAt: z.iso.datetime(),
  nextAt: z.iso.datetime(),
  attempts: z.array(
    z.strictObject({ attempt: z.number().int(), at: z.iso.datetime(), status: z.number().int().nullable(), outcome: z.string() }),
  ),
});
const params = z.strictObject({ endpointId: z.uuid() });
const example = {
  endpointId: ALERT_ID,
  url: 'https://council.example/hooks',
  kinds: ['forecast-over'],
  state: 'active',
  stoppedBecause: null,
  createdAt: '2026-04-01T09:00:00.000Z',
  previousEndsAt: null,
};
const secret = 'whsec_bWFkZSB1cCBmb3IgdGhlIGV4YW1wbGUsIDMyIGJ5dGVz';

/** Outgoing webhooks, signed as Standard Webhooks say. */
export function webhookOperations(room: AlertApiRoom): readonly Operation[] {
  const define = operationsRefusingWith(alertProblems);
  const pages = cursorCodec('webhook-deliveries', z.strictObject({ after: z.uuid() }));
  return [
    define({
      id: 'alerts.list-webhooks',
      method: 'get',
      path: '/v1/webhooks',
      summary: 'List webhooks',
      scope: 'alerts:read',
      answer: { status: 200, description: 'The webhooks.', body: z.strictObject({ data: z.array(endpointSchema) }) },
      examples: { answer: { data: [example] } },
      refusals: [],
      handle: async ({ caller }) => accepted({ body: { data: (await listEndpoints(room, caller.authorityId)).map(shown) } }),
    }),
    define({
      id: 'alerts.add-webhook',
      method: 'post',
      path: '/v1/webhooks',
      summary: 'Send alerts to another system',
      description: 'Over https and to a public address only. The secret is in this answer and nowhere else.',
      scope: 'alerts:write',
      body: z.strictObject({
        url: z.string().min(1).max(500),
        kinds: z.array(z.enum(open)).max(open.length).meta({ description: 'Empty: every kind that is no secret.' }),
      }),
      answer: { status: 201, description: 'The webhook with its secret.', body: withSecret },
      examples: { body: { url: example.url, kinds: ['forecast-over'] }, answer: { ...example, secret } },
      refusals: ['webhook-url-refused', 'webhook-exists'],
      handle: async ({ caller, body }) => {
        const added = await addEndpoint(room, caller, body);
        if (added.ok) return accepted({ body: { ...shown(added.value), secret: added.value.secret } });
        return added.refusal.code === 'webhook-url-refused' ? refused(onField(added.refusal)) : refused(added.refusal);
      },
    }),
    define({
      id: 'alerts.rotate-webhook',
      method: 'post',
      path: '/v1/webhooks/{endpointId}/rotations',
      summary: 'Give a webhook a new secret',
      description: 'For a day both secrets sign.',
      scope: 'alerts:write',
      params,
      answer: { status: 201, description: 'The webhook with its new secret.', body: withSecret },
      examples: { params: { endpointId: ALERT_ID }, answer: { ...example, secret } },
      refusals: ['webhook-not-found'],
      handle: async ({ caller, params: { endpointId } }) => {
        const rotated = await rotateSecret(room, caller, endpointId);
        return rotated.ok ? accepted({ body: { ...shown(rotated.value), secret: rotated.value.secret } }) : rotated;
      },
    }),
    define({
      id: 'alerts.set-webhook-state',
      method: 'put',
      path: '/v1/webhooks/{endpointId}/state',
      summary: 'Stop a webhook or set it going again',
      scope: 'alerts:write',
      params,
      body: z.strictObject({ state: z.enum(['active', 'stopped']) }),
      answer: { status: 200, description: 'The webhook.', body: endpointSchema },
      examples: { params: { endpointId: ALERT_ID }, body: { state: 'active' }, answer: example },
      refusals: ['webhook-not-found', 'webhook-url-refused'],
      handle: async ({ caller, params: { endpointId }, body: { state } }) => {
        const set = await setEndpointState(room, caller, { endpointId, state });
        if (set.ok) return accepted({ body: shown(set.value) });
        return set.refusal.code === 'webhook-url-refused' ? refused(onField(set.refusal)) : refused(set.refusal);
      },
    }),
    define({
      id: 'alerts.list-webhook-deliveries',
      method: 'get',
      path: '/v1/webhooks/{endpointId}/deliveries',
      summary: 'List what was sent to a webhook',
      description: 'With every try and what the receiver answered.',
      scope: 'alerts:read',
      params,
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of messages.', body: listSchema(deliverySchema) },
      examples: { params: { endpointId: ALERT_ID }, answer: { data: [], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, params: { endpointId }, query: { cursor, limit } }) => {
        const from = cursor === undefined ? accepted(undefined) : pages.decode(cursor);
        if (!from.ok) return from;
        const found = await deliveryLog(room.database, caller.authorityId, { endpointId, after: from.value?.after, limit: limit + 1 });
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : pages.encode({ after: last.deliveryId });
        const data = found.slice(0, limit).map(({ createdAt, nextAt, attempts, ...each }) => ({
          ...each,
          createdAt: createdAt.toISOString(),
          nextAt: nextAt.toISOString(),
          attempts: attempts.map(({ at, ...attempt }) => ({ ...attempt, at: at.toISOString() })),
        }));
        return accepted({ body: { data, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'alerts.redeliver-webhook',
      method: 'post',
      path: '/v1/webhook-deliveries/{deliveryId}/redeliveries',
      summary: 'Send a message again',
      description: 'Under its own id, so that the receiver sees that it is the same.',
      scope: 'alerts:write',
      params: z.strictObject({ deliveryId: z.uuid() }),
      answer: { status: 204, description: 'It is on its way.', body: z.undefined() },
      examples: { params: { deliveryId: ALERT_ID } },
      refusals: ['webhook-delivery-not-found'],
      handle: async ({ caller, params: { deliveryId } }) => {
        const done = await redeliver(room, caller.authorityId, deliveryId);
        return done.ok ? accepted({ body: undefined }) : done;
      },
    }),
  ];
}

function shown({ createdAt, previousEndsAt, kinds, endpointId, url, state, stoppedBecause }: Endpoint) {
  const ends = previousEndsAt?.toISOString() ?? null;
  return { endpointId, url, state, stoppedBecause, kinds: [...kinds], createdAt: createdAt.toISOString(), previousEndsAt: ends };
}
