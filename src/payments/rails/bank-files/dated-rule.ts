import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** A value of the scheme on and after a day. `verified` says whether somebody has compared it with the scheme's own document. */
export interface DatedRule<Value> {
  readonly from: PlainDate;
  readonly until?: PlainDate;
  readonly value: Value;
  readonly source: string;
  readonly verified: boolean;
}

export function ruleOn<Value>(rules: readonly DatedRule<Value>[], date: PlainDate): Value {
  const rule = rules.find(({ from, until }) => from <= date && (until === undefined || date <= until));
  if (rule === undefined) throw new RangeError(`No rule of the scheme is known for ${date}.`);
  return rule.value;
}

/** A bank may set less than its scheme allows, never more. */
export function lesserLimit(schemePence: bigint, bankPence: bigint | undefined): bigint {
  return bankPence === undefined || bankPence > schemePence ? schemePence : bankPence;
}
