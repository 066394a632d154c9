import type { TransactionClient } from '../../platform/database/in-transaction.ts';
import type { KeptAnchor } from '../anchors/anchor.ts';
import { dayTotalsDigest, statesAt } from '../anchors/book-figures.ts';
import { compareFigures } from '../anchors/compare-anchors.ts';
import type { BookAccounts } from './book-accounts.ts';
import type { Finding } from './finding.ts';
import type { ChainPosition } from './walk-chain.ts';

/**
 * Where a walk that goes on from an anchor begins: at its block, with the balances that the accounts had there. They are read from the
 * book, one posting for each account, and believed because the anchor kept their digest; the same holds for the day totals.
 */
export async function positionAtAnchor(
  tx: TransactionClient,
  kept: KeptAnchor,
  accounts: BookAccounts,
): Promise<{ position: ChainPosition; findings: Finding[] }> {
  const { anchor, name } = kept;
  const { authorityId } = anchor;
  const seq = Number(anchor.block);
  const { rows } = await tx.query<{ micros: number }>(
    'select (extract(epoch from recorded_at) * 1000000)::float8 as micros from ledger.blocks where authority_id = $1 and block_seq = $2',
    [authorityId, seq],
  );
  const position: ChainPosition = {
    seq,
    hash: Buffer.from(anchor.hash, 'hex'),
    recordedMicros: rows[0]?.micros ?? Number.NEGATIVE_INFINITY,
    states: await statesAt(tx, authorityId, seq),
    entries: Number(anchor.entries),
    postings: Number(anchor.postings),
  };
  const findings = compareFigures(kept, position, accounts);
  if ((await dayTotalsDigest(tx, authorityId, seq)) !== anchor.dayTotalsDigest)
    findings.push({
      check: 'day-totals',
      detail: `the day totals are not those of the anchor and what was posted since; a verification of the whole book names the day`,
      anchor: name,
    });
  return { position, findings };
}
