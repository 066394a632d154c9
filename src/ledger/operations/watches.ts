import { z } from 'zod';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { commandId } from './command-id.ts';
import { explainRefusal } from './explain-refusal.ts';
import { actorOf, type LedgerRoom } from './ledger-room.ts';
import { accountCodeSchema, idSchema, textSchema } from './request-schemas.ts';

const metricSchema = z.enum(['balance', 'available']).meta({ description: 'The balance, or the balance less what holds would take.' });
const directionSchema = z.enum(['below', 'above']);
const labelSchema = textSchema(100, "What it is for, in the watcher's terms.");

const watchSchema = z
  .strictObject({
    watchId: z.uuid(),
    account: z.string(),
    metric: metricSchema,
    direction: directionSchema,
    bound: moneyJsonSchema,
    clearBound: moneyJsonSchema,
    label: z.string(),
  })
  .meta({ id: 'Watch', description: "A bound on an account's figure." });

const OPERATION = 'ledger.add-watch';
const example = { account: 'bank:main', metric: 'available', direction: 'below', bound: moneyJson(100_000n), label: 'low-cash' };
const watchId = '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d';

export function watchOperations(room: LedgerRoom): readonly Operation[] {
  const { ledger } = room;
  return [
    defineOperation({
      id: OPERATION,
      method: 'post',
      path: '/v1/ledger/watches',
      summary: 'Watch an account',
      description: 'A crossing is noted once, and again only after the figure has come back past the clearing bound.',
      scope: 'ledger:administer',
      idempotent: true,
      body: z.strictObject({
        account: accountCodeSchema,
        metric: metricSchema,
        direction: directionSchema,
        bound: moneySchema,
        clearBound: moneySchema.optional().meta({ description: 'Where it arms again; the bound itself when left out.' }),
        label: labelSchema,
      }),
      answer: { status: 201, description: 'The watch.', body: watchSchema },
      examples: { body: example, answer: { watchId, ...example, clearBound: example.bound } },
      refusals: ['account-unknown', 'limits-contradict', 'idempotency-conflict'],
      handle: async ({ caller, body, idempotencyKey }) => {
        const watch = { ...body, watchId: commandId(caller, OPERATION, idempotencyKey), clearBound: body.clearBound ?? body.bound };
        const added = await ledger.addWatch(actorOf(caller), watch);
        if (!added.ok) return refused(await explainRefusal(room, caller.authorityId, added.refusal));
        const { bound, clearBound, ...shown } = watch;
        return accepted({
          body: { ...shown, bound: moneyJson(bound), clearBound: moneyJson(clearBound) },
          replayed: !added.value.added,
        });
      },
    }),
    defineOperation({
      id: 'ledger.remove-watch',
      method: 'delete',
      path: '/v1/ledger/watches/{watchId}',
      summary: 'Stop watching',
      description: 'The crossings it noted stay.',
      scope: 'ledger:administer',
      params: z.strictObject({ watchId: idSchema }),
      answer: { status: 204, description: 'It is gone.', body: z.undefined() },
      examples: { params: { watchId } },
      refusals: ['watch-not-found'],
      handle: async ({ caller, params }) => {
        const removed = await ledger.removeWatch(actorOf(caller), params.watchId);
        return removed.ok ? accepted({ body: undefined }) : refused({ code: removed.refusal.code });
      },
    }),
  ];
}
