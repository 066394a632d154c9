import { sql } from 'drizzle-orm';
import { addDays } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';

export const ages = ['up-to-7', '8-to-30', '31-to-90', 'over-90'] as const;

export interface AgeOfLines {
  readonly accountId: string;
  readonly age: (typeof ages)[number];
  readonly lines: number;
  readonly inMinor: bigint;
  readonly outMinor: bigint;
}

/** How many lines of each account have been open for how many days, and what came in and went out by them. */
export async function ageingOf(
  { database }: { readonly database: Database },
  authorityId: number,
  today: PlainDate,
): Promise<AgeOfLines[]> {
  const since = (days: number) => addDays(today, -days);
  const { rows } = await inTransaction(database, { authorityId, readOnly: true }, (tx) =>
    tx.execute<{ account_id: string; age: AgeOfLines['age']; lines: number; came_in: string; went_out: string }>(sql`
      select w.account_id,
             case when w.booking_date >= ${since(7)}::date then 'up-to-7' when w.booking_date >= ${since(30)}::date then '8-to-30'
                  when w.booking_date >= ${since(90)}::date then '31-to-90' else 'over-90' end as age,
             count(*)::int as lines,
             coalesce(sum(l.amount_minor) filter (where l.amount_minor > 0), 0)::text as came_in,
             coalesce(sum(-l.amount_minor) filter (where l.amount_minor < 0), 0)::text as went_out
        from reconciliation.line_work w
        join reconciliation.bank_lines l on l.authority_id = w.authority_id and l.line_id = w.line_id
       where w.authority_id = ${authorityId}
       group by 1, 2`),
  );
  return rows
    .map(({ account_id: accountId, age, lines, came_in: came, went_out: went }) => ({
      accountId,
      age,
      lines,
      inMinor: BigInt(came),
      outMinor: BigInt(went),
    }))
    .toSorted((a, b) => (a.accountId === b.accountId ? ages.indexOf(a.age) - ages.indexOf(b.age) : a.accountId < b.accountId ? -1 : 1));
}
