import { z } from 'zod';
import { type Caller, defineOperation, type Operation } from '../../platform/http/operation.ts';
import { problemDocument } from '../../platform/http/problem.ts';
import { platformProblems } from '../../platform/http/problem-table.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import type { PostEntry } from '../commands.ts';
import type { PostResult } from '../post-commands.ts';
import { type LedgerRefusal, ledgerProblems } from '../refusals.ts';
import { commandId } from './command-id.ts';
import { accountsOf, entryCommand, entryFields, entryRequestExample } from './entry-request.ts';
import { explainRefusals } from './explain-refusal.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { overrideRefusal } from './post-one.ts';
import { idSchema } from './request-schemas.ts';
import { recordedEntry, recordedEntryExample, recordedEntrySchema } from './shown-entry.ts';

const BODY_LIMIT_BYTES = 8_000_000;
const MOST_ITEMS = 1_000;
const PROBLEMS = { ...platformProblems, ...ledgerProblems };

const itemSchema = z
  .strictObject({
    ...entryFields,
    key: z
      .string()
      .regex(/^[\x21-\x7e]{1,255}$/, 'Use 1 to 255 visible ASCII characters.')
      .optional()
      .meta({ description: 'Made up once for this item, as the Idempotency-Key of a single entry.' }),
    id: idSchema.optional().meta({ description: 'Instead of a key: the id that the entry shall have.' }),
  })
  .refine(({ key, id }) => (key === undefined) !== (id === undefined), 'Give each item either a key or an id.')
  .meta({ id: 'BulkItem' });

const resultSchema = z
  .strictObject({
    key: z.string().optional(),
    entryId: z.uuid(),
    status: z.enum(['posted', 'replayed', 'refused']),
    entry: recordedEntrySchema.optional().meta({ description: 'The entry as the book keeps it, unless refused.' }),
    problem: z.looseObject({ code: z.string(), title: z.string(), status: z.number().int(), detail: z.string() }).optional().meta({
      description: 'Why it was refused, as a single entry would have been.',
    }),
  })
  .meta({ id: 'BulkResult', description: 'What became of one item, in the order of the request.' });

type Item = z.infer<typeof itemSchema>;

export function bulkEntryOperations(room: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: 'ledger.post-entries',
      method: 'post',
      path: '/v1/ledger/entries/bulk',
      summary: 'Post many entries',
      description: [
        `Up to ${MOST_ITEMS.toLocaleString('en-GB')} entries, in order, each with its own key and its own result.`,
        'Linked, they are posted all or none; otherwise one that is refused does not disturb the others.',
        'An item with the key of a single entry that was posted is a repeat of it.',
      ].join(' '),
      scope: 'ledger:post',
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: z.strictObject({
        linked: z.boolean().meta({ description: 'All or none.' }),
        items: z.array(itemSchema).min(1).max(MOST_ITEMS),
      }),
      answer: {
        status: 200,
        description: 'A result for each item. Look at them: this status says only that all were judged.',
        body: z.strictObject({
          posted: z.number().int(),
          replayed: z.number().int(),
          refused: z.number().int(),
          results: z.array(resultSchema),
        }),
      },
      examples: {
        body: { linked: false, items: [{ key: 'april-0001', ...entryRequestExample }] },
        answer: {
          posted: 1,
          replayed: 0,
          refused: 0,
          results: [{ key: 'april-0001', entryId: recordedEntryExample.entryId, status: 'posted', entry: recordedEntryExample }],
        },
      },
      refusals: ['service-unavailable'],
      handle: async ({ caller, body: { items, linked } }) => {
        const overrides = items.map(({ override }) => override);
        const denied = overrideRefusal(room, caller, overrides) ?? repeatedItems(caller, items);
        if (denied !== undefined) return refused(denied);
        const results = await postItems(room, caller, items, linked);
        const outage = outageOf(results);
        if (outage !== undefined) return refused(outage);
        return accepted({ body: await shownResults(room, caller, items, results) });
      },
    }),
  ];
}

/** Two items with one id are a slip in the caller's file; which of them was meant is not for the book to choose. */
function repeatedItems(caller: Caller, items: readonly Item[]): Refusal | undefined {
  const seen = new Set<string>();
  const errors = items.flatMap((item, n) => {
    const id = idOf(caller, item);
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    const pointer = `/items/${n}/${item.key === undefined ? 'id' : 'key'}`;
    return [{ in: 'body', pointer, code: 'repeated', message: 'An item before has the same.' }];
  });
  return errors.length > 0 ? { code: 'request-invalid', ...{ errors: errors.slice(0, 100) } } : undefined;
}

async function postItems(
  { ledger, businessDate }: LedgerRoom,
  caller: Caller,
  items: readonly Item[],
  linked: boolean,
): Promise<PostResult[]> {
  const effectiveDate = await businessDate(caller.authorityId);
  const commands = items.map((item) => {
    const { key: _key, id: _id, ...request } = item;
    return entryCommand({ id: idOf(caller, item), principal: caller.principal, effectiveDate }, request);
  });
  const isHopeless = linked && commands.some((command) => !command.ok);
  const outcomes = isHopeless ? [] : await ledger.post(caller.authorityId, commands.flatMap(posted), { linked });
  let next = 0;
  return commands.map((command) => {
    if (!command.ok) return command;
    return isHopeless ? refused<LedgerRefusal>({ code: 'linked-entry-refused' }) : (outcomes[next++] as PostResult);
  });
}

function posted(command: Result<PostEntry, LedgerRefusal>): PostEntry[] {
  return command.ok ? [command.value] : [];
}

/** When nothing at all could be judged, the request as a whole is what failed, and a caller that only reads statuses must see it. */
function outageOf(results: readonly PostResult[]): Refusal | undefined {
  const [first] = results;
  if (first === undefined || first.ok) return undefined;
  const { code } = first.refusal;
  const isOutage = code === 'service-busy' || code === 'service-unavailable';
  return isOutage && results.every((result) => !result.ok && result.refusal.code === code) ? { code } : undefined;
}

async function shownResults(room: LedgerRoom, caller: Caller, items: readonly Item[], results: readonly PostResult[]) {
  const refusals = await explainRefusals(
    room,
    caller.authorityId,
    results.flatMap((result, n) => (result.ok ? [] : [{ refusal: result.refusal, accounts: accountsOf(items[n] as Item) }])),
  );
  const stored = await room.ledger.entries(
    caller.authorityId,
    results.flatMap((result) => (result.ok ? [result.value.entryId] : [])),
  );
  const entries = new Map(stored.map((entry) => [entry.entryId, recordedEntry(entry)]));
  let refusedSoFar = 0;
  const shown = items.map((item, n) => {
    const result = results[n] as PostResult;
    const entryId = idOf(caller, item);
    const named = { ...(item.key !== undefined && { key: item.key }), entryId };
    if (result.ok) return { ...named, status: result.value.replayed ? 'replayed' : 'posted', entry: entries.get(entryId) };
    const refusal = refusals[refusedSoFar++] as Refusal;
    return { ...named, status: 'refused', problem: problemDocument(refusal, PROBLEMS, caller.requestId) };
  });
  const count = (status: string) => shown.filter((each) => each.status === status).length;
  return { posted: count('posted'), replayed: count('replayed'), refused: count('refused'), results: shown };
}

function idOf(caller: Caller, { key, id }: Item): string {
  return id ?? commandId(caller, 'ledger.post-entry', key);
}
