import { dueList } from '../../budgets/index.ts';
import { daysBetween } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { listOpenLines, type OpenLineWork } from '../../reconciliation/index.ts';
import type { AlertFacts, FactReading } from './alert-facts.ts';
import { factsOfPayments } from './facts-of-payments.ts';

interface Desk {
  readonly database: Database;
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}

const PAGE = 1_000;

/** What plans, payments and bank lines know already. Each later room adds its own beside these. */
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
    ...factsOfPayments(desk),
    { rule: 'bank-line-old', read: (authorityId, today) => oldBankLines(desk, authorityId, today) },
  ];
}

/** What somebody has decided to wait for is not old until that day. */
async function oldBankLines(desk: Desk, authorityId: number, today: PlainDate): Promise<FactReading[]> {
  const readings: FactReading[] = [];
  let after: Pick<OpenLineWork, 'bookingDate' | 'lineId'> | undefined;
  for (;;) {
    const page = await listOpenLines(desk, authorityId, { bookedUntil: today, dueOn: today, limit: PAGE, ...(after && { after }) });
    for (const { lineId: subject, bookingDate, accountId } of page)
      readings.push({ subject, value: String(daysBetween(bookingDate, today)), detail: { accountId, bookingDate } });
    after = page.at(-1);
    if (after === undefined || page.length < PAGE) return readings;
  }
}
