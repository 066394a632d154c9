import type { PlainDate } from '../../platform/calendar/plain-date.ts';

export type Side = 'budget' | 'actual' | 'memo';

export interface Dimension {
  share?: string;
  stream?: 'EDUCATION' | 'HEALTH' | 'CARE';
  source?: string;
  financialYear?: string;
  costCentre?: string;
  subjective?: string;
}

export interface PostingDraft {
  /** The account's code. */
  account: string;
  /** A debit is positive, a credit negative. */
  amount: bigint;
  dimension?: Dimension;
}

export interface EntryDraft {
  effectiveDate: PlainDate;
  /** Opaque: it never holds personal data, because entries are kept for ever. */
  description: string;
  reference?: string;
  postings: PostingDraft[];
  override?: string;
}
