import { sql } from 'drizzle-orm';
import { type AnyPgColumn, check, date, foreignKey, index, integer, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf } from '../../platform/database/columns.ts';
import { people } from '../schema.ts';
import { confidentialKinds, grantable, grantRoles, relationshipKinds, signalKinds } from './rules/record-kinds.ts';

/** A family's record. What can be read as words lies sealed under a key of its own: without the key only ids and dates are left. */
export const families = people.table(
  'families',
  {
    authorityId: integer('authority_id').notNull(),
    familyId: uuid('family_id').notNull(),
    /** Its data key, wrapped by the service's key of this id; both null once the record is erased. */
    keyRingId: text('key_ring_id'),
    wrappedKey: bytea('wrapped_key'),
    sealed: bytea('sealed'),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    erasedAt: instant('erased_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.familyId] }),
    check(
      'families_erased',
      sql`(${t.erasedAt} is not null) = (${t.wrappedKey} is null) and (${t.wrappedKey} is null) = (${t.keyRingId} is null)`,
    ),
  ],
);

const familyKey = (t: { authorityId: AnyPgColumn; familyId: AnyPgColumn }, name: string) =>
  foreignKey({ name, columns: [t.authorityId, t.familyId], foreignColumns: [families.authorityId, families.familyId] });

/** A child or young person, or a parent; each with details of their own. */
export const persons = people.table(
  'persons',
  {
    authorityId: integer('authority_id').notNull(),
    personId: uuid('person_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: ['young-person', 'parent'] }).notNull(),
    /** Who signs in as this person, once they have taken up their invitation. */
    identityId: uuid('identity_id'),
    /** Decides by which date rights are their own; gone with the key. */
    bornOn: date('born_on').$type<PlainDate>(),
    sealed: bytea('sealed'),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.personId] }),
    familyKey(t, 'persons_family_id'),
    index('persons_family').on(t.authorityId, t.familyId),
    index('persons_identity').on(t.authorityId, t.identityId).where(sql`${t.identityId} is not null`),
    uniqueIndex('persons_identity_once').on(t.authorityId, t.familyId, t.identityId).where(sql`${t.identityId} is not null`),
    check('persons_kind', sql`${t.kind} in ('young-person', 'parent')`),
  ],
);

/** What an adult is to a child in law, dated: responsibility, and what a court has ordered about it. Ended, never removed. */
export const relationships = people.table(
  'relationships',
  {
    authorityId: integer('authority_id').notNull(),
    relationshipId: uuid('relationship_id').notNull(),
    familyId: uuid('family_id').notNull(),
    adultId: uuid('adult_id').notNull(),
    childId: uuid('child_id').notNull(),
    kind: text('kind', { enum: relationshipKinds }).notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    /** Its last day. */
    until: date('until_date').$type<PlainDate>(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.relationshipId] }),
    familyKey(t, 'relationships_family_id'),
    index('relationships_family').on(t.authorityId, t.familyId),
    check('relationships_kind', sql`${t.kind} in (${oneOf(relationshipKinds)})`),
    check('relationships_two_people', sql`${t.adultId} <> ${t.childId}`),
  ],
);

/** Something about one person that another person of the family must not learn, on no page, letter, export, log or remittance. */
export const confidentialMarks = people.table(
  'confidential_marks',
  {
    authorityId: integer('authority_id').notNull(),
    markId: uuid('mark_id').notNull(),
    familyId: uuid('family_id').notNull(),
    personId: uuid('person_id').notNull(),
    hiddenFrom: uuid('hidden_from').notNull(),
    kind: text('kind', { enum: confidentialKinds }).notNull(),
    markedAt: instant('marked_at').notNull(),
    markedBy: text('marked_by').notNull(),
    liftedAt: instant('lifted_at'),
    liftedBy: text('lifted_by'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.markId] }),
    familyKey(t, 'confidential_marks_family_id'),
    index('confidential_marks_family').on(t.authorityId, t.familyId),
    check('confidential_marks_kind', sql`${t.kind} in (${oneOf(confidentialKinds)})`),
    check('confidential_marks_two_people', sql`${t.personId} <> ${t.hiddenFrom}`),
  ],
);

/** What a person of the family has opened to somebody they name, until when. */
export const grants = people.table(
  'grants',
  {
    authorityId: integer('authority_id').notNull(),
    grantId: uuid('grant_id').notNull(),
    familyId: uuid('family_id').notNull(),
    grantedBy: uuid('granted_by').notNull(),
    identityId: uuid('identity_id').notNull(),
    role: text('role', { enum: grantRoles }).notNull(),
    children: uuid('children').array().notNull(),
    may: text('may', { enum: grantable }).array().notNull(),
    /** How the family named them: a name and an address, sealed. */
    sealed: bytea('sealed'),
    from: date('from_date').$type<PlainDate>().notNull(),
    until: date('until_date').$type<PlainDate>().notNull(),
    /** Online when the family did it themselves, else how they asked an officer. */
    channel: text('channel').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
    revokedAt: instant('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.grantId] }),
    familyKey(t, 'grants_family_id'),
    index('grants_family').on(t.authorityId, t.familyId),
    index('grants_identity').on(t.authorityId, t.identityId),
    check('grants_role', sql`${t.role} in (${oneOf(grantRoles)})`),
    check('grants_dates', sql`${t.until} >= ${t.from}`),
  ],
);

/** How long a kind of record must be kept, counted from a day: the key is not dropped while one of them runs. */
export const retentionClocks = people.table(
  'retention_clocks',
  {
    authorityId: integer('authority_id').notNull(),
    clockId: uuid('clock_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind').notNull(),
    startedOn: date('started_on').$type<PlainDate>().notNull(),
    endsOn: date('ends_on').$type<PlainDate>().notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.clockId] }),
    familyKey(t, 'retention_clocks_family_id'),
    index('retention_clocks_family').on(t.authorityId, t.familyId),
  ],
);

/** A court, an ombudsman or an auditor has asked that nothing be destroyed. */
export const legalHolds = people.table(
  'legal_holds',
  {
    authorityId: integer('authority_id').notNull(),
    legalHoldId: uuid('legal_hold_id').notNull(),
    familyId: uuid('family_id').notNull(),
    /** A case number, no words: it outlives the key. */
    reference: text('reference').notNull(),
    placedAt: instant('placed_at').notNull(),
    placedBy: text('placed_by').notNull(),
    liftedAt: instant('lifted_at'),
    liftedBy: text('lifted_by'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.legalHoldId] }),
    familyKey(t, 'legal_holds_family_id'),
    index('legal_holds_family').on(t.authorityId, t.familyId),
  ],
);

/** A worry about fraud or safeguarding: never shown to family, supporter or provider. */
export const signals = people.table(
  'signals',
  {
    authorityId: integer('authority_id').notNull(),
    signalId: uuid('signal_id').notNull(),
    familyId: uuid('family_id').notNull(),
    kind: text('kind', { enum: signalKinds }).notNull(),
    sealed: bytea('sealed'),
    raisedAt: instant('raised_at').notNull(),
    raisedBy: text('raised_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.signalId] }),
    familyKey(t, 'signals_family_id'),
    index('signals_family').on(t.authorityId, t.familyId),
    check('signals_kind', sql`${t.kind} in (${oneOf(signalKinds)})`),
  ],
);
