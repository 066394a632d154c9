/** The fixed words of a budget: its states, what can be decided about it, and how a line is delivered. */

export const budgetStates = ['requested', 'indicative', 'agreed', 'live', 'ended', 'refused'] as const;
export type BudgetState = (typeof budgetStates)[number];

export const decisionKinds = [
  'request',
  'indicative',
  'agree',
  'go-live',
  'change',
  'uplift',
  'virement',
  'family-move',
  'carry-forward',
  'refuse',
  'end',
] as const;
export type DecisionKind = (typeof decisionKinds)[number];

export const mechanisms = ['DIRECT_PAYMENT', 'ARRANGEMENT', 'THIRD_PARTY'] as const;
export type Mechanism = (typeof mechanisms)[number];

export const lineStates = ['indicative', 'agreed', 'live', 'ended'] as const;
export type LineState = (typeof lineStates)[number];

export const lineUnits = ['hour', 'night', 'session', 'week', 'item'] as const;

/** How what the council buys or the family buys is taxed: exempt, zero-rated, standard-rated or outside the tax. */
export const vatCodes = ['exempt', 'zero', 'standard', 'outside'] as const;
export type VatCode = (typeof vatCodes)[number];

/** How a sum is cut over financial years: by months of cover (part months by days), or by days. */
export const yearCuts = ['months', 'days'] as const;
export type YearCut = (typeof yearCuts)[number];

/** What somebody who disagrees can ask for. */
export const challengeRoutes = ['review', 'reconsideration', 'complaint'] as const;
export type ChallengeRoute = (typeof challengeRoutes)[number];

/** Why something in the plan is not in the budget. */
export const leftOutGrounds = [
  'reg-4a-harm',
  'reg-4a-inefficient',
  'place-fees',
  'premises-not-agreed',
  'not-suitable',
  'family-choice',
] as const;
export type LeftOutGround = (typeof leftOutGrounds)[number];

/** What can be asked to become different while a budget is live. */
export const changeKinds = ['amount', 'uplift', 'virement', 'carry-forward', 'end', 'family-move'] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const changeStates = ['proposed', 'approved', 'declined'] as const;

/** Why a budget ends. The first ones end it at once: the law or the family leaves no notice to keep. */
export const endGrounds = [
  'consent-withdrawn',
  'family-asked',
  'died',
  'moved-away',
  'plan-ceased',
  'not-needed',
  'not-used-as-agreed',
] as const;
export type EndGround = (typeof endGrounds)[number];

export const proposalStates = ['open', 'agreed', 'declined'] as const;
export const reviewOutcomes = ['stands', 'changed', 'withdrawn'] as const;
