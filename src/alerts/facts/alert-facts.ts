import type { FundingStream } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { RuleCode, ruleKinds } from '../rules/rule-kinds.ts';

/** Kinds that are judged from facts of other rooms. */
export type FactRule = { [Code in RuleCode]: (typeof ruleKinds)[Code] extends { basis: 'fact' } ? Code : never }[RuleCode];

/** A figure about one subject on one day, in the unit of its rule: weeks without support, days to a review, per cent of drift. */
export interface FactReading {
  readonly subject: string;
  /** Decimal text. */
  readonly value: string;
  readonly familyId?: string;
  readonly lineCode?: string;
  readonly stream?: FundingStream;
  /** Codes and figures that the words of the alert need. */
  readonly detail?: Readonly<Record<string, string>>;
}

/**
 * Where facts come from. A room that knows something supplies every reading of a rule at once: a subject that is no longer among them is
 * over, and its alert resolves itself. Rules that nobody supplies stay silent, and the list of rules says so.
 */
export interface AlertFacts {
  readonly rule: FactRule;
  read(authorityId: number, today: PlainDate): Promise<readonly FactReading[]>;
}
