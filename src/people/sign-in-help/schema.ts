import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { instant, oneOf } from '../../platform/database/columns.ts';
import { people } from '../schema.ts';
import { identityProofs } from './identity-proofs.ts';

/** Somebody has lost every second proof: one administrator has made sure who it is and asks, another confirms. */
export const factorRemovals = people.table(
  'factor_removals',
  {
    authorityId: integer('authority_id').notNull(),
    removalId: uuid('removal_id').notNull(),
    identityId: uuid('identity_id').notNull(),
    /** How the first administrator made sure who it is. */
    proof: text('proof', { enum: identityProofs }).notNull(),
    askedBy: text('asked_by').notNull(),
    askedAt: instant('asked_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    confirmedBy: text('confirmed_by'),
    confirmedAt: instant('confirmed_at'),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.removalId] }),
    index('factor_removals_asked').on(t.authorityId, t.askedAt),
    check('factor_removals_proof', sql`${t.proof} in (${oneOf(identityProofs)})`),
    check('factor_removals_two_people', sql`${t.confirmedBy} <> ${t.askedBy}`),
    check('factor_removals_confirmed', sql`(${t.confirmedBy} is null) = (${t.confirmedAt} is null)`),
  ],
);
