import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import type { Letter, LetterPart } from '../../platform/letters/letter.ts';
import type { Figures } from '../position/rules/figures.ts';
import type { LineExplanation } from './rules/explain-line.ts';
import { spokenFigures, spokenPassages } from './rules/in-words.ts';
import { pounds } from './rules/show.ts';
import { type Catalogue, say } from './rules/words/catalogue.ts';

export interface LetterFacts {
  readonly lines: readonly LineExplanation[];
  readonly total: Figures;
  readonly today: PlainDate;
  readonly council: string;
}

/** The same sums and words as everywhere else, in the order of a letter: each line with its figures and its answers, then all of them. */
export function budgetLetter({ lines, total, today, council }: LetterFacts, catalogue: Catalogue): Letter {
  const opening = [catalogue['letter.dear'], say(catalogue, 'letter.about', { date: showDate(today) }), catalogue['letter.same']];
  return {
    title: catalogue['page.title'],
    language: 'en-GB',
    from: [council],
    date: today,
    parts: [
      ...opening.map(paragraph),
      ...lines.flatMap((each) => [
        ...figuresUnder(each.line.title, each.figures, catalogue),
        ...spokenPassages(each, catalogue).flatMap(({ heading, sentences }): LetterPart[] => [
          { kind: 'subheading', text: heading },
          ...sentences.map(paragraph),
        ]),
      ]),
      ...figuresUnder(catalogue['page.all'], total, catalogue),
      paragraph(say(catalogue, 'letter.end', { council })),
    ],
  };
}

function figuresUnder(heading: string, figures: Figures, catalogue: Catalogue): LetterPart[] {
  return [
    { kind: 'heading', text: heading },
    paragraph(say(catalogue, 'figure.left', { left: pounds(figures.left), allocated: pounds(figures.allocated) })),
    { kind: 'facts', facts: spokenFigures(figures, catalogue).map(({ name, amount }) => ({ name, value: amount })) },
  ];
}

const paragraph = (text: string): LetterPart => ({ kind: 'paragraph', text });
