import { addDays } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { FundingStream } from '../../rules/share.ts';
import { budgetPolicyOn } from './budget-policy.ts';
import type { ChallengeRoute, DecisionKind } from './budget-words.ts';

/** What somebody who disagrees can ask for, in which stream, until when. */
export interface StreamRoute {
  readonly stream: FundingStream;
  readonly route: ChallengeRoute;
  readonly until: PlainDate;
  readonly law: string;
}

const LAWS: Readonly<Record<FundingStream, { readonly refusal: ChallengeRoute; readonly other: ChallengeRoute; readonly law: string }>> = {
  EDUCATION: { refusal: 'review', other: 'reconsideration', law: 'SI 2014/1652 regs 7, 12 and 14' },
  HEALTH: { refusal: 'reconsideration', other: 'reconsideration', law: 'SI 2013/1617 regs 13 and 17' },
  CARE: { refusal: 'complaint', other: 'complaint', law: 'Children Act 1989 s.26; Care Act 2014 s.72' },
};

const ORDER: readonly FundingStream[] = ['EDUCATION', 'HEALTH', 'CARE'];

/**
 * The routes of a decision by the streams that it touches. No Tribunal hears an appeal about the budget itself (Code 9.108); a budget without
 * lines is asked for under the plan, so its refusal is reviewed as education's.
 */
export function routesOf(kind: DecisionKind, streams: readonly FundingStream[], on: PlainDate): readonly [StreamRoute, ...StreamRoute[]] {
  const until = addDays(on, budgetPolicyOn('days-to-challenge', on));
  const routeIn = (stream: FundingStream): StreamRoute => {
    const { refusal, other, law } = LAWS[stream];
    return { stream, route: kind === 'refuse' ? refusal : other, until, law };
  };
  const [first = 'EDUCATION' as const, ...rest] = ORDER.filter((stream) => streams.includes(stream));
  return [routeIn(first), ...rest.map(routeIn)];
}
