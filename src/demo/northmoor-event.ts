import type { EntryDraft } from '../ledger/rules/entry-draft.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';

/** Kinds follow what happened and not how it is booked; `told` moves no money and stands in the story because people were told. */
type NorthmoorEventKind =
  | 'funded'
  | 'cash-received'
  | 'allocated'
  | 'promised'
  | 'released'
  | 'sent'
  | 'seen-at-bank'
  | 'returned'
  | 'spending-shown'
  | 'invoice-approved'
  | 'recharged'
  | 'money-to-return'
  | 'told';

export interface NorthmoorEvent {
  readonly date: PlainDate;
  /** In plain words, for the table the demo prints. */
  readonly what: string;
  readonly kind: NorthmoorEventKind;
  readonly drafts: readonly EntryDraft[];
}
