/** The steps of paying somebody, as the fake tells them apart. */
export const steps = ['recipient', 'payout-method', 'verification', 'acknowledgement', 'payment', 'look-up', 'retrieval'] as const;
export type Step = (typeof steps)[number];

/** `gone-before` and `gone-after`: the line is cut before or after it was done. `slow`: done, and answered later than anybody waits. */
export const faults = ['gone-before', 'gone-after', 'error-before', 'error-after', 'slow', 'too-many'] as const;
export type Fault = (typeof faults)[number];

export interface FaultRule {
  readonly step: Step;
  readonly fault: Fault;
  /** The payee's account that it befalls; every one when left out. */
  readonly accountId?: string;
  times: number;
}
