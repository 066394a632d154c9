import type { FinancialYear } from '../../../platform/calendar/financial-year.ts';
import type { EndGround } from './budget-words.ts';

/** What is to become different: codes of lines, and pence as text because rows keep it as JSON. */
export type ChangeTerms =
  /** What the line has in all from now on. */
  | { readonly kind: 'amount'; readonly lineCode: string; readonly amount: string; readonly reasonForAmount: boolean }
  /** A price goes up by a percentage, as decimal text, for the rest of each line. */
  | { readonly kind: 'uplift'; readonly lineCodes: readonly string[]; readonly percent: string }
  | { readonly kind: 'virement' | 'family-move'; readonly fromLine: string; readonly toLine: string; readonly amount: string }
  | {
      readonly kind: 'carry-forward';
      readonly lineCode: string;
      readonly fromYear: FinancialYear;
      readonly toYear: FinancialYear;
      readonly amount: string;
    }
  | { readonly kind: 'end'; readonly ground: EndGround };
