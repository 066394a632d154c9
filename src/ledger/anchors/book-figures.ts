import { createHash } from 'node:crypto';
import { copyOut } from '../../platform/database/copy-out.ts';
import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import type { AccountFold } from '../verify/account-fold.ts';
import type { BookAccounts } from '../verify/book-accounts.ts';
import type { Anchor } from './anchor.ts';

const SIDES = ['budget', 'actual', 'memo'] as const;

/** Trial-balance totals by side and currency, of the accounts that have postings. */
export function totalsOf(states: AccountFold, accounts: BookAccounts): Anchor['totals'] {
  const sums = new Map<string, { side: (typeof SIDES)[number]; currency: string; debit: bigint; credit: bigint }>();
  for (const [accountId, { posted }] of states) {
    const account = accounts.get(accountId);
    if (account === undefined) continue;
    const key = `${account.side} ${account.currency}`;
    const sum = sums.get(key) ?? { side: SIDES[account.side] ?? 'memo', currency: account.currency, debit: 0n, credit: 0n };
    if (posted > 0n) sum.debit += posted;
    else sum.credit -= posted;
    sums.set(key, sum);
  }
  const inOrder = [...sums].sort(([one], [other]) => (one < other ? -1 : 1));
  return inOrder.map(([, sum]) => ({ ...sum, debit: sum.debit.toString(), credit: sum.credit.toString() }));
}

export function balancesDigest(states: AccountFold): string {
  const hash = createHash('sha256');
  const inOrder = [...states].filter(([, { version }]) => version > 0).sort(([one], [other]) => one - other);
  for (const [accountId, { version, posted }] of inOrder) hash.update(`${accountId},${version},${posted}\n`);
  return hash.digest('hex');
}

/** Over the day totals as they were when the chain ended with block `upTo`: those that are kept, less what was posted since. */
export async function dayTotalsDigest(tx: TransactionClient, authorityId: number, upTo: number): Promise<string> {
  const hash = createHash('sha256');
  await copyOut(
    tx,
    `copy (
       with touched as (
         select distinct l.account_id from ledger.blocks b cross join lateral unnest(b.leg_accounts) l(account_id)
          where b.authority_id = ${authorityId} and b.block_seq > ${upTo}
       ), since as (
         select p.account_id, p.effective_date, coalesce(sum(p.amount) filter (where p.amount > 0), 0) as debit,
                coalesce(-sum(p.amount) filter (where p.amount < 0), 0) as credit, count(*) as postings
           from touched
          cross join lateral (select * from ledger.postings x
                               where x.authority_id = ${authorityId} and x.account_id = touched.account_id and x.block_seq > ${upTo} offset 0) p
          group by p.account_id, p.effective_date
       ), before as (
         select coalesce(t.account_id, s.account_id) as account_id, coalesce(t.effective_date, s.effective_date) as effective_date,
                coalesce(t.debit, 0) - coalesce(s.debit, 0) as debit, coalesce(t.credit, 0) - coalesce(s.credit, 0) as credit,
                coalesce(t.postings, 0) - coalesce(s.postings, 0) as postings
           from (select * from ledger.day_totals where authority_id = ${authorityId}) t
           full join since s on s.account_id = t.account_id and s.effective_date = t.effective_date
       )
       select account_id, effective_date, debit, credit, postings from before
        where debit <> 0 or credit <> 0 or postings <> 0 order by account_id, effective_date) to stdout (delimiter ',')`,
    (line) => hash.update(line),
  );
  return hash.digest('hex');
}

/** What every account stood at when the chain ended with block `upTo`: one probe for each. */
export async function statesAt(tx: TransactionClient, authorityId: number, upTo: number): Promise<AccountFold> {
  const states: AccountFold = new Map();
  const { rows } = await tx.query<{ account_id: number; version: number; posted: bigint }>(
    `select a.account_id, last.version::float8 as version, last.balance_after as posted
       from ledger.accounts a
      cross join lateral (select p.version, p.balance_after from ledger.postings p
                           where p.authority_id = $1 and p.account_id = a.account_id and p.block_seq <= $2
                           order by p.account_id desc, p.block_seq desc, p.version desc limit 1) last
      where a.authority_id = $1`,
    [authorityId, upTo],
  );
  for (const { account_id, version, posted } of rows) states.set(account_id, { version, posted });
  return states;
}
