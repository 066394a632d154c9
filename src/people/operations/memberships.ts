import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { membershipsOf } from '../memberships/caller-for.ts';
import { claimInvitation } from '../memberships/claim-invitation.ts';
import { endMembership, listMemberships, type MembershipRow, withdrawInvitation } from '../memberships/end-membership.ts';
import { type Invited, invite } from '../memberships/invite.ts';
import { familyRoles, memberRoles } from '../memberships/member-roles.ts';
import { recordProblems } from '../records/problems.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { dateSchema, ids, instantSchema, personParams, shownDate } from './record-schemas.ts';

const emailSchema = z.string().trim().min(3).max(254).meta({ description: 'The address they sign in with.' });

const invitedSchema = z
  .strictObject({
    invitationId: z.uuid(),
    token: z.string().meta({
      description: 'They get a mail without it. To hand it over yourself: it is shown now and never again, and works for them alone.',
    }),
    expiresAt: instantSchema,
    looksLikeAnother: z.boolean().meta({ description: 'Somebody else is known by an address that could be taken for this one.' }),
  })
  .meta({ id: 'Invitation', description: 'A role held ready for one person.' });

const membershipSchema = z
  .strictObject({
    membershipId: z.uuid(),
    identityId: z.uuid(),
    role: z.enum(memberRoles),
    providerId: z.uuid().optional(),
    sources: z.array(z.string()),
    approvalLimit: moneyJsonSchema.optional(),
    from: shownDate,
    until: shownDate.optional(),
    endedAt: instantSchema.optional(),
  })
  .meta({ id: 'Membership', description: 'A role of a person in your authority.' });

const placeSchema = z
  .strictObject({
    authorityId: z.number().int(),
    slug: z.string(),
    name: z.string(),
    standings: z.array(z.strictObject({ role: z.string(), familyId: z.uuid().optional() })),
  })
  .meta({ id: 'Place', description: 'An authority in which you stand for something today.' });

const positions = cursorCodec('memberships', z.strictObject({ after: z.uuid() }));
const invitedExample = {
  invitationId: ids.row,
  token: 'tfi_1_q3Zk...',
  expiresAt: '2026-04-22T09:30:00.000Z',
  looksLikeAnother: false,
};
const INVITE_REFUSALS = [
  'email-malformed',
  'invitation-terms-contradict',
  'record-not-found',
  'grant-to-oneself',
  'person-signed-in-already',
] as const;

