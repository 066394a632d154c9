import { z } from 'zod';

/** What the sandbox does wrong when it is told to, so that a service can be seen to bear it. */
const faultRuleSchema = z.strictObject({
  /** One payment; without it all of them. */
  reference: z.string().optional(),
  /** Every so many payments, counted from the first that the rule could meet. */
  every: z.number().int().min(1).default(1),
  /** How often in all. */
  times: z.number().int().min(1).optional(),
  fault: z.enum(['time-out-after-doing', 'time-out-before-doing', 'error-after-doing', 'slow', 'refuse', 'come-back', 'tell-twice']),
  /** Of `slow`. */
  milliseconds: z.number().int().min(0).max(600_000).optional(),
  /** Of `come-back`. */
  afterDays: z.number().int().min(0).max(60).optional(),
  /** Of `refuse` and `come-back`: a code. */
  reason: z.string().optional(),
});
type FaultRule = z.infer<typeof faultRuleSchema>;
export const faultScriptSchema = z.strictObject({
  /** How long every call takes. */
  latencyMilliseconds: z.number().int().min(0).max(60_000).default(0),
  rules: z.array(faultRuleSchema).max(100).default([]),
});
export type FaultScript = z.infer<typeof faultScriptSchema>;
export type Fault = FaultRule['fault'];

/** The script as it is played: each rule remembers how often it was met. */
export class PlayedFaults {
  #script: FaultScript = { latencyMilliseconds: 0, rules: [] };
  #met: number[] = [];

  play(script: FaultScript): void {
    this.#script = script;
    this.#met = script.rules.map(() => 0);
  }

  get latencyMilliseconds(): number {
    return this.#script.latencyMilliseconds;
  }

  get tellsTwice(): boolean {
    return this.#script.rules.some(({ fault }) => fault === 'tell-twice');
  }

  /** The first rule that this payment meets. */
  forPayment(reference: string): FaultRule | undefined {
    for (const [index, rule] of this.#script.rules.entries()) {
      if (rule.fault === 'tell-twice' || (rule.reference !== undefined && rule.reference !== reference)) continue;
      const met = (this.#met[index] ?? 0) + 1;
      this.#met[index] = met;
      if (met % rule.every === 0 && (rule.times === undefined || met / rule.every <= rule.times)) return rule;
    }
    return undefined;
  }
}
