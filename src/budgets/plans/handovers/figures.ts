import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../../platform/database/in-transaction.ts';

/** What one share of a budget line had and gave back, in pence, as the sending book says it. */
export interface HandoverLine {
  readonly lineCode: string;
  readonly stream: 'EDUCATION' | 'HEALTH' | 'CARE';
  readonly sourceCode: string;
  readonly financialYear: string;
  /** Given to the line in all. */
  readonly allocated: bigint;
  /** Charged to it up to the last day. */
  readonly paid: bigint;
  /** Of that, not yet shown as spent: still the sending authority's money, to be settled there. */
  readonly advance: bigint;
  /** Gone back from the line to its source: allocated less paid. */
  readonly givenBack: bigint;
  /** Still available or promised: the line has not been ended. */
  readonly stillOpen: bigint;
}

/** The money part of a handover. Lines and their bookings are another part's; this one asks only for what the books say. */
export interface HandoverFigures {
  /** Every share of the plan's lines, those without movement too, up to and including the last day. */
  linesOf(
    tx: Transaction,
    asked: { readonly authorityId: number; readonly planId: string; readonly lastDay: PlainDate },
  ): Promise<readonly HandoverLine[]>;
}
