import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import type { Letter, LetterPart } from '../../platform/letters/letter.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';
import type { ChallengeRoute, RecoveryGround } from './rules/kinds.ts';

/** What the family reads. Each ground has its own words; none of them blames, and each letter says what to do and by when. */

const pounds = (pence: bigint): string => `£${showPounds(pence)}`;
const paragraph = (text: string): LetterPart => ({ kind: 'paragraph', text });
const heading = (text: string): LetterPart => ({ kind: 'heading', text });

const TITLES: Readonly<Record<RecoveryGround, string>> = {
  'more-than-needed': 'Money in your account that is more than you need to keep',
  'paid-in-error': 'Money that we paid you by mistake',
  'spent-outside-agreement': 'Money spent on something not in the agreement',
  'change-of-circumstances': 'Money to return because the support has changed',
  fraud: 'Money to return',
  death: 'What is left of the payments',
};

const ROUTES: Readonly<Record<ChallengeRoute, (answerDays: number) => string>> = {
  reconsideration: (days) => `Ask us to look at it again, once. We answer in writing within ${days} days. Nothing is taken while we look.`,
  complaint: () => 'Make a complaint. It is looked into by people who did not decide this, and nothing is taken while they do.',
};

interface Envelope {
  readonly council: string;
  readonly to: string;
  readonly on: PlainDate;
  readonly reference: string;
}

export interface NoticeFacts extends Envelope {
  readonly ground: RecoveryGround;
  readonly line: string;
  readonly amount: bigint;
  readonly counted: bigint;
  readonly countedOn: PlainDate;
  readonly ownMoney: bigint;
  readonly contributions: bigint;
  readonly owed: bigint;
  readonly kept: bigint;
  readonly weeksKept: number;
  readonly reasons: string;
  readonly payer: string;
  readonly firstDay: PlainDate;
  readonly routes: readonly ChallengeRoute[];
  readonly answerDays: number;
  readonly nextPayment?: { readonly payOn: PlainDate; readonly amount: bigint } | undefined;
}

/** The notice: reasons, amount, time and payer, how it was worked out, and how to answer. It takes nothing. */
export function noticeLetter(facts: NoticeFacts): Letter {
  const { ground, line, amount, countedOn, reasons, payer, firstDay, routes, answerDays, nextPayment } = facts;
  return letterOf(facts, TITLES[ground], [
    paragraph(`This is about the payments for ${line}. We think that ${pounds(amount)} is to come back to us. This is not decided yet.`),
    heading('Why'),
    paragraph(reasons),
    heading('How we worked it out'),
    { kind: 'facts', facts: workedOut(facts) },
    paragraph(`We counted on ${showDate(countedOn)}. Your own money is not part of it.`),
    heading('Who pays, and when'),
    paragraph(`It would be for ${payer} to return. Nothing is decided or taken before ${showDate(firstDay)}.`),
    ...(nextPayment === undefined
      ? []
      : [
          paragraph(
            `Your payment of ${pounds(nextPayment.amount)} on ${showDate(nextPayment.payOn)} is not touched by this letter. Your support goes on.`,
          ),
        ]),
    heading('If you do not agree'),
    paragraph(`Tell us before ${showDate(firstDay)}, or later if you need longer: send us a message, call us or write.`),
    { kind: 'list', items: routes.map((route) => ROUTES[route](answerDays)) },
  ]);
}

function workedOut({ ground, counted, ownMoney, contributions, owed, kept, weeksKept, amount }: NoticeFacts) {
  const what = {
    'more-than-needed': 'In your account',
    death: 'In the account',
    'paid-in-error': 'Paid by mistake',
    'spent-outside-agreement': 'Spent on something not in the agreement',
    'change-of-circumstances': 'Paid for days after the change',
    fraud: 'In question',
  }[ground];
  const lines: readonly (readonly [string, bigint, boolean])[] = [
    [what, counted, true],
    ['Less your own money', ownMoney, ownMoney > 0n],
    ['Less what you pay towards your support', contributions, contributions > 0n],
    ['Less wages, tax and bills still to be paid', owed, owed > 0n],
    [`Less ${weeksKept} weeks of payments, which you keep`, kept, kept > 0n],
    ['To return', amount, true],
  ];
  return lines.filter(([, , isShown]) => isShown).map(([name, pence]) => ({ name, value: pounds(pence) }));
}

export interface DecisionFacts extends Envelope {
  readonly ground: RecoveryGround;
  readonly line: string;
  readonly amount: bigint;
  readonly reasons: string;
  readonly takings: readonly { readonly kind: 'payment' | 'offset'; readonly dueOn: PlainDate; readonly amount: bigint }[];
}

export function decisionLetter(facts: DecisionFacts): Letter {
  const { ground, line, amount, reasons, takings } = facts;
  const kept = takings.filter(({ kind }) => kind === 'offset');
  const paid = takings.filter(({ kind }) => kind === 'payment');
  const rows = (of: DecisionFacts['takings']): LetterPart => ({
    kind: 'facts',
    facts: of.map((each) => ({ name: showDate(each.dueOn), value: pounds(each.amount) })),
  });
  return letterOf(facts, TITLES[ground], [
    paragraph(`We have decided about the payments for ${line}: ${pounds(amount)} is to come back to us.`),
    heading('Why'),
    paragraph(reasons),
    heading('How it comes back'),
    ...(kept.length === 0
      ? []
      : [paragraph('We keep it from these payments, so that you need not send it. The rest of each is paid as usual.'), rows(kept)]),
    ...(paid.length === 0
      ? []
      : [paragraph('Please pay us by these days. Tell us if that is too much at once: we can spread it.'), rows(paid)]),
    paragraph('Your support goes on. If you have not asked us to look at this again, you still can, once.'),
  ]);
}

export interface AnswerFacts extends Envelope {
  readonly outcome: 'stands' | 'reduced' | 'withdrawn';
  readonly amount: bigint;
  readonly reasons: string;
}

export function answerLetter(facts: AnswerFacts): Letter {
  const said = {
    stands: `We have looked again. It stays at ${pounds(facts.amount)}.`,
    reduced: `We have looked again. It is less: ${pounds(facts.amount)}.`,
    withdrawn: 'We have looked again. You need not return anything. The matter is closed.',
  }[facts.outcome];
  return letterOf(facts, 'Our answer to you', [
    paragraph(said),
    heading('Why'),
    paragraph(facts.reasons),
    paragraph('If you are not content, you can go to the Local Government and Social Care Ombudsman, who is independent of us.'),
  ]);
}

function letterOf({ council, to, on, reference }: Envelope, title: string, parts: readonly LetterPart[]): Letter {
  return {
    title,
    language: 'en-GB',
    from: [council],
    to: [to],
    date: on,
    reference,
    parts: [paragraph(`Dear ${to},`), ...parts, paragraph(council)],
  };
}
