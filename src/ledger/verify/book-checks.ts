/**
 * Checks of what stands beside the entries. Each is one statement with $1 = authority that gives rows (entry_id, block_seq, account, detail):
 * what is wrong.
 */
export const BOOK_CHECKS: Readonly<Record<string, string>> = {
  'chain-head': `
    select null::uuid as entry_id, k.block_seq, null::text as account, 'the head of the chain is not its last block' as detail
      from ledger.books k
      left join lateral (select b.block_seq, b.hash from ledger.blocks b where b.authority_id = $1 order by b.block_seq desc limit 1) b on true
     where k.authority_id = $1 and (k.block_seq <> coalesce(b.block_seq, 0) or (b.hash is not null and k.block_hash <> b.hash))`,

  'trial-balance': `
    select null::uuid as entry_id, null::bigint as block_seq, null::text as account,
           format('the %s side in %s is out by %s pence', (array['budget', 'actual', 'memo'])[a.side + 1], a.currency, sum(b.posted)) as detail
      from ledger.accounts a join ledger.account_balances b on b.authority_id = $1 and b.account_id = a.account_id
     where a.authority_id = $1 group by a.side, a.currency having sum(b.posted) <> 0`,

  // A hold is what its steps made of it, and what is pending on an account is the sum of what its pending holds still keep.
  holds: `
    with steps as (
      select e.hold_id, min(e.hold_amount) filter (where e.kind = 4) as amount, coalesce(sum(e.hold_amount) filter (where e.kind = 5), 0) as captured,
             bool_or(e.kind = 6) as voided, bool_or(e.kind = 7) as expired, max(e.block_seq) as block_seq
        from ledger.entries e where e.authority_id = $1 and e.hold_id is not null group by e.hold_id
    )
    select coalesce(h.hold_id, s.hold_id) as entry_id, s.block_seq, null::text as account, 'the hold is not what its steps made of it' as detail
      from steps s full join (select * from ledger.holds where authority_id = $1) h on h.hold_id = s.hold_id
     where h.hold_id is null or s.hold_id is null or h.amount <> s.amount or h.captured <> s.captured
        or (h.state = 3) <> s.voided or (h.state = 4) <> s.expired or (h.state = 2 and s.captured = 0)
        or (h.state = 1 and h.captured = h.amount)
    union all
    select null, null, a.code, 'what is pending on the account is not the sum of its pending holds'
      from ledger.account_balances b join ledger.accounts a on a.authority_id = $1 and a.account_id = b.account_id
      left join (select account_id, sum(debit) as debit, sum(credit) as credit from (
                   select h.debit_account_id as account_id, h.amount - h.captured as debit, 0::bigint as credit from ledger.holds h where h.authority_id = $1 and h.state = 1
                   union all
                   select h.credit_account_id, 0, h.amount - h.captured from ledger.holds h where h.authority_id = $1 and h.state = 1) x group by account_id) p
             on p.account_id = b.account_id
     where b.authority_id = $1 and (b.pending_debit <> coalesce(p.debit, 0) or b.pending_credit <> coalesce(p.credit, 0))`,

  // What a hold is for is sealed when it is placed. The expression is that of ledger.hold_as_sealed, written out: no function is believed here.
  'holds-sealed': `
    select coalesce(h.hold_id, sealed.subject::uuid) as entry_id, sealed.block_seq, null::text as account, 'the hold is not as it was placed' as detail
      from (select hold_id, to_jsonb(x) - '{captured,state,expires_at}'::text[]
                     || jsonb_build_object('expires_at', (extract(epoch from x.expires_at) * 1000000)::bigint) as placed
              from ledger.holds x where authority_id = $1) h
      full join (select e.subject, e.block_seq, e.detail from ledger.audit_events e where e.authority_id = $1 and e.operation = 'ledger.place-hold') sealed
             on sealed.subject = h.hold_id::text
     where sealed.detail is distinct from h.placed`,

  accounts: `
    select null::uuid as entry_id, sealed.block_seq, coalesce(a.code, sealed.subject) as account, 'the account is not as it was last sealed' as detail
      from (select * from ledger.accounts where authority_id = $1) a
      full join (select distinct on (e.subject) e.subject, e.block_seq, e.detail -> 'account' as account from ledger.audit_events e
                  where e.authority_id = $1 and e.operation in ('ledger.open-account', 'ledger.change-account') order by e.subject, e.block_seq desc, e.ordinal desc) sealed
             on sealed.subject = a.code
     where sealed.account is distinct from to_jsonb(a) - 'watched'`,

  dimensions: `
    select null::uuid as entry_id, sealed.block_seq, null::text as account, 'dimension ' || coalesce(d.dimension_id::text, sealed.subject) || ' is not as it was sealed' as detail
      from (select * from ledger.dimensions where authority_id = $1 and dimension_id > 0) d
      full join (select e.subject, e.block_seq, e.detail from ledger.audit_events e where e.authority_id = $1 and e.operation = 'ledger.add-dimension') sealed
             on sealed.subject = d.dimension_id::text
     where sealed.detail is distinct from to_jsonb(d)`,

  'entry-metadata': `
    select coalesce(m.entry_id, sealed.subject::uuid) as entry_id, coalesce(m.block_seq, sealed.block_seq) as block_seq, null::text as account,
           'what is said about the entry is not as it was sealed' as detail
      from (select * from ledger.entry_metadata where authority_id = $1) m
      full join (select e.subject, e.block_seq, (e.detail ->> 'revision')::integer as revision, e.detail -> 'data' as data, e.principal from ledger.audit_events e
                  where e.authority_id = $1 and e.operation = 'ledger.describe-entry') sealed
             on sealed.subject = m.entry_id::text and sealed.revision = m.revision
     where (sealed.data, sealed.principal, sealed.block_seq) is distinct from (m.data, m.principal, m.block_seq)`,

  periods: `
    select null::uuid as entry_id, sealed.block_seq, null::text as account, 'period ' || coalesce(p.period_id, sealed.subject) || ' is not as it was last sealed' as detail
      from (select * from ledger.periods where authority_id = $1) p
      full join (select distinct on (e.subject) e.subject, e.block_seq, e.detail from ledger.audit_events e
                  where e.authority_id = $1 and e.operation in ('ledger.open-period', 'ledger.reopen-period', 'ledger.close-period', 'ledger.soft-close-period')
                  order by e.subject, e.block_seq desc, e.ordinal desc) sealed on sealed.subject = p.period_id
     where sealed.detail ->> 'state' is distinct from p.state or sealed.detail ->> 'firstDay' is distinct from p.first_day::text or sealed.detail ->> 'lastDay' is distinct from p.last_day::text`,

  'carried-balances': `
    select null::uuid as entry_id, null::bigint as block_seq, a.code as account, 'the balance carried forward from ' || c.last_day || ' is not that of the postings up to it' as detail
      from ledger.period_balances c join ledger.accounts a on a.authority_id = $1 and a.account_id = c.account_id
     where c.authority_id = $1
       and c.closing <> coalesce((select sum(t.debit - t.credit) from ledger.day_totals t
                                   where t.authority_id = $1 and t.account_id = c.account_id and t.effective_date <= c.last_day), 0)`,

  'carried-rows': `
    select null::uuid as entry_id, null::bigint as block_seq, a.code as account, 'nothing is carried forward from ' || p.last_day || ', though the period is closed' as detail
      from ledger.periods p
      join (select t.account_id, min(t.effective_date) as first_day from ledger.day_totals t where t.authority_id = $1 group by t.account_id) used
        on used.first_day <= p.last_day
      join ledger.accounts a on a.authority_id = $1 and a.account_id = used.account_id
      left join ledger.period_balances c on c.authority_id = $1 and c.account_id = used.account_id and c.last_day = p.last_day
     where p.authority_id = $1 and p.state = 'closed' and c.account_id is null
    union all
    select null, null, a.code, 'a balance is carried forward from ' || c.last_day || ', where no closed period ends'
      from ledger.period_balances c left join ledger.accounts a on a.authority_id = $1 and a.account_id = c.account_id
     where c.authority_id = $1
       and not exists (select from ledger.periods p where p.authority_id = $1 and p.last_day = c.last_day and p.state = 'closed')`,

  crossings: `
    select null::uuid as entry_id, coalesce(c.block_seq, sealed.block_seq) as block_seq, null::text as account,
           'a crossing of watch ' || coalesce(c.watch_id::text, sealed.subject) || ' is not as it was sealed' as detail
      from (select * from ledger.crossings where authority_id = $1) c
      full join (select e.subject, e.block_seq, e.detail from ledger.audit_events e where e.authority_id = $1 and e.operation = 'ledger.cross-watch') sealed
             on sealed.subject = c.watch_id::text and sealed.block_seq = c.block_seq
     where sealed.detail is distinct from to_jsonb(c)
    union all
    select null, last.block_seq, null, 'watch ' || w.watch_id || ' is armed or not against its last crossing'
      from ledger.watches w
      left join lateral (select c.kind, c.block_seq from ledger.crossings c where c.authority_id = $1 and c.watch_id = w.watch_id order by c.block_seq desc limit 1) last on true
     where w.authority_id = $1 and w.armed <> (last.kind is distinct from 'crossed')
    union all
    select null, null, a.code, 'the account is noted as watched or not against its watches'
      from ledger.accounts a
     where a.authority_id = $1 and a.watched <> exists (select from ledger.watches w where w.authority_id = $1 and w.account_id = a.account_id)`,

  watches: `
    select null::uuid as entry_id, sealed.block_seq, null::text as account, 'watch ' || coalesce(w.watch_id::text, sealed.subject) || ' is not as it was sealed' as detail
      from (select * from ledger.watches where authority_id = $1) w
      full join (select * from (select distinct on (e.subject) e.subject, e.block_seq, e.detail, e.operation from ledger.audit_events e
                  where e.authority_id = $1 and e.operation in ('ledger.add-watch', 'ledger.remove-watch') order by e.subject, e.block_seq desc) x
                  where x.operation = 'ledger.add-watch') sealed
             on sealed.subject = w.watch_id::text
     where sealed.detail is distinct from to_jsonb(w) - 'armed'`,

  'balance-assertions': `
    select null::uuid as entry_id, s.block_seq, a.code as account,
           format('asserted %s pence on %s, but the account stood at %s', s.balance, s.as_of, a.normal_side * coalesce(t.net, 0)) as detail
      from ledger.balance_assertions s join ledger.accounts a on a.authority_id = $1 and a.account_id = s.account_id
      left join lateral (select sum(d.debit - d.credit) as net from ledger.day_totals d
                          where d.authority_id = $1 and d.account_id = s.account_id and d.effective_date <= s.as_of) t on true
     where s.authority_id = $1 and s.balance <> a.normal_side * coalesce(t.net, 0)
    union all
    select null, coalesce(e.block_seq, s.block_seq), coalesce(e.detail ->> 'account', a.code), 'a balance assertion is not as it was sealed'
      from (select * from ledger.audit_events where authority_id = $1 and operation = 'ledger.assert-balance') e
      full join (select * from ledger.balance_assertions where authority_id = $1) s on s.assertion_id::text = e.subject
      left join ledger.accounts a on a.authority_id = $1 and a.account_id = s.account_id
     where (e.detail ->> 'asOf', e.detail ->> 'balance', e.detail ->> 'account', e.principal, e.block_seq)
           is distinct from (s.as_of::text, s.balance::text, a.code, s.principal, s.block_seq)`,
};
