import { sql } from 'drizzle-orm';
import { bigint, check, date, index, integer, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant } from '../../platform/database/columns.ts';
import { people } from '../schema.ts';
import { memberRoles } from './member-roles.ts';

const roleList = sql.raw(memberRoles.map((role) => `'${role}'`).join(', '));

/** A person's role in one authority: dated, ended and never removed, so that who held what when can always be told. */
export const memberships = people.table(
  'memberships',
  {
    authorityId: integer('authority_id').notNull(),
    membershipId: uuid('membership_id').notNull(),
    identityId: uuid('identity_id').notNull(),
    role: text('role', { enum: memberRoles }).notNull(),
    providerId: uuid('provider_id'),
    /** Of a partner: the sources it funds and may see. */
    sources: text('sources').array().notNull(),
    /** The most that may be approved at once, in pence. */
    approvalLimit: bigint('approval_limit', { mode: 'bigint' }),
    from: date('from_date').$type<PlainDate>().notNull(),
    /** The last day. */
    until: date('until_date').$type<PlainDate>(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    endedAt: instant('ended_at'),
    endedBy: text('ended_by'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.membershipId] }),
    index('memberships_identity').on(t.authorityId, t.identityId),
    check('memberships_role', sql`${t.role} in (${roleList})`),
    check('memberships_partner', sql`(${t.role} = 'partner') = (cardinality(${t.sources}) > 0)`),
    check('memberships_limit', sql`${t.approvalLimit} >= 0`),
  ],
);

/** A role held ready for whoever proves to own an address. The address itself is kept as a digest: the list of invitations names nobody. */
export const invitations = people.table(
  'invitations',
  {
    authorityId: integer('authority_id').notNull(),
    invitationId: uuid('invitation_id').notNull(),
    identityId: uuid('identity_id').notNull(),
    tokenDigest: bytea('token_digest').notNull(),
    role: text('role').notNull(),
    providerId: uuid('provider_id'),
    sources: text('sources').array().notNull(),
    approvalLimit: bigint('approval_limit', { mode: 'bigint' }),
    /** Of a family's own people: whose record the sign-in is joined to. */
    familyId: uuid('family_id'),
    personId: uuid('person_id'),
    until: date('until_date').$type<PlainDate>(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    expiresAt: instant('expires_at').notNull(),
    claimedAt: instant('claimed_at'),
    withdrawnAt: instant('withdrawn_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.invitationId] }),
    unique('invitations_token').on(t.authorityId, t.tokenDigest),
    index('invitations_identity').on(t.authorityId, t.identityId),
  ],
);

/** Which authorities an identity has ever been let into or invited to: where a sign-in looks for standings. It says nothing of what they are. */
export const identityPlaces = people.table(
  'identity_places',
  { identityId: uuid('identity_id').notNull(), authorityId: integer('authority_id').notNull() },
  (t) => [primaryKey({ columns: [t.identityId, t.authorityId] })],
);
