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
}

export interface Alert extends AlertFact {
  readonly alertId: string;
  readonly state: 'open' | 'acknowledged' | 'resolved';
}
