import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Level } from './rules/standing.ts';

/** Something that somebody has to know, in codes and figures. */
export interface AlertFact {
  readonly kind: string;
  /** What it is about: a share, an account, a check. Opaque, never a person's name. */
  readonly subject: string;
  readonly severity: 'notice' | 'warning' | 'urgent';
  readonly raisedAt: Date;
  readonly detail: Readonly<Record<string, string>>;
  /** Names the fact: two alerts with one of these are one alert. */
  readonly sourceRef: string;
  readonly familyId?: string | undefined;
  readonly lineCode?: string | undefined;
}

export const alertStates = ['alarm', 'acknowledged', 'snoozed', 'resolved'] as const;
export type AlertState = (typeof alertStates)[number];

/** Why an officer leaves it at that: codes, so that what came of alerts can be counted and no person is named. */
export const acknowledgeReasons = [
  'family-contacted',
  'plan-under-review',
  'money-being-moved',
  'correction-under-way',
  'expected',
  'not-a-concern',
] as const;
export type AcknowledgeReason = (typeof acknowledgeReasons)[number];

export interface Alert extends AlertFact {
  readonly alertId: string;
  readonly state: AlertState;
  readonly harm: number;
  readonly level: Level;
  /** When the next level is told unless somebody acknowledges it. */
  readonly escalatesOn: PlainDate | null;
  readonly snoozedUntil: PlainDate | null;
  readonly reason: AcknowledgeReason | null;
  readonly resolvedAt: Date | null;
}
