import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { ClockFactKind, ClockKind, Stream } from './clock-words.ts';

/** A duty as it follows from the record: what must be done by when, and since when it has been done. */
export interface ClockDraft {
  /** Names the duty for ever. */
  readonly duty: string;
  readonly kind: ClockKind;
  readonly stream?: Stream;
  /** The last day on which it is in time. */
  readonly dueOn: PlainDate;
  readonly alarmOn: PlainDate;
  /** The day from which it stands in the list. */
  readonly opensOn: PlainDate;
  readonly rule: string;
  readonly hangsOn: Readonly<Record<string, unknown>>;
  readonly doneOn?: PlainDate;
}

export interface ClockFact {
  readonly kind: ClockFactKind;
  readonly stream: Stream | null;
  readonly subjectId: string;
  readonly on: PlainDate;
}

/** What of a plan's record clocks hang on. */
export interface PlanForClocks {
  readonly planId: string;
  readonly bornOn: PlainDate;
  readonly isInForce: boolean;
  readonly startsOn: PlainDate;
  /** Of its kind of plan: the last day that this person can have it. */
  readonly lastPlanDay?: PlainDate | undefined;
  readonly nextReviewBy: PlainDate | null;
  /** Reviews of the plan, oldest first. */
  readonly reviewDays: readonly PlainDate[];
  readonly facts: readonly ClockFact[];
  /** Duties that an officer has said were seen to, and when. */
  readonly seenTo: Readonly<Record<string, PlainDate>>;
  readonly phaseTransfers: readonly { readonly transferId: string; readonly dueOn: PlainDate; readonly decidedOn: PlainDate | null }[];
  /** When the family moved in from another authority with it. */
  readonly movedInOn?: PlainDate | undefined;
}
