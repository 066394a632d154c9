import type { Admin } from './admin.ts';

/**
 * What somebody with every right over the database can do after changing a book: seal it all again, so that the book by itself is right.
 * Made in the session of `admin`, for triggers that are switched off.
 */
export async function createReseal(admin: Admin): Promise<void> {
  await admin.rows(`
    create function pg_temp.reseal(p_authority integer) returns void language plpgsql as $$
    declare
      b record; digests bytea[]; audited bytea; sealed bytea;
      previous bytea := sha256(convert_to('threefold book ' || p_authority, 'UTF8'));
    begin
      for b in select * from ledger.blocks where authority_id = p_authority order by block_seq loop
        select coalesce(array_agg(sha256(convert_to(x.head || coalesce(x.legs, ''), 'UTF8')) order by x.n), '{}') into digests from (
          select u.n,
                 ROW(e.entry_id, e.kind, e.effective_date, e.fingerprint, e.principal, e.reference, e.description, e.override, e.reverses, e.hold_id, e.hold_amount)::text as head,
                 (select string_agg(concat(';', p.leg, ',', p.account_id, ',', p.version, ',', p.amount, ',', p.balance_after, ',', p.dimension_id), '' order by k.n)
                    from unnest(b.leg_accounts[e.first_leg : e.first_leg + e.legs - 1], b.leg_versions[e.first_leg : e.first_leg + e.legs - 1])
                         with ordinality k(account_id, version, n)
                    join ledger.postings p on p.authority_id = p_authority and p.account_id = k.account_id and p.version = k.version and p.block_seq = b.block_seq) as legs
            from unnest(b.entry_ids) with ordinality u(id, n)
            join ledger.entries e on e.authority_id = p_authority and e.entry_id = u.id) x;
        select sha256(string_agg(convert_to(ROW(a.ordinal, a.principal, a.operation, a.subject, a.detail)::text, 'UTF8'), ''::bytea order by a.ordinal))
          into audited from ledger.audit_events a where a.authority_id = p_authority and a.block_seq = b.block_seq;
        sealed := sha256(previous
          || convert_to(ROW(p_authority, b.block_seq, (extract(epoch from b.recorded_at) * 1000000)::bigint, cardinality(b.entry_ids))::text, 'UTF8')
          || coalesce((select string_agg(d, ''::bytea order by n) from unnest(digests) with ordinality u(d, n)), '') || audited);
        update ledger.blocks set previous_hash = previous, entry_digests = digests, audit_digest = audited, hash = sealed
         where authority_id = p_authority and block_seq = b.block_seq;
        previous := sealed;
      end loop;
      update ledger.books set block_hash = previous where authority_id = p_authority;
    end $$`);
}
