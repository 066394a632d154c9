import { z } from 'zod';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { commandId } from './command-id.ts';
import { accountsOf, entryCommand, entryFields, entryRequestExample } from './entry-request.ts';
import { explainRefusal } from './explain-refusal.ts';
import type { LedgerRoom } from './ledger-room.ts';
import { overrideRefusal, postOne } from './post-one.ts';
import { ENTRY_REFUSALS } from './posting-refusals.ts';
import { idSchema, referenceSchema } from './request-schemas.ts';
import { entrySchema, recordedEntryExample, recordedEntrySchema, shownEntry } from './shown-entry.ts';

/** Ten thousand postings and one are let in, so that too many are refused by name and not as too many bytes. */
const BODY_LIMIT_BYTES = 8_000_000;

const positions = cursorCodec('entries', z.strictObject({ block: z.string().regex(/^\d{1,18}$/), ordinal: z.number().int() }));

export function entryOperations(room: LedgerRoom): readonly Operation[] {
  const { ledger, businessDate } = room;
  return [
    defineOperation({
      id: 'ledger.post-entry',
      method: 'post',
      path: '/v1/ledger/entries',
      summary: 'Post an entry',
      description:
        'A balanced set of postings, all or nothing. A repeat with the same Idempotency-Key is answered with the entry that stands.',
      scope: 'ledger:post',
      idempotent: true,
      bodyLimitBytes: BODY_LIMIT_BYTES,
      body: z.strictObject(entryFields),
      answer: { status: 201, description: 'The entry as the book keeps it.', body: recordedEntrySchema },
      examples: { body: entryRequestExample, answer: recordedEntryExample },
      refusals: ENTRY_REFUSALS,
      handle: async ({ caller, body, idempotencyKey }) => {
        const denied = overrideRefusal(room, caller, [body.override]);
        if (denied !== undefined) return refused(denied);
        const id = commandId(caller, 'ledger.post-entry', idempotencyKey);
        const effectiveDate = body.effectiveDate ?? (await businessDate(caller.authorityId));
        const command = entryCommand({ id, principal: caller.principal, effectiveDate }, body);
        if (!command.ok) return refused(await explainRefusal(room, caller.authorityId, command.refusal, accountsOf(body)));
        return postOne(room, caller, command.value, accountsOf(body));
      },
    }),
    defineOperation({
      id: 'ledger.list-entries',
      method: 'get',
      path: '/v1/ledger/entries',
      summary: 'List entries',
      description: 'As they were recorded, newest first; all, or those with a reference.',
      scope: 'ledger:read',
      query: z.strictObject({ ...listQuery, reference: referenceSchema.optional() }),
      answer: { status: 200, description: 'A page of entries.', body: listSchema(entrySchema) },
      examples: {
        query: { reference: 'DP-2026-04-0001' },
        answer: { data: [{ ...recordedEntryExample, metadata: null, metadataRevision: 0 }], nextCursor: null },
      },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const { entries, next } = await ledger.listEntries(caller.authorityId, {
          limit: query.limit,
          ...(query.reference !== undefined && { reference: query.reference }),
          ...(from.value !== undefined && { before: { blockSeq: BigInt(from.value.block), ordinal: from.value.ordinal } }),
        });
        const nextCursor = next === undefined ? null : positions.encode({ block: next.blockSeq.toString(), ordinal: next.ordinal });
        return accepted({ body: { data: entries.map(shownEntry), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    defineOperation({
      id: 'ledger.read-entry',
      method: 'get',
      path: '/v1/ledger/entries/{entryId}',
      summary: 'Read an entry',
      description: 'With what is said about it; its ETag is the revision of that.',
      scope: 'ledger:read',
      params: z.strictObject({ entryId: idSchema }),
      answer: { status: 200, description: 'The entry.', body: entrySchema },
      examples: {
        params: { entryId: recordedEntryExample.entryId },
        answer: { ...recordedEntryExample, metadata: { invoice: 'INV-2041' }, metadataRevision: 1 },
      },
      refusals: ['entry-not-found'],
      handle: async ({ caller, params }) => {
        const [entry] = await ledger.entries(caller.authorityId, [params.entryId]);
        if (entry === undefined) return refused({ code: 'entry-not-found' });
        return accepted({ body: shownEntry(entry), headers: { ETag: versionTag(entry.metadataRevision) } });
      },
    }),
  ];
}
