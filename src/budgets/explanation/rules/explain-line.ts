import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { showDate } from '../../../platform/calendar/show-date.ts';
import type { Figures } from '../../position/rules/figures.ts';
import { explainMoney } from './explain-money.ts';
import { explainSum } from './explain-sum.ts';
import type { AskFacts, LeftOutFacts, LineFacts } from './line-facts.ts';
import { type Passage, type Sentence, type Step, sentence, when } from './passage.ts';
import { pounds } from './show.ts';
import type { Catalogue } from './words/catalogue.ts';

/** One line explained: the questions in the order in which people ask them, and the sums behind the figure. */
export interface LineExplanation {
  readonly line: LineFacts;
  readonly figures: Figures;
  readonly steps: readonly Step[];
  readonly passages: readonly Passage[];
}

export interface Surroundings {
  readonly catalogue: Catalogue;
  readonly figures: Figures;
  /** What was left out that belongs to this line's part of the plan. */
  readonly leftOut: readonly LeftOutFacts[];
  readonly ask: AskFacts;
  readonly today: PlainDate;
}

/**
 * Everybody must understand what is in the budget and why (SEND Code of Practice 9.95-9.112: clear agreed outcomes, the sum and how it was
 * reached, what is next). Pure: the same facts give the same words on a page, in a letter and in an answer of the API.
 */
export function explainLine(line: LineFacts, surroundings: Surroundings): LineExplanation {
  const { catalogue, figures, leftOut, ask, today } = surroundings;
  const sum = explainSum(line, catalogue);
  return {
    line,
    figures,
    steps: sum.steps,
    passages: [
      { part: 'for', sentences: explainNeed(line) },
      { part: 'money', sentences: explainMoney(line) },
      { part: 'sum', sentences: sum.sentences },
      { part: 'out', sentences: explainLeftOut(leftOut, catalogue) },
      { part: 'next', sentences: explainNext(line, figures, today) },
      { part: 'ask', sentences: explainAsk(ask) },
    ],
  };
}

function explainNeed({ need, why, from, until, termTimeOnly, mechanism }: LineFacts): readonly Sentence[] {
  return [
    ...(need?.provision === undefined ? [] : [sentence('for.provision', { provision: need.provision })]),
    ...(need?.outcome === undefined ? [] : [sentence('for.outcome', { outcome: need.outcome })]),
    ...(need?.section === undefined ? [] : [sentence(`for.section.${need.section}`)]),
    ...(why === undefined ? [] : [sentence('for.why', { why })]),
    sentence('for.period', { from: showDate(from), until: showDate(until) }),
    ...when(termTimeOnly, sentence('for.term-time')),
    sentence(`for.mechanism.${mechanism}`),
  ];
}

/** What is left out is told with its reason, and that the support itself goes on where it does. */
export function explainLeftOut(leftOut: readonly LeftOutFacts[], catalogue: Catalogue): readonly Sentence[] {
  if (leftOut.length === 0) return [sentence('out.nothing')];
  return leftOut.flatMap(({ ground, what, why }) => [
    sentence(`out.${ground}`, { what: what ?? catalogue['out.help'] }),
    ...(why === undefined ? [] : [sentence('out.why', { why })]),
    ...when(ground !== 'family-choice' && ground !== 'not-suitable', sentence('out.still-there')),
  ]);
}

function explainNext(line: LineFacts, { available }: Figures, today: PlainDate): readonly Sentence[] {
  const { state, from, until, mechanism, nextPayment, reviewBy } = line;
  if (state === 'ended' || until < today) return [sentence('next.ended', { date: showDate(until) })];
  return [
    ...when(state === 'indicative', sentence('next.not-agreed')),
    ...when(available < 0n, sentence('next.faster', { amount: pounds(available) })),
    ...when(from > today, sentence('next.starts', { date: showDate(from) })),
    ...paymentSentences(mechanism, nextPayment),
    ...(reviewBy === undefined || reviewBy > until ? [] : [sentence('next.review', { date: showDate(reviewBy) })]),
    sentence('next.ends', { date: showDate(until) }),
  ];
}

function paymentSentences(mechanism: LineFacts['mechanism'], next: LineFacts['nextPayment']): readonly Sentence[] {
  if (mechanism === 'ARRANGEMENT') return [sentence('next.council-pays')];
  if (next === undefined) return [sentence('next.no-payment')];
  return [sentence('next.payment', { amount: pounds(next.amount), date: showDate(next.on) })];
}

/** A decision always comes with the next right (ombudsman 19 012 848: no review right was offered). */
function explainAsk({ council, challenge }: AskFacts): readonly Sentence[] {
  const right =
    challenge === undefined ? sentence('ask.any-time') : sentence(`ask.${challenge.route}`, { date: showDate(challenge.until) });
  return [sentence('ask.council', { council }), right];
}
