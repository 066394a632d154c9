import { sql } from 'drizzle-orm';
import { check, date, foreignKey, index, integer, jsonb, primaryKey, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant, oneOf, pence } from '../../platform/database/columns.ts';
import { payments, type StoredPart } from '../schema.ts';
import type { CardRules } from './rules/card-rules.ts';
import { declineReasons } from './rules/card-rules.ts';

/** A card that a family chose to have: it spends from one share. No number of a card is ever kept, only what its issuer calls it. */
export const cards = payments.table(
  'cards',
  {
    authorityId: integer('authority_id').notNull(),
    cardId: uuid('card_id').notNull(),
    issuer: text('issuer').notNull(),
    issuerRef: text('issuer_ref').notNull(),
    familyId: uuid('family_id').notNull(),
    share: jsonb('share').$type<StoredPart['share']>().notNull(),
    stream: text('stream').notNull(),
    /** The accounts of the share that a purchase moves between, by their codes in the books. */
    availableAccount: text('available_account').notNull(),
    paidAccount: text('paid_account').notNull(),
    state: text('state', { enum: ['active', 'stopped'] }).notNull(),
    openedBy: text('opened_by').notNull(),
    openedAt: instant('opened_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.cardId] }),
    unique('cards_issuer_ref').on(t.authorityId, t.issuer, t.issuerRef),
    index('cards_family').on(t.authorityId, t.familyId),
    check('cards_state', sql`${t.state} in ('active', 'stopped')`),
  ],
);

/** What cards of a stream may be used for, from a day on: a change is a new row. */
export const cardRules = payments.table(
  'card_rules',
  {
    authorityId: integer('authority_id').notNull(),
    stream: text('stream').notNull(),
    validFrom: date('valid_from').$type<PlainDate>().notNull(),
    rules: jsonb('rules').$type<CardRules>().notNull(),
    setBy: text('set_by').notNull(),
    setAt: instant('set_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.authorityId, t.stream, t.validFrom] })],
);

/** `captured` and `released` are ends; money given back later is a purchase of its own. */
export const purchaseStates = ['held', 'declined', 'captured', 'released'] as const;

/** Every use of a card that we were asked about or told of. */
export const cardPurchases = payments.table(
  'card_purchases',
  {
    authorityId: integer('authority_id').notNull(),
    /** Made of the issuer's own name for it, and the hold's id in the books. */
    purchaseId: uuid('purchase_id').notNull(),
    cardId: uuid('card_id').notNull(),
    issuerRef: text('issuer_ref').notNull(),
    amount: pence('amount').notNull(),
    merchant: text('merchant').notNull(),
    category: text('category').notNull(),
    madeOn: date('made_on').$type<PlainDate>().notNull(),
    state: text('state', { enum: purchaseStates }).notNull(),
    reason: text('reason', { enum: declineReasons }),
    captured: pence('captured').notNull(),
    decidedAt: timestamp('decided_at', { withTimezone: true, mode: 'date' }).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.purchaseId] }),
    index('card_purchases_card').on(t.authorityId, t.cardId, t.madeOn),
    foreignKey({ name: 'card_purchases_card_id', columns: [t.authorityId, t.cardId], foreignColumns: [cards.authorityId, cards.cardId] }),
    check('card_purchases_state', sql`${t.state} in (${oneOf(purchaseStates)})`),
    check('card_purchases_declined', sql`(${t.state} = 'declined') = (${t.reason} is not null)`),
    check('card_purchases_amount', sql`${t.amount} >= 0 and ${t.captured} >= 0`),
  ],
);
