import type { Figures } from '../../position/rules/figures.ts';
import type { LineExplanation } from './explain-line.ts';
import type { Passage, PassagePart } from './passage.ts';
import { pounds } from './show.ts';
import { type Catalogue, say } from './words/catalogue.ts';

/** A passage as a family reads it. */
export interface SpokenPassage {
  readonly part: PassagePart;
  readonly heading: string;
  readonly sentences: readonly string[];
}

function spoken({ part, sentences }: Passage, catalogue: Catalogue): SpokenPassage {
  return {
    part,
    heading: catalogue[`heading.${part}`],
    sentences: sentences.map(({ key, values }) => say(catalogue, key, values)),
  };
}

export function spokenPassages({ passages }: Pick<LineExplanation, 'passages'>, catalogue: Catalogue): SpokenPassage[] {
  return passages.map((passage) => spoken(passage, catalogue));
}

export interface SpokenFigure {
  readonly part: 'spent' | 'not-shown' | 'committed' | 'available' | 'beyond';
  readonly name: string;
  readonly pence: bigint;
  readonly amount: string;
}

/** Parts that add up to what was agreed, each once; what went beyond the plan is said with words of its own, not with a minus. */
export function spokenFigures({ spent, notShown, committed, available }: Figures, catalogue: Catalogue): SpokenFigure[] {
  const part = (name: SpokenFigure['part'], pence: bigint): SpokenFigure => {
    return { part: name, name: catalogue[`figure.${name}`], pence, amount: pounds(pence) };
  };
  const last = available < 0n ? part('beyond', available) : part('available', available);
  return [part('spent', spent), part('not-shown', notShown), part('committed', committed), last];
}
