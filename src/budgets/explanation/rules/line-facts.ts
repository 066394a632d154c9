import type { FinancialYear } from '../../../platform/calendar/financial-year.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { FundingStream } from '../../rules/share.ts';

/** Everything that explaining one line needs to know, opened and gathered. Amounts are pence. */
export interface LineFacts {
  readonly lineId: string;
  readonly lineCode: string;
  /** What the agreement calls it, what it is and why, as it was written with the family. */
  readonly title: string;
  readonly why?: string;
  readonly stream: FundingStream;
  readonly mechanism: 'DIRECT_PAYMENT' | 'ARRANGEMENT' | 'THIRD_PARTY';
  readonly state: 'indicative' | 'agreed' | 'live' | 'ended';
  readonly from: PlainDate;
  /** Its last day. */
  readonly until: PlainDate;
  readonly termTimeOnly: boolean;
  readonly amount: bigint;
  /** The part of the amount that nobody is promised yet. */
  readonly contingency: bigint;
  readonly need?: NeedFacts;
  readonly costing?: Costing;
  readonly money: readonly MoneyFacts[];
  readonly nextPayment?: { readonly on: PlainDate; readonly amount: bigint };
  readonly reviewBy?: PlainDate;
}

/** Which part of the plan it meets, and what it is to achieve, in the plan's own words. */
export interface NeedFacts {
  readonly section?: 'F' | 'G' | 'H1' | 'H2';
  readonly provision?: string;
  readonly outcome?: string;
  readonly unitsPerWeek?: string;
  readonly weeks?: number;
}

export type Unit = 'hour' | 'night' | 'session' | 'week' | 'item';

/** How the agreed provision's cost adds up, as the sufficiency check worked it out. */
export interface Costing {
  /** Absent where the cost was told as a yearly sum. */
  readonly by?: UnitCost;
  /** Units times rate, or the yearly sum: what it costs before anything else. */
  readonly base: bigint;
  readonly vat: { readonly amount: bigint; readonly isReclaimed: boolean };
  readonly onCosts: bigint;
  readonly fixedCosts: bigint;
  readonly schoolPart?: SchoolPart;
}

export interface UnitCost {
  readonly unit: Unit;
  /** Decimal text: `78`, `19.5`. */
  readonly units: string;
  readonly rate: bigint;
}

/** The first part of the cost of extra help, where it is a school's (Element 2); `taken` is nothing where no school holds it. */
export interface SchoolPart {
  readonly annualCost: bigint;
  readonly taken: bigint;
}

/** What one source pays for one year, and the rule that lets it. */
export interface MoneyFacts {
  readonly source: string;
  readonly sourceName: string;
  readonly sourceKind: 'high-needs' | 'icb' | 'childrens-social-care' | 'adults' | 'grant';
  readonly stream: FundingStream;
  readonly financialYear: FinancialYear;
  readonly amount: bigint;
  /** That year's money is not confirmed yet. */
  readonly indicative: boolean;
  /** A partner pays the council back. */
  readonly isPaidBack: boolean;
  /** Where the rule is written. */
  readonly rule: string;
}

/** Something in the plan that the budget leaves out, and on which ground. */
export interface LeftOutFacts {
  readonly ground: 'reg-4a-harm' | 'reg-4a-inefficient' | 'place-fees' | 'premises-not-agreed' | 'not-suitable' | 'family-choice';
  readonly what?: string;
  readonly why?: string;
}

/** Whom to ask, and what somebody who disagrees can do until when. */
export interface AskFacts {
  readonly council: string;
  readonly challenge?: { readonly route: 'review' | 'reconsideration' | 'complaint'; readonly until: PlainDate };
}
