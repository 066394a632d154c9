import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import type { AccountFold } from './account-fold.ts';
import type { BookAccounts } from './book-accounts.ts';
import type { Finding } from './finding.ts';

const LAST_POSTING = `
  select p.entry_id, p.block_seq from ledger.postings p where p.authority_id = $1 and p.account_id = $2
   order by p.account_id desc, p.block_seq desc, p.version desc limit 1`;

/** Holds the balance that is kept of every account against what its postings add up to. */
export async function judgeKeptBalances(
  tx: TransactionClient,
  authorityId: number,
  states: AccountFold,
  accounts: BookAccounts,
): Promise<Finding[]> {
  const { rows } = await tx.query<{ account_id: number; version: bigint; posted: bigint }>(
    'select account_id, version, posted from ledger.account_balances where authority_id = $1 order by account_id',
    [authorityId],
  );
  const kept = new Map(rows.map((row) => [row.account_id, row]));
  const findings: Finding[] = [];
  for (const accountId of new Set([...kept.keys(), ...accounts.keys(), ...states.keys()])) {
    const balance = kept.get(accountId);
    const { version, posted } = states.get(accountId) ?? { version: 0, posted: 0n };
    if (balance?.version === BigInt(version) && balance.posted === posted) continue;
    const last = await tx.query<{ entry_id: string; block_seq: bigint }>(LAST_POSTING, [authorityId, accountId]);
    const [row] = last.rows;
    findings.push({
      check: 'kept-balances',
      account: accounts.get(accountId)?.code ?? `#${accountId}`,
      detail: `kept ${balance?.posted ?? 'nothing'} after ${balance?.version ?? 'no'} postings, but the postings add up to ${posted} after ${version}`,
      ...(row !== undefined && { entryId: row.entry_id, blockSeq: row.block_seq }),
    });
    if (findings.length >= 100) break;
  }
  return findings;
}
