import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { ChallengeRoute, RecoveryGround } from './kinds.ts';

/**
 * On which grounds each law lets a council ask for direct-payment money back, and how the family can answer. A ground that the line's law
 * does not list is not there. Dated; `verified` says whether somebody of us has read the source itself.
 */
export interface RecoveryRegime {
  readonly code: 'sen-direct-payment' | 'section-17a' | 'care-act' | 'nhs-direct-payment';
  readonly stream: 'EDUCATION' | 'HEALTH' | 'CARE';
  readonly of: 'everybody' | 'children' | 'adults';
  readonly from: PlainDate;
  /** Its last day. */
  readonly until?: PlainDate;
  readonly grounds: readonly Ground[];
  readonly routes: readonly { readonly route: ChallengeRoute; readonly source: string; readonly verified: boolean }[];
}

interface Ground {
  readonly ground: RecoveryGround;
  readonly source: string;
  readonly verified: boolean;
}

const MISTAKE = { ground: 'paid-in-error', source: 'Money paid by mistake: general law, not the Regulations', verified: false } as const;
const under = (source: string, verified: boolean, grounds: readonly RecoveryGround[]): Ground[] =>
  grounds.map((ground) => ({ ground, source, verified }));

export const recoveryRegimes: readonly RecoveryRegime[] = [
  {
    code: 'sen-direct-payment',
    stream: 'EDUCATION',
    of: 'everybody',
    from: '2014-09-01',
    grounds: [...under('SI 2014/1652 reg 13', false, ['change-of-circumstances', 'spent-outside-agreement', 'fraud', 'death']), MISTAKE],
    routes: [{ route: 'reconsideration', source: 'SI 2014/1652 reg 13: reconsidered once on request', verified: false }],
  },
  {
    code: 'section-17a',
    stream: 'CARE',
    of: 'children',
    from: '2009-11-01',
    grounds: [
      ...under('SI 2009/1887: repayment as a civil debt', false, ['spent-outside-agreement', 'change-of-circumstances', 'fraud', 'death']),
      ...under('SI 2009/1887 and the authority’s policy on weeks of funding', false, ['more-than-needed']),
      MISTAKE,
    ],
    routes: [
      { route: 'reconsideration', source: 'The authority’s policy: it looks again once', verified: false },
      { route: 'complaint', source: 'Children Act 1989, s.26', verified: true },
    ],
  },
  {
    code: 'care-act',
    stream: 'CARE',
    of: 'adults',
    from: '2015-04-01',
    grounds: [
      ...under('Care Act 2014 s.33; SI 2014/2871', false, ['spent-outside-agreement', 'change-of-circumstances', 'fraud', 'death']),
      ...under('Care Act guidance and the authority’s policy on weeks of funding', false, ['more-than-needed']),
      MISTAKE,
    ],
    routes: [
      { route: 'reconsideration', source: 'The authority’s policy: it looks again once', verified: false },
      { route: 'complaint', source: 'SI 2009/309: complaints about adult social care', verified: false },
    ],
  },
  {
    code: 'nhs-direct-payment',
    stream: 'HEALTH',
    of: 'everybody',
    from: '2013-08-01',
    grounds: [
      ...under('SI 2013/1617 reg 15', true, ['more-than-needed', 'spent-outside-agreement', 'change-of-circumstances', 'fraud', 'death']),
      MISTAKE,
    ],
    routes: [{ route: 'reconsideration', source: 'SI 2013/1617 reg 15: reconsidered with what the person brings', verified: true }],
  },
];

export function recoveryRegimeFor(stream: RecoveryRegime['stream'], isAdult: boolean, on: PlainDate): RecoveryRegime {
  const regime = recoveryRegimes.find(
    (each) =>
      each.stream === stream &&
      (each.of === 'everybody' || each.of === (isAdult ? 'adults' : 'children')) &&
      each.from <= on &&
      (each.until === undefined || on <= each.until),
  );
  if (regime === undefined) throw new RangeError(`No law on ${stream} direct payments is known for ${on}.`);
  return regime;
}

export function listsGround({ grounds }: RecoveryRegime, ground: RecoveryGround): boolean {
  return grounds.some((each) => each.ground === ground);
}
