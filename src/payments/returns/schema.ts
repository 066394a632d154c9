import { date, foreignKey, index, integer, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { instant } from '../../platform/database/columns.ts';
import { paymentInstructions } from '../runs/schema.ts';
import { payments } from '../schema.ts';

/** A payment that came back. The payment's own row and entries stay as they were: the earlier days were true. */
export const paymentReturns = payments.table(
  'payment_returns',
  {
    authorityId: integer('authority_id').notNull(),
    instructionId: uuid('instruction_id').notNull(),
    returnedOn: date('returned_on').$type<PlainDate>().notNull(),
    /** Later than the day of return when that day's period was closed. */
    bookedOn: date('booked_on').$type<PlainDate>().notNull(),
    bank: text('bank').notNull(),
    bankReference: text('bank_reference'),
    /** A code: `account-closed`. */
    reason: text('reason').notNull(),
    recordedBy: text('recorded_by').notNull(),
    recordedAt: instant('recorded_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.authorityId, t.instructionId] }),
    index('payment_returns_recorded').on(t.authorityId, t.recordedAt),
    foreignKey({
      name: 'payment_returns_instruction',
      columns: [t.authorityId, t.instructionId],
      foreignColumns: [paymentInstructions.authorityId, paymentInstructions.instructionId],
    }),
  ],
);
