import type { Outlook } from '../../../alerts/index.ts';
import {
  type BudgetExplanation,
  type Catalogue,
  type Figures,
  type LineExplanation,
  poundsInWords,
  say,
  spokenFigures,
  spokenPassages,
} from '../../../budgets/index.ts';
import { showDate } from '../../../platform/calendar/show-date.ts';

/** How each stretch of the bar is drawn; its words come from the catalogue. */
type BarPart = 'spent' | 'held' | 'to-come' | 'free';

export interface FiguresView {
  readonly title: string;
  readonly from: string;
  readonly left: string;
  readonly bar: readonly { readonly part: BarPart; readonly from: string; readonly width: string }[];
  /** The bar in words, for those who do not see it. */
  readonly barInWords: string;
  readonly figures: readonly { readonly part: BarPart; readonly name: string; readonly amount: string }[];
}

export interface LineView extends FiguresView {
  /** How it goes on, said only where something is to be said. */
  readonly outlook?: string;
  readonly anchor: string;
  readonly passages: readonly { readonly heading: string; readonly sentences: readonly string[] }[];
}

export interface YourBudgetView {
  readonly heading: string;
  readonly intro: string;
  readonly on: string;
  readonly none?: string;
  readonly all?: FiguresView;
  readonly lines: readonly LineView[];
}

const BAR: Readonly<Record<string, BarPart>> = {
  spent: 'spent',
  'not-shown': 'held',
  committed: 'to-come',
  available: 'free',
  beyond: 'spent',
};

/** All wording of the page comes from the catalogue that letters use; the figures are those of the position. */
export function presentYourBudget(
  { lines, position, today, council }: BudgetExplanation,
  catalogue: Catalogue,
  outlook: readonly Outlook[] = [],
): YourBudgetView {
  const streams = position.streams.map(({ key }) => catalogue[`stream.${key}`]).join(', ');
  return {
    heading: catalogue['page.title'],
    intro: catalogue['page.intro'],
    on: say(catalogue, 'page.on', { date: showDate(today) }),
    ...(lines.length === 0
      ? { none: say(catalogue, 'page.none', { council }) }
      : { all: figuresView(catalogue['page.all'], streams, position.total, catalogue) }),
    lines: lines.map((line) => {
      const said = outlook.find(({ lineCode }) => lineCode === line.line.lineCode);
      const words = said && say(catalogue, `outlook.${said.says}`, { council, date: showDate(said.contactBy) });
      return { ...lineView(line, catalogue), ...(words !== undefined && { outlook: words }) };
    }),
  };
}

function lineView(explanation: LineExplanation, catalogue: Catalogue): LineView {
  const { line, figures } = explanation;
  const streams = [...new Set(line.money.map(({ stream }) => catalogue[`stream.${stream}`]))].join(', ');
  return {
    ...figuresView(line.title, streams, figures, catalogue),
    anchor: `line-${line.lineCode}`,
    passages: spokenPassages(explanation, catalogue).map(({ heading, sentences }) => ({ heading, sentences })),
  };
}

function figuresView(title: string, from: string, figures: Figures, catalogue: Catalogue): FiguresView {
  const parts = spokenFigures(figures, catalogue);
  let before = 0n;
  const bar = parts.flatMap(({ part, pence }) => {
    if (pence <= 0n || figures.allocated <= 0n) return [];
    const start = (before * 10_000n) / figures.allocated;
    before += pence;
    const width = (before * 10_000n) / figures.allocated - start;
    return [{ part: BAR[part] ?? 'free', from: percent(start), width: percent(width) }];
  });
  return {
    title,
    from,
    left: say(catalogue, 'figure.left', { left: poundsInWords(figures.left), allocated: poundsInWords(figures.allocated) }),
    bar,
    barInWords: parts.map(({ name, amount }) => `${name} ${amount}`).join(', '),
    figures: parts.map(({ part, name, amount }) => ({ part: BAR[part] ?? 'free', name, amount })),
  };
}

function percent(tenThousandths: bigint): string {
  return `${tenThousandths / 100n}.${(tenThousandths % 100n).toString().padStart(2, '0')}%`;
}
