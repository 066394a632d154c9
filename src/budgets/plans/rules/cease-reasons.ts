import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** Why a plan ceases, in the words of the SEN2 return. */
export interface CeaseReason {
  readonly code: string;
  readonly name: string;
  readonly from: PlainDate;
  readonly until?: PlainDate;
  /** Said by the handover to another authority, never by hand. */
  readonly byHandoverOnly?: true;
  readonly source: string;
  readonly verified: boolean;
}

const sen2 = { from: '2023-01-01', source: 'SEN2 person-level return, module 4a, ceasereason', verified: false } as const;

export const ceaseReasons: readonly CeaseReason[] = [
  { code: 'max-age', name: 'Reached the age at which plans end', ...sen2 },
  { code: 'needs-met', name: 'Needs are met without a plan', ...sen2 },
  { code: 'higher-education', name: 'Went on to higher education', ...sen2 },
  { code: 'employed', name: 'Took up paid work', ...sen2 },
  { code: 'transfer-out', name: 'Moved to another authority', byHandoverOnly: true, ...sen2 },
  { code: 'no-engagement', name: 'Does not want to go on with education or training', ...sen2 },
  { code: 'left-england', name: 'Left England', ...sen2 },
  { code: 'deceased', name: 'Has died', ...sen2 },
  { code: 'other', name: 'Another reason', ...sen2 },
];

export function ceaseReasonOn(code: string, on: PlainDate): CeaseReason | undefined {
  return ceaseReasons.find((reason) => reason.code === code && reason.from <= on && (reason.until === undefined || on <= reason.until));
}
