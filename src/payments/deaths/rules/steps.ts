import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { addWorkingDays } from '../../../platform/calendar/working-days.ts';

/** Whose death it is for the money: the child or young person whom the budget is for, or somebody who was paid for them. */
export const deathKinds = ['child', 'payee'] as const;
export type DeathKind = (typeof deathKinds)[number];

export const deathStates = ['open', 'closed', 'recorded-in-error'] as const;
export const stepStates = ['open', 'done', 'not-needed'] as const;
export type StepState = (typeof stepStates)[number];

export const deathSteps = [
  'speak-to-family',
  'final-wages',
  'notice-pay',
  'redundancy-pay',
  'tax-and-pension',
  'bills-outstanding',
  'reckoning',
  'support-goes-on',
  'new-payee',
  'money-on-account',
] as const;
export type DeathStep = (typeof deathSteps)[number];

interface PlannedStep {
  readonly step: DeathStep;
  /** Working days from the day the council learns of it; none means at once. */
  readonly within: number;
}

/**
 * What has to happen, in its order, and by when. Good practice, not law: the days are for the officers' list (verified: false). Workers' last
 * wages, notice and redundancy come from the Employment Rights Act 1996 and are owed whoever has died.
 */
const PLANS: Readonly<Record<DeathKind, readonly PlannedStep[]>> = {
  child: [
    { step: 'speak-to-family', within: 1 },
    { step: 'final-wages', within: 10 },
    { step: 'notice-pay', within: 10 },
    { step: 'redundancy-pay', within: 20 },
    { step: 'tax-and-pension', within: 20 },
    { step: 'bills-outstanding', within: 20 },
    { step: 'reckoning', within: 60 },
  ],
  payee: [
    { step: 'support-goes-on', within: 0 },
    { step: 'new-payee', within: 5 },
    { step: 'money-on-account', within: 20 },
  ],
};

/** What is owed to workers and others goes before any reckoning with the family. */
const BEFORE_RECKONING: readonly DeathStep[] = ['final-wages', 'notice-pay', 'redundancy-pay', 'tax-and-pension', 'bills-outstanding'];

export function stepsFor(kind: DeathKind, learntOn: PlainDate): { readonly step: DeathStep; readonly dueOn: PlainDate }[] {
  return PLANS[kind].map(({ step, within }) => ({ step, dueOn: addWorkingDays(learntOn, within) }));
}

/** The steps that still stand before a reckoning; empty when it may begin. */
export function openBeforeReckoning(steps: readonly { readonly step: DeathStep; readonly state: StepState }[]): DeathStep[] {
  return steps.filter(({ step, state }) => state === 'open' && BEFORE_RECKONING.includes(step)).map(({ step }) => step);
}
