import { expenseAccount, shareAccount } from '../../rules/account-codes.ts';
import type { FundingStream, Share } from '../../rules/share.ts';
import { type Figures, figuresOf, sumFigures } from './figures.ts';

/** One part of a line: what one source pays for one year. */
export interface SharePosition {
  readonly share: Share;
  readonly figures: Figures;
}

/** Figures added up under one name: a stream's, a source's, a year's. */
export interface Subtotal<Key> {
  readonly key: Key;
  readonly figures: Figures;
}

/** The accounts that a position reads, in one statement for all shares. */
export function accountsOfPosition(shares: readonly Share[]): string[] {
  return shares.flatMap((share) => [
    shareAccount(share, 'available'),
    shareAccount(share, 'committed'),
    shareAccount(share, 'paid'),
    expenseAccount(share),
  ]);
}

/** A share whose accounts are not open has had no money yet, and stands at nothing. */
export function sharePositions(shares: readonly Share[], balances: ReadonlyMap<string, bigint>): SharePosition[] {
  const at = (code: string) => balances.get(code) ?? 0n;
  return shares.map((share) => ({
    share,
    figures: figuresOf({
      available: at(shareAccount(share, 'available')),
      committed: at(shareAccount(share, 'committed')),
      paid: at(shareAccount(share, 'paid')),
      expense: at(expenseAccount(share)),
    }),
  }));
}

const STREAMS: readonly FundingStream[] = ['EDUCATION', 'HEALTH', 'CARE'];

/** Always in the order of the law: education, health, care. Streams that pay nothing are left out. */
export function byStream(positions: readonly SharePosition[]): Subtotal<FundingStream>[] {
  const found = subtotals(positions, ({ share }) => share.stream);
  return STREAMS.flatMap((stream) => found.filter(({ key }) => key === stream));
}

export function bySource(positions: readonly SharePosition[]): Subtotal<string>[] {
  return subtotals(positions, ({ share }) => share.source).sort((a, b) => (a.key < b.key ? -1 : 1));
}

function subtotals<Key>(positions: readonly SharePosition[], keyOf: (position: SharePosition) => Key): Subtotal<Key>[] {
  const groups = new Map<Key, Figures[]>();
  for (const position of positions) {
    const key = keyOf(position);
    groups.set(key, [...(groups.get(key) ?? []), position.figures]);
  }
  return [...groups].map(([key, figures]) => ({ key, figures: sumFigures(figures) }));
}