/** Who works for an authority, and how people come in. */
export function membershipOperations(room: RecordRoom): readonly Operation[] {
  const define = operationsRefusingWith(recordProblems);
  return [
    define({
      id: 'people.invite',
      method: 'post',
      path: '/v1/invitations',
      summary: 'Invite somebody to a role',
      scope: 'people:administer',
      body: z.strictObject({
        email: emailSchema,
        role: z.enum(memberRoles),
        until: dateSchema.optional().meta({ description: 'The last day.' }),
        providerId: z.uuid().optional().meta({ description: 'Of provider staff.' }),
        sources: z.array(z.string().min(1).max(60)).min(1).max(50).optional().meta({ description: 'Of a partner: what it funds.' }),
        approvalLimit: moneySchema.optional().meta({ description: 'Of an approver: the most they approve at once.' }),
      }),
      answer: { status: 201, description: 'The invitation.', body: invitedSchema },
      examples: { body: { email: 'jo@example.org', role: 'caseworker' }, answer: invitedExample },
      refusals: INVITE_REFUSALS,
      handle: async ({ caller, body }) => {
        const invited = await invite(room, caller, body);
        return invited.ok ? accepted({ body: shownInvited(invited.value) }) : invited;
      },
    }),
    define({
      id: 'people.invite-to-family',
      method: 'post',
      path: '/v1/families/{familyId}/persons/{personId}/invitations',
      summary: 'Invite a person of a family to sign in',
      scope: 'people:write',
      params: personParams,
      body: z.strictObject({ email: emailSchema, role: z.enum(familyRoles) }),
      answer: { status: 201, description: 'The invitation.', body: invitedSchema },
      examples: {
        params: { familyId: ids.family, personId: ids.person },
        body: { email: 'sam@example.org', role: 'parent' },
        answer: invitedExample,
      },
      refusals: INVITE_REFUSALS,
      handle: async ({ caller, params: { familyId, personId }, body }) => {
        const invited = await invite(room, caller, { ...body, familyId, personId });
        return invited.ok ? accepted({ body: shownInvited(invited.value) }) : invited;
      },
    }),
    define({
      id: 'people.withdraw-invitation',
      method: 'delete',
      path: '/v1/invitations/{invitationId}',
      summary: 'Withdraw an invitation',
      scope: 'people:administer',
      params: z.strictObject({ invitationId: z.uuid().meta({ description: 'The invitation.' }) }),
      answer: { status: 204, description: 'It no longer works.', body: z.undefined() },
      examples: { params: { invitationId: ids.row } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const withdrawn = await withdrawInvitation(room, caller, params.invitationId);
        return withdrawn.ok ? accepted({ body: undefined }) : withdrawn;
      },
    }),
    define({
      id: 'people.claim-invitation',
      method: 'post',
      path: '/v1/invitations/claim',
      summary: 'Take up an invitation',
      description: 'By the person it was sent to, signed in with that address, once.',
      scope: 'people:write',
      body: z.strictObject({ token: z.string().min(1).max(100) }),
      answer: {
        status: 200,
        description: 'Where you belong now.',
        body: z.strictObject({ authorityId: z.number().int(), role: z.string() }),
      },
      examples: { body: { token: 'tfi_1_q3Zk...' }, answer: { authorityId: 1, role: 'caseworker' } },
      refusals: ['invitation-cannot-be-used'],
      handle: async ({ caller, body }) => {
        const claimed = await claimInvitation(room, caller, body.token);
        return claimed.ok ? accepted({ body: claimed.value }) : claimed;
      },
    }),
    define({
      id: 'people.list-places',
      method: 'get',
      path: '/v1/places',
      summary: 'Show where you belong',
      description: 'The authorities in which the signed-in person stands for something today.',
      scope: 'people:read',
      answer: { status: 200, description: 'The places.', body: listSchema(placeSchema) },
      examples: {
        answer: {
          data: [{ authorityId: 1, slug: 'northmoor', name: 'Northmoor Council', standings: [{ role: 'caseworker' }] }],
          nextCursor: null,
        },
      },
      refusals: [],
      handle: async ({ caller }) => {
        const places = caller.identityId === undefined ? [] : await membershipsOf(room.database, caller.identityId, room.clock.now());
        const data = places.map(({ standings, ...place }) => ({
          ...place,
          standings: standings.map(({ role, familyId }) => ({ role, ...(familyId !== undefined && { familyId }) })),
        }));
        return accepted({ body: { data, nextCursor: null } });
      },
    }),
    define({
      id: 'people.list-memberships',
      method: 'get',
      path: '/v1/memberships',
      summary: 'List who works for the authority',
      description: 'With those whose role has ended.',
      scope: 'people:administer',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of roles.', body: listSchema(membershipSchema) },
      examples: {
        answer: {
          data: [{ membershipId: ids.row, identityId: ids.other, role: 'caseworker', sources: [], from: '2026-04-01' }],
          nextCursor: null,
        },
      },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted({ after: undefined }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const rows = await listMemberships(room, caller.authorityId, { after: from.value.after, limit: query.limit + 1 });
        const page = rows.slice(0, query.limit);
        const last = page.at(-1);
        const nextCursor = last !== undefined && rows.length > page.length ? positions.encode({ after: last.membershipId }) : null;
        return accepted({ body: { data: page.map(shownMembership), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'people.end-membership',
      method: 'delete',
      path: '/v1/memberships/{membershipId}',
      summary: 'End somebody’s role',
      description: 'From their next request on. The row stays for the audit.',
      scope: 'people:administer',
      params: z.strictObject({ membershipId: z.uuid().meta({ description: 'The role of a person.' }) }),
      answer: { status: 204, description: 'It has ended.', body: z.undefined() },
      examples: { params: { membershipId: ids.row } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params }) => {
        const ended = await endMembership(room, caller, params.membershipId);
        return ended.ok ? accepted({ body: undefined }) : ended;
      },
    }),
  ];
}

function shownInvited({ expiresAt, ...invited }: Invited): z.infer<typeof invitedSchema> {
  return { ...invited, expiresAt: expiresAt.toISOString() };
}

function shownMembership(row: MembershipRow): z.infer<typeof membershipSchema> {
  const { membershipId, identityId, role, providerId, sources, approvalLimit, from, until, endedAt } = row;
  return {
    membershipId,
    identityId,
    role,
    sources,
    from,
    ...(providerId !== null && { providerId }),
    ...(approvalLimit !== null && { approvalLimit: moneyJson(approvalLimit) }),
    ...(until !== null && { until }),
    ...(endedAt !== null && { endedAt: endedAt.toISOString() }),
  };
}
