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
    select coalesce(e.entry_id, sealed.id) as entry_id, coalesce(e.block_seq, sealed.block_seq) as block_seq, null::text as account,
           case when sealed.id is null then 'the entry stands in no block' else 'the entry is missing' end as detail
      from (select * from ledger.entries where authority_id = $1) e
      full join (select b.block_seq, u.id, u.n from ledger.blocks b cross join lateral unnest(b.entry_ids) with ordinality u(id, n) where b.authority_id = $1) sealed
             on sealed.id = e.entry_id and sealed.block_seq = e.block_seq and sealed.n = e.ordinal
     where e.entry_id is null or sealed.id is null`,

  'postings-sealed': `
    select coalesce(p.entry_id, e.entry_id) as entry_id, coalesce(p.block_seq, sealed.block_seq) as block_seq,
           coalesce(a.code, '#' || coalesce(p.account_id, sealed.account_id)) as account,
           case when sealed.block_seq is null then 'the posting stands in no block' else 'a posting of the entry is missing' end as detail
      from (select * from ledger.postings where authority_id = $1) p
      full join (select b.block_seq, l.account_id, l.version, l.n from ledger.blocks b
                  cross join lateral unnest(b.leg_accounts, b.leg_versions) with ordinality l(account_id, version, n) where b.authority_id = $1) sealed
             on sealed.account_id = p.account_id and sealed.version = p.version and sealed.block_seq = p.block_seq
      left join ledger.entries e on e.authority_id = $1 and p.entry_id is null and e.block_seq = sealed.block_seq
                                and sealed.n between e.first_leg and e.first_leg + e.legs - 1
      left join ledger.accounts a on a.authority_id = $1 and a.account_id = coalesce(p.account_id, sealed.account_id)
     where p.entry_id is null or sealed.block_seq is null`,
};
