import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { FundingStream } from '../rules/share.ts';
import type { LeftOutGround, lineUnits, Mechanism, VatCode, YearCut } from './rules/budget-words.ts';

/** One line as an officer writes it down, before anything is agreed. Money in pence, parts and rates as decimal text. */
export interface LineDraft {
  /** Given by an authority that brings its own; drawn otherwise. */
  readonly lineCode?: string | undefined;
  readonly provisionId?: string | undefined;
  readonly outcomeId?: string | undefined;
  readonly kind: string;
  readonly stream: FundingStream;
  readonly educatesOrTrains: boolean;
  readonly mechanism: Mechanism;
  /** Whether it is delivered in a school, college or early-years setting. */
  readonly premises: boolean;
  readonly premisesAgreedOn?: PlainDate | undefined;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly amount: bigint;
  readonly contingency: bigint;
  readonly termTimeOnly: boolean;
  readonly yearCut: YearCut;
  readonly costing?: CostingDraft | undefined;
  /** Whole yearly cost of extra help at school, where Element 2 may be the school's part of it. */
  readonly annualCost?: bigint | undefined;
  readonly sources: readonly { readonly sourceCode: string; readonly percent: string }[];
  readonly words: LineWords;
}

export interface CostingDraft {
  readonly unit: (typeof lineUnits)[number];
  /** Units in all, or so many a week for the weeks of the line. */
  readonly units?: string | undefined;
  readonly unitsPerWeek?: string | undefined;
  readonly weeks?: number | undefined;
  readonly rate: bigint;
  readonly vatCode: VatCode;
  readonly onCostRate?: string | undefined;
  readonly onCostFixed?: bigint | undefined;
}

/** What is sealed of a line: its words, and the written reasons for what goes against a rule. */
export interface LineWords {
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly reasonForStream?: string | undefined;
  readonly reasonForAmount?: string | undefined;
}

/** What the plan says and the budget leaves out. */
export interface LeftOutDraft {
  readonly provisionId?: string | undefined;
  readonly ground: LeftOutGround;
  readonly what: string;
  readonly why: string;
}
