import { z } from 'zod';
import { readFamily } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { alertProblems } from '../problems.ts';
import { channels, familyTemplates, languages, noticeStates, recipientKinds, templates, USUAL_PREFERENCE } from '../telling/notice.ts';
import { readNotices, recordOutcome } from '../telling/record-outcome.ts';
import { sendBulkNotice } from '../telling/send-bulk.ts';
import { findPreference, setPreference } from '../telling/set-preference.ts';
import { ALERT_ID, type AlertApiRoom, FAMILY_ID, onField, PERSON_ID } from './alert-room.ts';

const time = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'Write a time like 21:00.')
  .nullable();
const preferenceSchema = z
  .strictObject({
    channel: z.enum(channels),
    language: z.enum(languages),
    largePrint: z.boolean(),
    quietFrom: time,
    quietUntil: time,
    digest: z.boolean().meta({ description: 'Everything in one message each morning.' }),
  })
  .meta({ id: 'NoticePreference', description: 'How somebody wants to be told.' });
const noticeSchema = z
  .strictObject({
    noticeId: z.uuid(),
    recipientKind: z.enum(recipientKinds),
    recipientId: z.uuid(),
    channel: z.enum(channels),
    template: z.enum(templates),
    state: z.enum(noticeStates),
    attempts: z.number().int(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    settledAt: z.iso.datetime().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Notice', description: 'One message to one person, and what became of it.' });

const told = z
  .union([z.string().max(300), z.number()])
  .nullable()
  .optional();
/** What Notify sends; of it only the id and the status are read. */
const receiptSchema = z.strictObject({
  ...{ id: z.uuid(), status: z.string().max(40), reference: told, to: told, notification_type: told, template_id: told },
  ...{ template_version: told, created_at: told, completed_at: told, sent_at: told },
});

export function tellingOperations(room: AlertApiRoom): readonly Operation[] {
  const define = operationsRefusingWith(alertProblems);
  const pages = cursorCodec('notices', z.strictObject({ after: z.uuid() }));
  return [
    define({
      id: 'alerts.read-own-preference',
      method: 'get',
      path: '/v1/own-notice-preference',
      summary: 'Read how you are told',
      scope: 'alerts:read',
      answer: { status: 200, description: 'How you are told.', body: preferenceSchema },
      examples: { answer: USUAL_PREFERENCE },
      refusals: ['preference-not-possible'],
      handle: async ({ caller }) => {
        if (caller.identityId === undefined) return refused(onlyPeople);
        return accepted({ body: await findPreference(room, caller.authorityId, caller.identityId) });
      },
    }),
    define({
      id: 'alerts.set-own-preference',
      method: 'put',
      path: '/v1/own-notice-preference',
      summary: 'Choose how you are told',
      scope: 'alerts:write',
      body: preferenceSchema,
      answer: { status: 200, description: 'How you are told from now on.', body: preferenceSchema },
      examples: { body: USUAL_PREFERENCE, answer: USUAL_PREFERENCE },
      refusals: ['preference-not-possible'],
      handle: async ({ caller, body }) => {
        if (caller.identityId === undefined) return refused(onlyPeople);
        const set = await setPreference(room, caller.authorityId, { recipientId: caller.identityId, isOfficer: true }, body);
        return set.ok ? accepted({ body: set.value }) : refused(onField(set.refusal));
      },
    }),
    define({
      id: 'alerts.set-family-preference',
      method: 'put',
      path: '/v1/families/{familyId}/persons/{personId}/notice-preference',
      summary: 'Choose how somebody of a family is told',
      scope: 'alerts:write',
      params: z.strictObject({ familyId: z.uuid(), personId: z.uuid() }),
      body: preferenceSchema,
      answer: { status: 200, description: 'How they are told from now on.', body: preferenceSchema },
      examples: {
        params: { familyId: FAMILY_ID, personId: PERSON_ID },
        body: { ...USUAL_PREFERENCE, channel: 'letter', largePrint: true },
        answer: { ...USUAL_PREFERENCE, channel: 'letter', largePrint: true },
      },
      refusals: ['preference-not-possible', 'record-not-found'],
      handle: async ({ caller, params: { familyId, personId }, body }) => {
        const known = await readFamily(room, caller.authorityId, familyId, async ({ rows }) =>
          rows.persons.some((each) => each.personId === personId),
        );
        if (!known.ok || !known.value) return refused({ code: 'record-not-found' });
        const set = await setPreference(room, caller.authorityId, { recipientId: personId, isOfficer: false }, body);
        return set.ok ? accepted({ body: set.value, opened: [{ familyId, personId }] }) : refused(onField(set.refusal));
      },
    }),
    define({
      id: 'alerts.list-notices',
      method: 'get',
      path: '/v1/notices',
      summary: 'List notices',
      description: 'With state bounced or failed it is the work list; with a bulk’s id the proof of its delivery.',
      scope: 'alerts:read',
      query: z.strictObject({ ...listQuery, state: z.enum(noticeStates).optional(), bulkId: z.uuid().optional() }),
      answer: { status: 200, description: 'A page of notices.', body: listSchema(noticeSchema) },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { cursor, limit, state, bulkId } }) => {
        const from = cursor === undefined ? accepted(undefined) : pages.decode(cursor);
        if (!from.ok) return from;
        const query = { states: state === undefined ? undefined : [state], bulkId, after: from.value?.after, limit: limit + 1 };
        const found = await readNotices(room.database, caller.authorityId, query);
        const last = found.length > limit ? found[limit - 1] : undefined;
        const nextCursor = last === undefined ? null : pages.encode({ after: last.noticeId });
        const data = found.slice(0, limit).map(({ createdAt, sentAt, settledAt, ...each }) => ({
          ...each,
          createdAt: createdAt.toISOString(),
          sentAt: sentAt?.toISOString() ?? null,
          settledAt: settledAt?.toISOString() ?? null,
        }));
        return accepted({ body: { data, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'alerts.send-bulk-notice',
      method: 'put',
      path: '/v1/bulk-notices/{bulkId}',
      summary: 'Tell many families the same',
      description:
        'By the way each person asked for; asked twice with one id it is told once. Families to whom nobody may write are left out when it leaves.',
      scope: 'alerts:write',
      params: z.strictObject({ bulkId: z.uuid() }),
      body: z.strictObject({
        template: z.enum(familyTemplates),
        families: z.array(z.uuid()).min(1).max(1_000),
        contact: z.string().trim().min(1).max(60).meta({ description: 'Who gets in touch, as families know them.' }),
        by: z.iso.date().transform((date) => date as `${number}-${number}-${number}`),
      }),
      answer: { status: 200, description: 'It is on its way.', body: z.strictObject({ bulkId: z.uuid(), recipients: z.number().int() }) },
      examples: {
        params: { bulkId: ALERT_ID },
        body: { template: 'check-on-support', families: [FAMILY_ID], contact: 'Your caseworker', by: '2026-09-14' },
        answer: { bulkId: ALERT_ID, recipients: 2 },
      },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { bulkId }, body }) => {
        const sent = await sendBulkNotice(room, caller, { bulkId, ...body });
        if (!sent.ok) return refused({ code: 'record-not-found' });
        return accepted({ body: sent.value, opened: body.families.map((familyId) => ({ familyId })) });
      },
    }),
    define({
      id: 'alerts.record-outcome',
      method: 'post',
      path: '/v1/notice-outcomes',
      summary: 'Report what became of a text or a letter',
      description: 'The receipt that GOV.UK Notify sends; what it says beyond the id and the status is not kept.',
      scope: 'alerts:write',
      body: receiptSchema,
      answer: { status: 204, description: 'It is noted.', body: z.undefined() },
      examples: { body: { id: ALERT_ID, status: 'delivered' } },
      refusals: ['notice-not-found'],
      handle: async ({ caller, body: { id, status } }) => {
        const noted = await recordOutcome(room, caller.authorityId, { providerRef: id, status });
        return noted.ok ? accepted({ body: undefined }) : noted;
      },
    }),
  ];
}

const onlyPeople = {
  code: 'preference-not-possible' as const,
  detail: 'Only somebody who signs in is told; a machine listens to a webhook.',
};
