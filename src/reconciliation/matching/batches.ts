import type { Claims } from './claims.ts';
import { windowOf } from './items.ts';
import { type LearnedPayees, wasTakenApart } from './learning/learned-payees.ts';
import type { Prepared, PreparedItem, PreparedLine } from './prepare.ts';
import type { MatchProposal } from './proposal.ts';

interface Batch {
  readonly batchId: string;
  readonly items: readonly PreparedItem[];
  readonly day: number;
  readonly total: bigint;
  readonly currency: string;
}

/** What a sum of several items over a whole batch is worth beside its day: nobody else pays that sum. */
const SCORE_OF_A_BATCH = 12;
const SCORE_WHEN_NAMED = 18;

/**
 * A run that went through Bacs stands at the bank as one contra: its items, less those that came back. A card scheme settles a day in one
 * sum. A line is the batch's when the sum ties to the penny, the day is right, and neither another line nor another batch could be meant.
 */
export function matchBatches({ lines, items }: Prepared, claims: Claims, learned: LearnedPayees): MatchProposal[] {
  const bySum = new Map<string, PreparedLine[]>();
  for (const line of lines) {
    const same = bySum.get(line.amountKey);
    if (same) same.push(line);
    else bySum.set(line.amountKey, [line]);
  }
  const offers = batchesOf(items).flatMap((batch) =>
    (bySum.get(`${batch.currency}${batch.total}`) ?? [])
      .filter((line) => fits(line, batch) && !batch.items.some(({ source }) => wasTakenApart(learned, line.source.id, source.id)))
      .map((line) => ({ line, batch, named: names(line, batch) })),
  );
  const matched: MatchProposal[] = [];
  for (const offer of offers) {
    const rivals = offers.filter((other) => other !== offer && (other.line === offer.line || other.batch.batchId === offer.batch.batchId));
    // A line that names the run outdoes those that do not.
    if (rivals.some((rival) => rival.named || !offer.named)) continue;
    claims.take(
      [offer.line.n],
      offer.batch.items.map(({ n }) => n),
    );
    matched.push(asProposal(offer));
  }
  return matched;
}

function batchesOf(items: readonly PreparedItem[]): Batch[] {
  const byId = new Map<string, PreparedItem[]>();
  for (const item of items) {
    const { kind, batchId, currency = 'GBP' } = item.source;
    if (batchId === undefined || !['batch-item', 'batch-return', 'card-settlement'].includes(kind)) continue;
    const key = `${batchId}\n${currency}`;
    const together = byId.get(key);
    if (together) together.push(item);
    else byId.set(key, [item]);
  }
  return [...byId.values()].flatMap((all) => {
    const sent = all.filter(({ source }) => source.kind !== 'batch-return');
    const variants = sent.length < all.length ? [all, sent] : [all];
    return variants.flatMap((together) => {
      const [first] = together;
      if (first === undefined || together.length < 2) return [];
      return [
        {
          batchId: first.source.batchId as string,
          items: together,
          day: together.reduce((latest, { day, source }) => (source.kind === 'batch-return' ? latest : Math.max(latest, day)), 0),
          total: together.reduce((sum, { source }) => sum + source.amountMinor, 0n),
          currency: first.source.currency ?? 'GBP',
        },
      ];
    });
  });
}

function fits(line: PreparedLine, batch: Batch): boolean {
  const late = line.day - batch.day;
  const [from, to] = windowOf[batch.items[0]?.source.kind ?? 'batch-item'][names(line, batch) ? 'look' : 'alone'];
  return late >= from && late <= to;
}

function names(line: PreparedLine, { batchId }: Batch): boolean {
  const code = batchId.toUpperCase().replace(/[^0-9A-Z]/g, '');
  return line.own.includes(code) || line.codes.includes(code);
}

function asProposal({ line, batch, named }: { line: PreparedLine; batch: Batch; named: boolean }): MatchProposal {
  const { id: lineId } = line.source;
  const returned = batch.items.filter(({ source }) => source.kind === 'batch-return').length;
  return {
    lineIds: [lineId],
    itemIds: batch.items.map(({ source }) => source.id),
    allocations: batch.items.map(({ source }) => ({ lineId, to: { kind: 'item', itemId: source.id }, amountMinor: source.amountMinor })),
    stage: 'batch',
    score: named ? SCORE_WHEN_NAMED : SCORE_OF_A_BATCH,
    margin: named ? SCORE_WHEN_NAMED : SCORE_OF_A_BATCH,
    reasons: [
      `the sum of batch ${batch.batchId}: ${batch.items.length - returned} items${returned === 0 ? '' : ` less ${returned} returned`}`,
      named ? 'names the batch' : 'on the batch’s day',
      'no other line or batch has this sum then',
    ],
    decision: 'auto',
  };
}
