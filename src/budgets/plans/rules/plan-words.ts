/** The fixed words of plans: rows, requests and rules use the same. */

/** `transferred`: another authority keeps it now. */
export const planStates = ['draft', 'in-force', 'ceased', 'transferred'] as const;
export type PlanState = (typeof planStates)[number];

export const settingKinds = ['early-years', 'mainstream', 'special', 'post-16', 'eotas', 'home'] as const;
export type SettingKind = (typeof settingKinds)[number];

/** Of the sections of an EHC plan those that money hangs on: F education, G health, H1 and H2 care, J the personal budget. */
export const planSections = ['F', 'G', 'H1', 'H2', 'J'] as const;
export type PlanSection = (typeof planSections)[number];

/** Sections that specify support; J says how the budget is held and specifies none. */
export const supportSections = ['F', 'G', 'H1', 'H2'] as const;
export type SupportSection = (typeof supportSections)[number];

export const outcomeKinds = ['learning', 'health', 'care', 'independence', 'employment', 'supported-internship', 'community'] as const;
export const outcomeStates = ['open', 'achieved', 'ended'] as const;
export const progressMeasures = ['not-started', 'some', 'on-track', 'achieved', 'set-back'] as const;

export const provisionUnits = ['hour', 'night', 'session', 'week', 'item'] as const;
export const deliveryPlaces = ['early-years', 'school', 'college', 'home', 'community', 'clinic', 'workplace', 'residential'] as const;

export const reviewOutcomes = ['keep', 'amend', 'cease'] as const;

export const planEventKinds = [
  'opened',
  'changed',
  'finalised',
  'reviewed',
  'ceased',
  'phase-transfer-planned',
  'phase-transfer-decided',
  'phase-transfer-made',
  'transferred-out',
  'transferred-in',
] as const;
export type PlanEventKind = (typeof planEventKinds)[number];
