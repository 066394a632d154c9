import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { FundingStream } from '../../rules/share.ts';

export const sourceKinds = ['high-needs', 'icb', 'childrens-social-care', 'adults', 'grant'] as const;
export type SourceKind = (typeof sourceKinds)[number];

/** What a kind of money may pay for, since when, and where that is written. */
export interface FundingRule {
  readonly sourceKind: SourceKind;
  readonly stream: FundingStream;
  readonly from: PlainDate;
  /** Its last day. */
  readonly until?: PlainDate;
  readonly source: string;
  /** Whether the words of the source were seen, not remembered. */
  readonly verified: boolean;
}

const SINCE: PlainDate = '2014-09-01';

/**
 * The law's own table, dated. The database keeps the same rows (`budgets.funding_rules`) and refuses a source that breaks them; a test holds
 * the two against each other.
 */
export const fundingRules: readonly FundingRule[] = [
  {
    sourceKind: 'high-needs',
    stream: 'EDUCATION',
    from: SINCE,
    source: 'SEND Code of Practice 9.110-9.113; DfE high needs operational guide: the block pays no health or social care costs',
    verified: false,
  },
  { sourceKind: 'icb', stream: 'HEALTH', from: SINCE, source: 'Children and Families Act 2014 s.42(3); SI 2013/1617', verified: false },
  { sourceKind: 'childrens-social-care', stream: 'CARE', from: SINCE, source: 'Children Act 1989 s.17A; SI 2009/1887', verified: true },
  { sourceKind: 'adults', stream: 'CARE', from: '2015-04-01', source: 'Care Act 2014 ss.31-33; SI 2014/2871', verified: true },
  { sourceKind: 'grant', stream: 'EDUCATION', from: SINCE, source: 'The conditions of the grant', verified: true },
  { sourceKind: 'grant', stream: 'HEALTH', from: SINCE, source: 'The conditions of the grant', verified: true },
  { sourceKind: 'grant', stream: 'CARE', from: SINCE, source: 'The conditions of the grant', verified: true },
];

/** The rule by which this kind of source may fund the stream on that day; undefined when none lets it. */
export function fundingRuleFor(sourceKind: SourceKind, stream: FundingStream, on: PlainDate): FundingRule | undefined {
  return fundingRules.find(
    (rule) => rule.sourceKind === sourceKind && rule.stream === stream && rule.from <= on && (rule.until === undefined || on <= rule.until),
  );
}
