import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { readFamily } from '../records/family-at-hand.ts';
import { type GrantView, grantViews } from '../records/family-view.ts';
import { grantAccess, revokeGrant } from '../records/grant-access.ts';
import { recordProblems } from '../records/problems.ts';
import { readAccessLog } from '../records/read-access-log.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { grantable, grantRoles } from '../records/rules/record-kinds.ts';
import { openedBy } from './families.ts';
import { dateSchema, familyParams, ids, instantSchema, shownDate } from './record-schemas.ts';

const maySchema = z.array(z.enum(grantable)).min(1).max(grantable.length).meta({ description: 'What they may see and do.' });

const grantSchema = z
  .strictObject({
    grantId: z.uuid(),
    grantedBy: z.uuid().meta({ description: 'The person of the family.' }),
    name: z.string(),
    email: z.string(),
    role: z.enum(grantRoles),
    may: maySchema,
    children: z.array(z.uuid()),
    from: shownDate,
    until: shownDate.meta({ description: 'The last day.' }),
    channel: z.string().meta({ description: 'online, or how the family asked an officer.' }),
    revokedAt: instantSchema.optional(),
  })
  .meta({ id: 'Grant', description: 'What a family has opened to somebody.' });

const lineSchema = z
  .strictObject({
    at: instantSchema,
    who: z.string(),
    what: z.string(),
    why: z.string().optional(),
    how: z.string(),
    personId: z.uuid().optional().meta({ description: 'Whose part of the record.' }),
  })
  .meta({ id: 'AccessLogLine', description: 'Who looked at or changed what, in plain words.' });

const positions = cursorCodec('access-log', z.strictObject({ familyId: z.uuid(), before: z.string().regex(/^\d{1,18}$/) }));
const grantExample = {
  grantId: ids.row,
  grantedBy: ids.person,
  name: 'Pat Helper',
  email: 'pat@example.org',
  role: 'supporter',
  may: ['see-record'],
  children: [ids.other],
  from: '2026-04-15',
  until: '2026-10-15',
  channel: 'online',
};

/** What families open to others, and the log in which they read who looked. */
export function grantOperations(room: RecordRoom): readonly Operation[] {
  const define = operationsRefusingWith(recordProblems);
  return [
    define({
      id: 'people.grant-access',
      method: 'post',
      path: '/v1/families/{familyId}/grants',
      summary: 'Let somebody see the record',
      description:
        'Given by the person who is signed in, or by the one an officer helps (On-Behalf-Of). It opens no more than they see themselves, and for at most 12 months.',
      scope: 'people:write',
      params: familyParams,
      body: z.strictObject({
        name: z.string().trim().min(1).max(200),
        email: z.string().trim().min(3).max(254).meta({ description: 'The address they sign in with.' }),
        role: z.enum(grantRoles),
        may: maySchema,
        children: z.array(z.uuid()).min(1).max(30).optional().meta({ description: 'All that are open to you when left out.' }),
        until: dateSchema.meta({ description: 'The last day.' }),
      }),
      answer: {
        status: 201,
        description: 'Its id.',
        body: z.strictObject({
          grantId: z.uuid(),
          looksLikeAnother: z
            .boolean()
            .meta({ description: 'The address is easily taken for that of somebody you let in before: look twice whom it went to.' }),
        }),
      },
      examples: {
        params: { familyId: ids.family },
        body: { name: 'Pat Helper', email: 'pat@example.org', role: 'supporter', may: ['see-record'], until: '2026-10-15' },
        answer: { grantId: ids.row, looksLikeAnother: false },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'email-malformed',
        'grant-by-nobody',
        'grant-to-oneself',
        'grant-to-the-family',
        'grant-beyond-own-access',
        'grant-too-long',
        'dates-crossed',
      ],
      handle: async ({ caller, params, body }) => {
        const granted = await grantAccess(room, caller, params.familyId, body);
        return granted.ok ? accepted({ body: granted.value }) : granted;
      },
    }),
    define({
      id: 'people.list-grants',
      method: 'get',
      path: '/v1/families/{familyId}/grants',
      summary: 'List who was let in',
      description: 'A parent sees what they gave themselves; staff see all, the ended ones too.',
      scope: 'people:read',
      params: familyParams,
      answer: { status: 200, description: 'The grants.', body: listSchema(grantSchema) },
      examples: { params: { familyId: ids.family }, answer: { data: [grantExample], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const views = await readFamily(room, caller.authorityId, familyId, async (family) => grantViews(family, caller));
        if (!views.ok) return views;
        return accepted({ body: { data: views.value.map(shownGrant), nextCursor: null }, opened: openedBy(caller, familyId) });
      },
    }),
    define({
      id: 'people.revoke-grant',
      method: 'delete',
      path: '/v1/families/{familyId}/grants/{grantId}',
      summary: 'End what somebody may see',
      description: 'From their next request on.',
      scope: 'people:write',
      params: z.strictObject({ ...familyParams.shape, grantId: z.uuid().meta({ description: 'The grant.' }) }),
      answer: { status: 204, description: 'It has ended.', body: z.undefined() },
      examples: { params: { familyId: ids.family, grantId: ids.row } },
      refusals: ['record-not-found', 'errand-for-a-stranger'],
      handle: async ({ caller, params }) => {
        const revoked = await revokeGrant(room, caller, params);
        return revoked.ok ? accepted({ body: undefined }) : revoked;
      },
    }),
    define({
      id: 'people.read-access-log',
      method: 'get',
      path: '/v1/families/{familyId}/access-log',
      summary: 'Read who looked at what',
      description: 'In plain words, newest first, as the family may read it.',
      scope: 'people:read',
      params: familyParams,
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of the log.', body: listSchema(lineSchema) },
      examples: {
        params: { familyId: ids.family },
        answer: {
          data: [
            {
              at: '2026-04-15T09:30:00.000Z',
              who: 'Caseworker of the council',
              what: 'looked at your record',
              why: 'A review',
              how: 'online',
            },
          ],
          nextCursor: null,
        },
      },
      refusals: ['record-not-found', 'cursor-malformed'],
      handle: async ({ caller, params: { familyId }, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        if (from.value !== undefined && from.value.familyId !== familyId) return refused({ code: 'cursor-malformed' });
        const known = await readFamily(room, caller.authorityId, familyId, async () => true);
        if (!known.ok) return known;
        const before = from.value === undefined ? undefined : BigInt(from.value.before);
        const { lines, next } = await readAccessLog(room, caller, familyId, { before, limit: query.limit });
        const nextCursor = next === undefined ? null : positions.encode({ familyId, before: next.toString() });
        return accepted({
          body: { data: lines.map(({ seq: _seq, at, ...line }) => ({ at: at.toISOString(), ...line })), nextCursor },
          opened: openedBy(caller, familyId),
          ...(nextCursor !== null && { nextCursor }),
        });
      },
    }),
  ];
}

function shownGrant({ row, ...view }: GrantView): z.infer<typeof grantSchema> {
  const { role, may, children, from, until, channel, revokedAt } = row;
  return { ...view, role, may, children, from, until, channel, ...(revokedAt !== null && { revokedAt: revokedAt.toISOString() }) };
}
