import { isAfter, isBefore } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { SupportSection } from '../../plans/rules/plan-words.ts';
import type { FundingStream } from '../../rules/share.ts';

/** Whose duty a section of the plan is: F education, G health, H1 and H2 care (SEND Code of Practice 9.62). */
const STREAM_OF: Readonly<Record<SupportSection, FundingStream>> = { F: 'EDUCATION', G: 'HEALTH', H1: 'CARE', H2: 'CARE' };

/** Of a line, what is held against the plan. */
export interface LineForProvision {
  readonly provisionId?: string | undefined;
  readonly kind: string;
  readonly stream: FundingStream;
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly words: { readonly reasonForStream?: string | undefined };
}

interface Provision {
  readonly provisionId: string;
  readonly section: SupportSection;
  readonly kind: string;
  readonly from: PlainDate;
  readonly until?: PlainDate;
}

export type ProvisionFault =
  | { readonly code: 'provision-not-in-plan' | 'provision-of-another-kind' | 'provision-not-running' }
  | { readonly code: 'stream-not-of-section'; readonly section: SupportSection; readonly belongsTo: FundingStream };

/** What keeps a line from paying for the support that it names: a line for nothing in the plan names none. */
export function provisionFaultOf(line: LineForProvision, provisions: readonly Provision[]): ProvisionFault | undefined {
  if (line.provisionId === undefined) return undefined;
  const provision = provisions.find(({ provisionId }) => provisionId === line.provisionId);
  if (provision === undefined) return { code: 'provision-not-in-plan' };
  const { section, kind, from, until } = provision;
  if (kind !== line.kind) return { code: 'provision-of-another-kind' };
  if (isBefore(line.until, from) || (until !== undefined && isAfter(line.from, until))) return { code: 'provision-not-running' };
  const belongsTo = STREAM_OF[section];
  const isElsewhere = line.stream !== belongsTo && line.words.reasonForStream === undefined;
  return isElsewhere ? { code: 'stream-not-of-section', section, belongsTo } : undefined;
}
