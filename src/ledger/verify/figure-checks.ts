/** Figures that only every posting of the book can prove. Folded first: with a limit in sight the planner would rather walk an index. */
export const FIGURE_CHECKS: Readonly<Record<string, string>> = {
  'day-totals': `
    with folded as materialized (
      select p.account_id, p.effective_date, coalesce(sum(p.amount) filter (where p.amount > 0), 0) as debit,
             coalesce(-sum(p.amount) filter (where p.amount < 0), 0) as credit, count(*) as postings
        from ledger.postings p where p.authority_id = $1 group by p.account_id, p.effective_date
    ), kept as (select * from ledger.day_totals where authority_id = $1)
    select null::uuid as entry_id, null::bigint as block_seq, a.code as account, 'the day total of ' || coalesce(f.effective_date, k.effective_date) || ' is not that of its postings' as detail
      from folded f full join kept k on k.account_id = f.account_id and k.effective_date = f.effective_date
      left join ledger.accounts a on a.authority_id = $1 and a.account_id = coalesce(f.account_id, k.account_id)
     where (f.debit, f.credit, f.postings) is distinct from (k.debit::numeric, k.credit::numeric, k.postings::bigint)`,
};

/** Asked when the tables hold another number of entries or postings than the chain: which are they? */
export const NAMING_CHECKS: Readonly<Record<string, string>> = {
  'entries-sealed': `
    select e.entry_id, e.block_seq, null::text as account, 'the entry stands in no block' as detail
      from ledger.entries e
      left join (select b.block_seq, u.id, u.n from ledger.blocks b cross join lateral unnest(b.entry_ids) with ordinality u(id, n) where b.authority_id = $1) sealed
             on sealed.id = e.entry_id and sealed.block_seq = e.block_seq and sealed.n = e.ordinal
     where e.authority_id = $1 and sealed.id is null`,

  'postings-sealed': `
    select p.entry_id, p.block_seq, coalesce(a.code, '#' || p.account_id) as account, 'the posting stands in no block' as detail
      from ledger.postings p
      left join (select b.block_seq, l.account_id, l.version from ledger.blocks b cross join lateral unnest(b.leg_accounts, b.leg_versions) l(account_id, version)
                  where b.authority_id = $1) sealed
             on sealed.account_id = p.account_id and sealed.version = p.version and sealed.block_seq = p.block_seq
      left join ledger.accounts a on a.authority_id = $1 and a.account_id = p.account_id
     where p.authority_id = $1 and sealed.block_seq is null`,
};
