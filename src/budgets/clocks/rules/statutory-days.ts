import { addDays, addMonths, laterOf } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** What the law asks of the authority into which a family moves with a plan. */
interface MoveRule {
  readonly code: string;
  readonly from: PlainDate;
  readonly until?: PlainDate;
  /** Days in which the family is told when the plan is reviewed. */
  readonly letterDays: number;
  /** The plan is reviewed within so many months of its last review, or of the move if that is later. */
  readonly reviewMonths: number;
  readonly reviewMonthsAfterMove: number;
  readonly source: string;
  readonly verified: boolean;
}

export const moveRules: readonly MoveRule[] = [
  {
    code: 'send-regulations-15',
    from: '2014-09-01',
    letterDays: 42,
    reviewMonths: 12,
    reviewMonthsAfterMove: 3,
    source: 'SEND Regulations 2014 (SI 2014/1530), reg 15',
    verified: false,
  },
];

export interface MoveDays {
  readonly rule: string;
  readonly letterBy: PlainDate;
  readonly reviewBy: PlainDate;
}

/** By when the new authority writes and reviews; undefined for a move before there was a rule. */
export function daysAfterMove(movesOn: PlainDate, lastReviewOn: PlainDate): MoveDays | undefined {
  const rule = moveRules.find((each) => each.from <= movesOn && (each.until === undefined || movesOn <= each.until));
  if (rule === undefined) return undefined;
  const { code, letterDays, reviewMonths, reviewMonthsAfterMove } = rule;
  return {
    rule: code,
    letterBy: addDays(movesOn, letterDays),
    reviewBy: laterOf(addMonths(lastReviewOn, reviewMonths), addMonths(movesOn, reviewMonthsAfterMove)),
  };
}
