import type { Dimension } from '../../../ledger/rules/entry-draft.ts';
import type { FundingStream } from '../../rules/share.ts';
import { type Figures, figuresOf, type Standing, sumFigures } from './figures.ts';

/** What all accounts of one kind stand at together, as the ledger adds them up: `head` and `tail` are the ends of their codes. */
export interface KindTotal extends Pick<Dimension, 'stream' | 'source' | 'financialYear'> {
  readonly head: string;
  readonly tail: string;
  /** In the accounts' normal direction, in pence. */
  readonly balance: bigint;
}

/** One source's money for one year: what was put up, what became of it, and by how much the pot is short. */
export interface Pot {
  readonly source: string;
  readonly financialYear: string;
  /** What funders have put up in all. */
  readonly putUp: bigint;
  /** Put up and not yet given to a line; below nothing when lines were given more than was put up. */
  readonly notGiven: bigint;
  /** By how much lines were given, or have cost, more than the source has. Agreed provision is a duty, so this is shown and stops nothing. */
  readonly overspent: bigint;
  readonly figures: Figures;
}

export interface AuthorityPosition {
  readonly figures: Figures;
  readonly streams: readonly { readonly stream: FundingStream; readonly figures: Figures }[];
  readonly pots: readonly Pot[];
}

const STREAMS: readonly FundingStream[] = ['EDUCATION', 'HEALTH', 'CARE'];

/** Everything an authority's lines and sources stand at, from the book's own totals: no line is looked at. */
export function authorityPositionOf(totals: readonly KindTotal[]): AuthorityPosition {
  const pots = potsOf(totals);
  return {
    figures: sumFigures(pots.map(({ figures }) => figures)),
    streams: STREAMS.flatMap((stream) => {
      const own = totals.filter((total) => total.stream === stream);
      return own.length === 0 ? [] : [{ stream, figures: figuresOf(standingOf(own)) }];
    }),
    pots,
  };
}

/** By source, and by year within it. */
export function potsOf(totals: readonly KindTotal[]): Pot[] {
  const groups = new Map<string, KindTotal[]>();
  for (const total of totals) {
    if (total.source === undefined || total.financialYear === undefined) continue;
    const key = `${total.source} ${total.financialYear}`;
    groups.set(key, [...(groups.get(key) ?? []), total]);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => {
      const [{ source = '', financialYear = '' } = {}] = group;
      const notGiven = sumOf(group, 'source');
      const figures = figuresOf(standingOf(group));
      return { source, financialYear, putUp: sumOf(group, 'budget-control'), notGiven, overspent: shortOf(notGiven, figures), figures };
    });
}

/** What lines still have unpromised is theirs and fills no pot; what they cost beyond their own money takes from it. */
function shortOf(notGiven: bigint, { available }: Figures): bigint {
  const remaining = notGiven + (available < 0n ? available : 0n);
  return remaining < 0n ? -remaining : 0n;
}

function standingOf(totals: readonly KindTotal[]): Standing {
  return {
    available: sumOf(totals, 'share', 'available'),
    committed: sumOf(totals, 'share', 'committed'),
    paid: sumOf(totals, 'share', 'paid'),
    expense: sumOf(totals, 'expense'),
  };
}

function sumOf(totals: readonly KindTotal[], head: string, tail?: string): bigint {
  return totals
    .filter((total) => total.head === head && (tail === undefined || total.tail === tail))
    .reduce((sum, { balance }) => sum + balance, 0n);
}
