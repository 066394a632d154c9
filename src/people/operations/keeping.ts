import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { exportFamily } from '../records/export-family.ts';
import { recordProblems } from '../records/problems.ts';
import { listSignals, raiseSignal } from '../records/raise-signal.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { eraseFamily, liftLegalHold, placeLegalHold, startRetentionClock } from '../records/retention.ts';
import { retentionInWords, retentionKinds } from '../records/retention-kinds.ts';
import { signalKinds } from '../records/rules/record-kinds.ts';
import { openedBy } from './families.ts';
import { dateSchema, familyParams, ids, instantSchema, shownDate } from './record-schemas.ts';
import { archiveJson } from './streamed-archive.ts';

const signalSchema = z
  .strictObject({ signalId: z.uuid(), kind: z.enum(signalKinds), note: z.string(), raisedAt: instantSchema, raisedBy: z.string() })
  .meta({ id: 'Signal', description: 'A worry about fraud or safeguarding. Never shown to family, supporter or provider.' });

const archiveSchema = z
  .strictObject({
    fileName: z.string(),
    mediaType: z.literal('application/x-tar'),
    content: z.base64().meta({ description: 'The archive: pages to read and the same as data.' }),
  })
  .meta({ id: 'FamilyArchive', description: 'Everything in a record that the reader may have.' });

const startedClockSchema = z.strictObject({
  clockId: z.uuid(),
  endsOn: shownDate,
  rule: z.string().meta({ description: 'By which rule, who says so, and whether that was confirmed.' }),
});

/** How long a record is kept, what leaves it, and what of it is restricted. */
export function keepingOperations(room: RecordRoom): readonly Operation[] {
  const define = operationsRefusingWith(recordProblems);
  return [
    define({
      id: 'people.export-family',
      method: 'get',
      path: '/v1/families/{familyId}/archive',
      summary: 'Make a copy of the record',
      description:
        'A readable archive of what the reader may see, messages and documents too, without what is confidential to others, and with the log of who looked.',
      scope: 'people:read',
      params: familyParams,
      answer: { status: 200, description: 'The archive.', body: archiveSchema },
      examples: {
        params: { familyId: ids.family },
        answer: { fileName: 'record-2026-04-15.tar', mediaType: 'application/x-tar', content: 'cmVjb3JkLmh0bWw=' },
      },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const archive = await exportFamily(room, caller, familyId);
        if (!archive.ok) return archive;
        return accepted({ body: undefined, bodyParts: archiveJson(archive.value), opened: openedBy(caller, familyId) });
      },
    }),
    define({
      id: 'people.raise-signal',
      method: 'post',
      path: '/v1/families/{familyId}/signals',
      summary: 'Write down a worry about fraud or safeguarding',
      scope: 'people:write',
      params: familyParams,
      body: z.strictObject({ kind: z.enum(signalKinds), note: z.string().trim().min(1).max(4_000) }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ signalId: z.uuid() }) },
      examples: {
        params: { familyId: ids.family },
        body: { kind: 'fraud', note: 'The same receipt was sent twice.' },
        answer: { signalId: ids.row },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger'],
      handle: async ({ caller, params, body }) => {
        const raised = await raiseSignal(room, caller, params.familyId, body);
        return raised.ok ? accepted({ body: raised.value }) : raised;
      },
    }),
    define({
      id: 'people.list-signals',
      method: 'get',
      path: '/v1/families/{familyId}/signals',
      summary: 'Read the worries about fraud and safeguarding',
      description: 'Who reads them is kept, where neither family, supporter nor provider sees it.',
      scope: 'people:administer',
      params: familyParams,
      answer: { status: 200, description: 'The signals.', body: listSchema(signalSchema) },
      examples: { params: { familyId: ids.family }, answer: { data: [], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const signals = await listSignals(room, caller.authorityId, familyId);
        if (!signals.ok) return signals;
        const data = signals.value.map(({ raisedAt, ...signal }) => ({ ...signal, raisedAt: raisedAt.toISOString() }));
        return accepted({ body: { data, nextCursor: null }, opened: [{ familyId, restricted: true }] });
      },
    }),
    define({
      id: 'people.start-retention-clock',
      method: 'post',
      path: '/v1/families/{familyId}/retention-clocks',
      summary: 'Say that something must be kept',
      description: `The record is not erased before the clock has run out. Kinds: ${retentionKinds.map((rule) => `${rule.kind}: ${retentionInWords(rule)}`).join(' ')}`,
      scope: 'people:administer',
      params: familyParams,
      body: z.strictObject({ kind: z.string().max(60), startedOn: dateSchema.meta({ description: 'The day that it is counted from.' }) }),
      answer: { status: 201, description: 'Until when.', body: startedClockSchema },
      examples: {
        params: { familyId: ids.family },
        body: { kind: 'payment-records', startedOn: '2026-04-15' },
        answer: { clockId: ids.row, endsOn: '2033-03-31', rule: '6 years from the end of the financial year. A council’s schedule.' },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'retention-kind-unknown'],
      handle: async ({ caller, params, body }) => {
        const started = await startRetentionClock(room, caller, params.familyId, body);
        return started.ok ? accepted({ body: started.value }) : started;
      },
    }),
    define({
      id: 'people.place-legal-hold',
      method: 'post',
      path: '/v1/families/{familyId}/legal-holds',
      summary: 'Forbid that anything is erased',
      scope: 'people:administer',
      params: familyParams,
      body: z.strictObject({
        reference: z
          .string()
          .regex(/^[A-Za-z0-9/-]{1,40}$/)
          .meta({ description: 'A case number; no names.' }),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ legalHoldId: z.uuid() }) },
      examples: { params: { familyId: ids.family }, body: { reference: 'LGO-26-001234' }, answer: { legalHoldId: ids.row } },
      refusals: ['record-not-found', 'errand-for-a-stranger'],
      handle: async ({ caller, params, body }) => {
        const placed = await placeLegalHold(room, caller, params.familyId, body.reference);
        return placed.ok ? accepted({ body: placed.value }) : placed;
      },
    }),
    define({
      id: 'people.lift-legal-hold',
      method: 'delete',
      path: '/v1/families/{familyId}/legal-holds/{legalHoldId}',
      summary: 'Lift a legal hold',
      description: 'By somebody else than who placed it.',
      scope: 'people:administer',
      params: z.strictObject({ ...familyParams.shape, legalHoldId: z.uuid().meta({ description: 'The hold.' }) }),
      answer: { status: 204, description: 'It is lifted.', body: z.undefined() },
      examples: { params: { familyId: ids.family, legalHoldId: ids.row } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'maker-may-not-approve'],
      handle: async ({ caller, params }) => {
        const lifted = await liftLegalHold(room, caller, params);
        return lifted.ok ? accepted({ body: undefined }) : lifted;
      },
    }),
    define({
      id: 'people.erase-family',
      method: 'post',
      path: '/v1/families/{familyId}/erasure',
      summary: 'Erase a record',
      description:
        'Drops the family’s key, after every retention clock and legal hold has ended. It cannot be undone; the books stay as they are.',
      scope: 'people:administer',
      params: familyParams,
      answer: { status: 204, description: 'It is erased.', body: z.undefined() },
      examples: { params: { familyId: ids.family } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'retention-runs', 'retention-unknown', 'legal-hold-stands'],
      handle: async ({ caller, params }) => {
        const erased = await eraseFamily(room, caller, params.familyId);
        return erased.ok ? accepted({ body: undefined }) : erased;
      },
    }),
  ];
}
