/**
 * Re-reads a stretch of the chain: every entry's digest from its own row and postings, every audit row, every block's hash and its link to
 * the block before. It is sent as text and calls no function of the ledger, so a function that was tampered with proves nothing here.
 *
 * $1 authority, $2 first block, $3 last block. Each entry's postings are found by the keys its block keeps, so a stretch costs what it holds:
 * the lateral look-ups are index probes whatever the planner thinks, and with nested loops switched off every other
 * join is by hash. Each part is made once (materialized), or the arrays of a block would be taken apart again for every entry in it.
 */
export const CHAIN_CHECK = `
with blocks as materialized (
  select b.*, lag(b.hash) over (order by b.block_seq) as hash_before, lag(b.block_seq) over (order by b.block_seq) as seq_before,
         lag(b.recorded_at) over (order by b.block_seq) as recorded_before
    from ledger.blocks b
   where b.authority_id = $1 and b.block_seq between $2::bigint - 1 and $3::bigint
), legs as materialized (
  select b.block_seq, k.n as leg_n, p.account_id, p.version, p.amount, p.balance_after, p.dimension_id, p.leg, p.side, p.entry_id, p.effective_date, k.account_id as wanted
    from blocks b
    cross join lateral unnest(b.leg_accounts, b.leg_versions) with ordinality k(account_id, version, n)
    left join lateral (select * from ledger.postings x
                        where x.authority_id = $1 and x.account_id = k.account_id and x.block_seq = b.block_seq and x.version = k.version limit 1) p on true
   where b.block_seq >= $2::bigint
), entries as materialized (
  select b.block_seq, u.n as ordinal, u.entry_id, u.sealed, e.entry_id is null as missing,
         e.block_seq is distinct from b.block_seq or e.ordinal is distinct from u.n as misplaced, e.first_leg, e.legs, e.effective_date, e.kind,
         ROW(e.entry_id, e.kind, e.effective_date, e.fingerprint, e.principal, e.reference, e.description, e.override, e.reverses, e.hold_id, e.hold_amount)::text as head
    from blocks b
    cross join lateral unnest(b.entry_ids, b.entry_digests) with ordinality u(entry_id, sealed, n)
    left join lateral (select * from ledger.entries x where x.authority_id = $1 and x.entry_id = u.entry_id limit 1) e on true
   where b.block_seq >= $2::bigint
), wanted as materialized (
  select e.block_seq, e.ordinal, e.entry_id, e.effective_date, k.leg_n
    from entries e cross join lateral generate_series(e.first_leg, e.first_leg + e.legs - 1) k(leg_n)
), entry_legs as materialized (
  select e.block_seq, e.ordinal,
         string_agg(concat(';', l.leg, ',', l.account_id, ',', l.version, ',', l.amount, ',', l.balance_after, ',', l.dimension_id), '' order by l.leg_n) as text,
         count(*) filter (where l.account_id is null) as missing,
         count(*) filter (where l.entry_id <> e.entry_id or l.effective_date <> e.effective_date or l.side <> a.side) as astray,
         sum(l.amount) filter (where a.side = 0) as budget, sum(l.amount) filter (where a.side = 1) as actual, sum(l.amount) filter (where a.side = 2) as memo,
         count(*) as legs
    from wanted e
    join legs l on l.block_seq = e.block_seq and l.leg_n = e.leg_n
    left join ledger.accounts a on a.authority_id = $1 and a.account_id = l.account_id
   group by e.block_seq, e.ordinal
), judged as (
  select e.block_seq, e.ordinal, e.entry_id,
         case
           when e.entry_id is null then 'a sealed digest has no entry'
           when e.missing then 'the entry is missing'
           when e.misplaced then 'the entry is not where its block has it'
           when l.missing > 0 then 'a posting of the entry is missing'
           when l.astray > 0 then 'a posting has another entry, date or side than its entry and account'
           when sha256(convert_to(e.head || coalesce(l.text, ''), 'UTF8')) <> e.sealed then 'the entry is not as it was sealed'
           when coalesce(l.budget, 0) <> 0 or coalesce(l.actual, 0) <> 0 or coalesce(l.memo, 0) <> 0 then 'debits and credits differ'
           when e.kind in (1, 2, 3, 5) and coalesce(l.legs, 0) < 2 then 'the entry has fewer than two postings'
         end as fault
    from entries e left join entry_legs l using (block_seq, ordinal)
), audits as (
  select b.block_seq,
         (select sha256(string_agg(convert_to(ROW(a.ordinal, a.principal, a.operation, a.subject, a.detail)::text, 'UTF8'), ''::bytea order by a.ordinal))
            from ledger.audit_events a where a.authority_id = $1 and a.block_seq = b.block_seq) as digest
    from blocks b where b.block_seq >= $2::bigint
)
select 'entry-digest' as check, j.entry_id, j.block_seq, j.fault as detail from judged j where j.fault is not null
union all
select 'audit-digest', null, b.block_seq, 'the audit rows of the block are not as they were sealed'
  from blocks b join audits a using (block_seq) where a.digest is distinct from b.audit_digest
union all
select 'block-hash', b.entry_ids[1], b.block_seq, 'the block''s hash is not that of its content'
  from blocks b
 where b.block_seq >= $2::bigint
   and b.hash <> sha256(b.previous_hash
         || convert_to(ROW(b.authority_id, b.block_seq, (extract(epoch from b.recorded_at) * 1000000)::bigint, cardinality(b.entry_ids))::text, 'UTF8')
         || coalesce((select string_agg(d, ''::bytea order by n) from unnest(b.entry_digests) with ordinality u(d, n)), '') || b.audit_digest)
union all
select 'block-link', b.entry_ids[1], b.block_seq,
       case when b.seq_before is null or b.seq_before <> b.block_seq - 1 then 'the block before it is missing'
            when b.recorded_at < b.recorded_before then 'it was recorded before the block before it'
            else 'it does not follow from the block before it' end
  from blocks b
 where b.block_seq >= $2::bigint and b.block_seq > 1
   and (b.hash_before is distinct from b.previous_hash or b.seq_before is distinct from b.block_seq - 1 or b.recorded_at < b.recorded_before)
union all
select 'block-link', b.entry_ids[1], b.block_seq, 'the first block does not begin this book''s chain'
  from blocks b where b.block_seq = 1 and b.previous_hash <> sha256(convert_to('threefold book ' || $1, 'UTF8'))
 order by 3, 1, 2
 limit 100`;
