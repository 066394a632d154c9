import { sql } from 'drizzle-orm';
import { boolean, check, date, foreignKey, index, integer, primaryKey, text, unique, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { bytea, instant, oneOf } from '../../platform/database/columns.ts';
import { modulusOutcomes } from '../modulus/rules/check-account.ts';
import { payments } from '../schema.ts';
import { nameResults, overrideReasons } from './rules/name-check.ts';
import { accountKinds, accountStates, payeeKinds, payeeStates, stopReasons } from './rules/payee-states.ts';

/** Somebody who is paid. The code is what the books know of them; who it is stands here, and their account in rows of its own. */
export const payees = payments.table(
  'payees',
  {
    authorityId: integer('authority_id').notNull(),
    payeeId: uuid('payee_id').notNull(),
    /** Null for an organisation that is paid for many families. */
    familyId: uuid('family_id'),
    /** The person of the family who is paid; null for whoever the family has named (nominee, third party). */
    personId: uuid('person_id'),
    kind: text('kind', { enum: payeeKinds }).notNull(),
    /** Opaque: the books' `payable:{code}`. */
    code: text('code').notNull(),
    /** What staff call somebody who is no person of the family's record. */
    sealed: bytea('sealed'),
    state: text('state', { enum: payeeStates }).notNull(),
    stoppedReason: text('stopped_reason', { enum: stopReasons }),
    stoppedOn: date('stopped_on').$type<PlainDate>(),
    stoppedBy: text('stopped_by'),
    revision: integer('revision').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.payeeId] }),
    unique('payees_code').on(t.authorityId, t.code),
    index('payees_family').on(t.authorityId, t.familyId),
    uniqueIndex('payees_person_once').on(t.authorityId, t.personId).where(sql`${t.personId} is not null`),
    check('payees_kind', sql`${t.kind} in (${oneOf(payeeKinds)})`),
    check('payees_state', sql`${t.state} in (${oneOf(payeeStates)})`),
    check('payees_stopped', sql`(${t.state} = 'stopped') = (${t.stoppedReason} is not null and ${t.stoppedOn} is not null)`),
    check('payees_stop_reason', sql`${t.stoppedReason} in (${oneOf(stopReasons)})`),
    check('payees_person_of_family', sql`${t.personId} is null or ${t.familyId} is not null`),
  ],
);

/** One set of bank details of a payee, from its proposal to its end. Details are never changed: a change is a new row. */
export const payeeAccounts = payments.table(
  'payee_accounts',
  {
    authorityId: integer('authority_id').notNull(),
    accountId: uuid('account_id').notNull(),
    payeeId: uuid('payee_id').notNull(),
    familyId: uuid('family_id'),
    kind: text('kind', { enum: accountKinds }).notNull(),
    state: text('state', { enum: accountStates }).notNull(),
    /** Name on the account, sort code, number, roll number or IBAN. */
    sealed: bytea('sealed').notNull(),
    masked: text('masked').notNull(),
    /** Keyed: finds the same account under two payees without reading either. */
    fingerprint: bytea('fingerprint').notNull(),
    modulusOutcome: text('modulus_outcome', { enum: modulusOutcomes }).notNull(),
    /** Which table said so; null when none was loaded. */
    modulusTableId: uuid('modulus_table_id'),
    nameResult: text('name_result', { enum: nameResults }).notNull(),
    nameCheckedAt: instant('name_checked_at').notNull(),
    /** The name that the bank gave back. */
    nameSealed: bytea('name_sealed'),
    overrideReason: text('override_reason', { enum: overrideReasons }),
    overrideSealed: bytea('override_sealed'),
    overriddenBy: text('overridden_by'),
    proposedBy: text('proposed_by').notNull(),
    proposedAt: instant('proposed_at').notNull(),
    proposedOn: date('proposed_on').$type<PlainDate>().notNull(),
    /** Whether it takes the place of another one: then it cools off. */
    isChange: boolean('is_change').notNull(),
    confirmedBy: text('confirmed_by'),
    confirmedAt: instant('confirmed_at'),
    confirmedOn: date('confirmed_on').$type<PlainDate>(),
    /** The first day on which it may be paid. */
    usableFrom: date('usable_from').$type<PlainDate>(),
    /** The first day on which it is not paid any more, because a newer one is. */
    replacedOn: date('replaced_on').$type<PlainDate>(),
    /** Not to be paid from this day, while the family waits for the new one. */
    heldFrom: date('held_from').$type<PlainDate>(),
    endedOn: date('ended_on').$type<PlainDate>(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.accountId] }),
    foreignKey({
      name: 'payee_accounts_payee_id',
      columns: [t.authorityId, t.payeeId],
      foreignColumns: [payees.authorityId, payees.payeeId],
    }),
    index('payee_accounts_payee').on(t.authorityId, t.payeeId),
    index('payee_accounts_fingerprint').on(t.authorityId, t.fingerprint),
    uniqueIndex('payee_accounts_one_proposal').on(t.authorityId, t.payeeId).where(sql`${t.state} = 'proposed'`),
    check('payee_accounts_kind', sql`${t.kind} in (${oneOf(accountKinds)})`),
    check('payee_accounts_state', sql`${t.state} in (${oneOf(accountStates)})`),
    check('payee_accounts_two_people', sql`${t.confirmedBy} <> ${t.proposedBy}`),
    check(
      'payee_accounts_confirmed',
      sql`(${t.state} in ('proposed', 'withdrawn')) or (${t.confirmedBy} is not null and ${t.confirmedOn} is not null and ${t.usableFrom} is not null)`,
    ),
    check('payee_accounts_override', sql`(${t.overrideReason} is null) = (${t.overriddenBy} is null)`),
  ],
);

/** Rules of the authority on payees' accounts, each from a day on; a new rule is a new row. */
export const payeePolicies = payments.table(
  'payee_policies',
  {
    authorityId: integer('authority_id').notNull(),
    policyId: uuid('policy_id').notNull(),
    from: date('from_date').$type<PlainDate>().notNull(),
    /** Working days between the second person's yes and the first payment to a changed account. */
    changeDays: integer('change_days').notNull(),
    /** The same for somebody's first account. */
    firstDays: integer('first_days').notNull(),
    /** Working days within which a family hears where its payment is. */
    answerDays: integer('answer_days').notNull(),
    source: text('source').notNull(),
    createdAt: instant('created_at').notNull(),
    createdBy: text('created_by').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.policyId] }),
    unique('payee_policies_from').on(t.authorityId, t.from),
    check(
      'payee_policies_days',
      sql`${t.changeDays} between 3 and 15 and ${t.firstDays} between 0 and 15 and ${t.answerDays} between 1 and 10`,
    ),
  ],
);

/** Accounts of the council itself that payments may leave from. Nobody is paid on one of them. */
export const ownAccounts = payments.table(
  'own_accounts',
  {
    authorityId: integer('authority_id').notNull(),
    ownAccountId: uuid('own_account_id').notNull(),
    sealed: bytea('sealed').notNull(),
    masked: text('masked').notNull(),
    fingerprint: bytea('fingerprint').notNull(),
    addedBy: text('added_by').notNull(),
    addedAt: instant('added_at').notNull(),
    removedBy: text('removed_by'),
    removedAt: instant('removed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.ownAccountId] }),
    uniqueIndex('own_accounts_once').on(t.authorityId, t.fingerprint).where(sql`${t.removedAt} is null`),
  ],
);
