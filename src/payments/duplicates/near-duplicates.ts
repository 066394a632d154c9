import { sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Database } from '../../platform/database/database.ts';
import { inTransaction } from '../../platform/database/in-transaction.ts';
import { LET_GO } from '../runs/states.ts';

export interface NearDuplicate {
  readonly amount: bigint;
  /** `same-payee`: within a few days; `same-account`: one account under two payees, for the same time. */
  readonly why: 'same-payee' | 'same-account';
  readonly first: NearPayment;
  readonly second: NearPayment;
}

interface NearPayment {
  readonly reference: string;
  readonly dueRef: string;
  readonly payDate: PlainDate;
  readonly payee: string;
}

/** Shorter than the shortest time between two instalments. */
const DAYS_APART = 6;
const MOST = 500;

/** Pairs of payments that a person should look at once: right ones are among them, so nothing is stopped by it. */
export async function nearDuplicates(
  { database }: { readonly database: Database },
  authorityId: number,
  { from, to }: { readonly from: PlainDate; readonly to: PlainDate },
): Promise<NearDuplicate[]> {
  return inTransaction(database, { authorityId, readOnly: true }, async (tx) => {
    const { rows } = await tx.execute<{ amount: string; why: NearDuplicate['why']; first: NearPayment; second: NearPayment }>(sql`
      with paid as (
        select i.number, i.amount, i.reference, i.due_ref, i.pay_date, i.payee, i.cover_from, i.cover_until, a.fingerprint
          from payments.payment_instructions i
          left join payments.payee_accounts a on a.authority_id = i.authority_id and a.account_id = i.account_id
         where i.authority_id = ${authorityId} and i.pay_date between ${from}::date - ${DAYS_APART}::int and ${to}::date
           and i.state not in ${[...LET_GO]})
      select one.amount::text as amount,
             case when one.payee = other.payee then 'same-payee' else 'same-account' end as why,
             json_build_object('reference', one.reference, 'dueRef', one.due_ref, 'payDate', one.pay_date, 'payee', one.payee) as first,
             json_build_object('reference', other.reference, 'dueRef', other.due_ref, 'payDate', other.pay_date, 'payee', other.payee) as second
        from paid one
        join paid other on other.amount = one.amount and other.number > one.number and other.due_ref <> one.due_ref
         and abs(other.pay_date - one.pay_date) <= ${DAYS_APART}::int
         and (other.payee = one.payee
              or (other.fingerprint = one.fingerprint and other.cover_from = one.cover_from and other.cover_until = one.cover_until))
       where other.pay_date >= ${from}::date or one.pay_date >= ${from}::date
       order by one.number, other.number
       limit ${MOST}`);
    return rows.map(({ amount, ...pair }) => ({ ...pair, amount: BigInt(amount) }));
  });
}
