import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { applyRate, roundHalfUp, timesWhole } from '../../../platform/money/round.ts';
import type { Mechanism, VatCode } from './budget-words.ts';
import { type Dated, valueOn } from './dated.ts';
import { type Cover, daysOf } from './year-cut.ts';

const standardVat: readonly Dated<string>[] = [
  { from: '2011-01-04', value: '0.20', source: 'Value Added Tax Act 1994 s.2(1) as amended', verified: false },
];

/** School weeks in a year. */
const termTimeWeeks: readonly Dated<number>[] = [
  { from: '2012-09-01', value: 38, source: '190 school days, Education (School Day and School Year) Regulations 1999', verified: false },
];

/** What the agreed provision costs: how much of it, at which price, with what is on top. */
export interface Costing {
  /** Units in all, as decimal text. */
  readonly units: string;
  /** Pence a unit, without VAT. */
  readonly rate: bigint;
  readonly vatCode: VatCode;
  /** What an employer pays on top of the wage (National Insurance, pension, holiday): `0.15` is 15 %. */
  readonly onCostRate?: string | undefined;
  /** Insurance, payroll and the like, in pence for the whole line. */
  readonly onCostFixed?: bigint | undefined;
}

/**
 * The cost of a line in pence: units x rate, employment on-costs, and VAT where whoever buys cannot reclaim it: a family or its third party
 * pays the whole price, the council's own order only the net one. Net and VAT are sums of money and so rounded each, as on an invoice.
 * An amount below this is not sufficient (SI 2014/1652 reg 10; SI 2013/1617 reg 13).
 */
export function costOf({ units, rate, vatCode, onCostRate = '0', onCostFixed = 0n }: Costing, mechanism: Mechanism, on: PlainDate): bigint {
  const net = applyRate(rate, units);
  const vat = vatCode === 'standard' && mechanism !== 'ARRANGEMENT' ? applyRate(net, valueOn(standardVat, on)) : 0n;
  return net + vat + applyRate(net, onCostRate) + onCostFixed;
}

const DAYS_OF_A_WEEK = 7;
const DAYS_OF_A_YEAR = 365;

/** Whole weeks of support in a cover: all of them, or a part of the school year's as long as the cover is of a year. */
export function weeksOf({ from, until }: Cover, termTimeOnly: boolean): number {
  const days = daysOf(from, until);
  if (!termTimeOnly) return Math.floor(days / DAYS_OF_A_WEEK);
  return Math.round((valueOn(termTimeWeeks, from) * days) / DAYS_OF_A_YEAR);
}

export function unitsInAll(unitsPerWeek: string, weeks: number): string {
  return timesWhole(unitsPerWeek, weeks);
}

/** A yearly sum for a cover that is shorter, by days, half up: a start in mid-year, an early end. */
export function proRata(annual: bigint, cover: Cover, daysOfTheYear: number = DAYS_OF_A_YEAR): bigint {
  return roundHalfUp(annual * BigInt(daysOf(cover.from, cover.until)), BigInt(daysOfTheYear));
}
