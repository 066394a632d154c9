import type { LineFigures, LinePosition, NorthmoorPosition } from '../../demo/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';

export type HomeFacts =
  | { readonly state: 'played'; readonly council: string; readonly today: PlainDate; readonly position: NorthmoorPosition }
  | { readonly state: 'not-played' }
  | { readonly state: 'unreadable' };

/** A stretch of a line's bar, in hundredths of a per cent of what was agreed, so that the stretches meet. */
export interface Stretch {
  readonly part: 'spent' | 'held' | 'to-come' | 'free';
  readonly from: string;
  readonly width: string;
}

export interface LineView {
  readonly title: string;
  readonly fundedBy: string;
  readonly agreed: string;
  readonly left: string;
  readonly bar: readonly Stretch[];
  /** The bar in words, for those who do not see it. */
  readonly barInWords: string;
  readonly figures: readonly { readonly part: Stretch['part']; readonly name: string; readonly amount: string }[];
}

export interface HomeView {
  readonly figures?: {
    readonly heading: string;
    readonly lines: readonly LineView[];
    readonly all: LineView;
    readonly other?: string;
  };
  readonly notice?: string;
}

/** All wording and every decision of the first page, as plain text. Figures come in pence from the ledger and are only written out. */
export function presentHome(facts: HomeFacts): HomeView {
  switch (facts.state) {
    case 'not-played':
      return { notice: 'The demo has not been played on this installation, so there is no family to show.' };
    case 'unreadable':
      return { notice: 'The books cannot be read at this moment. Nothing is lost; please look again in a minute.' };
    case 'played': {
      const { council, today, position } = facts;
      return {
        figures: {
          heading: `One family of ${council}, on ${showDate(today)}`,
          lines: position.family.map(lineView),
          all: lineView({ ...position.all, title: 'All four together', fundedBy: 'Education, health and care' }),
          ...otherLine(position.other),
        },
      };
    }
  }
}

function lineView(line: Pick<LinePosition, 'title' | 'fundedBy'> & LineFigures): LineView {
  const { title, fundedBy, allocated, paid, committed, available, spent, left } = line;
  const parts = [
    { part: 'spent', name: 'Shown as spent', amount: spent },
    { part: 'held', name: 'Paid, receipts to come', amount: paid - spent },
    { part: 'to-come', name: 'Still to be paid', amount: committed },
    { part: 'free', name: 'Not yet promised', amount: available },
  ] as const;
  return {
    title,
    fundedBy,
    agreed: pounds(allocated),
    left: pounds(left),
    bar: stretches(parts, allocated),
    barInWords: parts.map(({ name, amount }) => `${name.toLowerCase()} ${pounds(amount)}`).join(', '),
    figures: parts.map(({ part, name, amount }) => ({ part, name, amount: pounds(amount) })),
  };
}

function stretches(parts: readonly { readonly part: Stretch['part']; readonly amount: bigint }[], whole: bigint): Stretch[] {
  let before = 0n;
  return parts.flatMap(({ part, amount }) => {
    const from = share(before, whole);
    before += amount;
    const width = share(before, whole) - from;
    return width > 0n ? [{ part, from: percent(from), width: percent(width) }] : [];
  });
}

/** Ten-thousandths of the whole; cut from the running sum, so rounding leaves no gap between two stretches. */
function share(amount: bigint, whole: bigint): bigint {
  return whole > 0n ? (amount * 10_000n) / whole : 0n;
}

function percent(tenThousandths: bigint): string {
  return `${tenThousandths / 100n}.${(tenThousandths % 100n).toString().padStart(2, '0')}%`;
}

function otherLine({ title, available }: LinePosition): { readonly other?: string } {
  if (available >= 0n) return {};
  const beyond = pounds(-available);
  return {
    other: `Another family's ${title.toLowerCase()} cost ${beyond} more than was agreed. It had happened and was right, so it was paid and written down, and somebody was told at once. Agreed support goes on.`,
  };
}

function pounds(pence: bigint): string {
  return pence < 0n ? `-£${showPounds(-pence)}` : `£${showPounds(pence)}`;
}
