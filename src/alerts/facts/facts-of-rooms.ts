import { dueList } from '../../budgets/index.ts';
import { type PaymentGoneWrong, paymentsGoneWrong } from '../../payments/index.ts';
import { daysBetween } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import type { AlertFacts, FactReading } from './alert-facts.ts';

interface Desk {
  readonly database: Database;
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}

const PAGE = 1_000;

/** What plans and payments know already. Each later room adds its own beside these. */
export function factsOfRooms(desk: Desk): readonly AlertFacts[] {
  return [
    {
      rule: 'review-due',
      read: async (authorityId, today) => {
        const due = await dueList(desk, authorityId, { limit: PAGE });
        return due
          .filter(({ kind }) => kind === 'plan-review' || kind === 'payment-review')
          .map(({ clockId, dueOn }) => ({ subject: clockId, value: String(daysBetween(today, dueOn)), detail: { dueOn } }));
      },
    },
    { rule: 'payment-returned', read: (authorityId, today) => goneWrong(desk, authorityId, { what: 'returned', today }) },
    { rule: 'payment-failed', read: (authorityId, today) => goneWrong(desk, authorityId, { what: 'refused', today }) },
  ];
}

/** Told from the first day on, and over once the sum is paid again. */
async function goneWrong(
  { database }: Desk,
  authorityId: number,
  { what, today }: { readonly what: PaymentGoneWrong['what']; readonly today: PlainDate },
): Promise<FactReading[]> {
  const open = await inTransaction(database, { authorityId, readOnly: true }, (tx) => paymentsGoneWrong(tx, authorityId));
  return open
    .filter((each) => each.what === what)
    .map(({ dueRef, since, reason, familyId }) => ({
      subject: dueRef,
      value: String(daysBetween(since, today) + 1),
      ...(familyId !== null && { familyId }),
      detail: { since, ...(reason !== null && { reason }) },
    }));
}
