import { z } from 'zod';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import type { LedgerRoom } from './ledger-room.ts';

const blockSchema = z.string().regex(/^\d{1,18}$/, 'Write the number of the block as it was given.');

const crossingSchema = z
  .strictObject({
    watchId: z.uuid(),
    label: z.string().optional().meta({ description: 'Absent when the watch was removed.' }),
    account: z.string().optional(),
    kind: z.enum(['crossed', 'cleared']),
    value: moneyJsonSchema.meta({ description: 'What the figure was then.' }),
    bound: moneyJsonSchema,
    block: z.string().meta({ description: 'Send the last one as afterBlock to hear only of later ones.' }),
    recordedAt: z.iso.datetime(),
  })
  .meta({ id: 'Crossing', description: 'That a watched figure went past its bound, or came back.' });

/** `shown` counts the crossings of that block which earlier pages had: one call of the book can cross many bounds at once. */
const positions = cursorCodec('crossings', z.strictObject({ block: blockSchema, shown: z.number().int().min(1) }));

export function crossingOperations({ ledger }: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: 'ledger.list-crossings',
      method: 'get',
      path: '/v1/ledger/crossings',
      summary: 'List crossings of watched bounds',
      description: 'In the order in which they happened.',
      scope: 'ledger:read',
      query: z.strictObject({
        ...listQuery,
        afterBlock: blockSchema.optional().meta({ description: 'Only what happened after this block.', example: '812' }),
      }),
      answer: { status: 200, description: 'A page of crossings.', body: listSchema(crossingSchema) },
      examples: {
        query: { afterBlock: '812' },
        answer: {
          data: [
            {
              watchId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
              label: 'low-cash',
              account: 'bank:main',
              kind: 'crossed',
              value: moneyJson(95_000n),
              bound: moneyJson(100_000n),
              block: '813',
              recordedAt: '2026-04-01T09:30:00.000Z',
            },
          ],
          nextCursor: null,
        },
      },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const after = from.value === undefined ? BigInt(query.afterBlock ?? '0') : BigInt(from.value.block) - 1n;
        const skipped = from.value?.shown ?? 0;
        const rows = await ledger.crossings(caller.authorityId, after, skipped + query.limit + 1);
        const page = rows.slice(skipped, skipped + query.limit);
        const last = rows.length > skipped + page.length ? page.at(-1) : undefined;
        const upToLast = rows.slice(0, skipped + page.length);
        const nextCursor =
          last === undefined
            ? null
            : positions.encode({
                block: last.blockSeq.toString(),
                shown: upToLast.filter(({ blockSeq }) => blockSeq === last.blockSeq).length,
              });
        const data = page.map(({ blockSeq, recordedAt, value, bound, ...crossing }) => ({
          ...crossing,
          value: moneyJson(value),
          bound: moneyJson(bound),
          block: blockSeq.toString(),
          recordedAt: recordedAt.toISOString(),
        }));
        return accepted({ body: { data, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
  ];
}
