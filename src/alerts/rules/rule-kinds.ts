/**
 * Every kind of alert: what it measures, when it is usual to speak up, and how much harm it may mean. A kind whose rule is a threshold on an
 * account compiles to watches, which the posting itself judges; the others are judged by jobs from facts that other rooms supply.
 */
export type Basis =
  /** A bound on an account, judged in the posting's own statement. */
  | 'watch'
  /** Worked out every night from the plan's curve and what was spent. */
  | 'forecast'
  /** A figure that another room reports through the port of facts. */
  | 'fact'
  /** Something that has happened and says so itself; it has no threshold. */
  | 'event';

export type Unit = 'percent' | 'pounds' | 'weeks' | 'days' | 'none';

export interface RuleKind {
  readonly basis: Basis;
  readonly unit: Unit;
  /** On which side of the trigger it speaks up. */
  readonly direction: 'above' | 'below';
  readonly trigger: string;
  /** Back past this it is over; between the two nothing changes, so that a figure that hovers is told once. */
  readonly clear: string;
  readonly severity: 'notice' | 'warning' | 'urgent';
  /** The inbox's order: care that does not happen comes before money that is gone, and that before money that lies. */
  readonly harm: number;
  /** Fraud and safeguarding: seen by those who may, told to nobody else. */
  readonly restricted?: true;
}

const event = (severity: RuleKind['severity'], harm: number) =>
  ({ basis: 'event', unit: 'none', direction: 'above', trigger: '0', clear: '0', severity, harm }) as const;
const due = (days: string, harm: number) =>
  ({ basis: 'fact', unit: 'days', direction: 'below', trigger: days, clear: days, severity: 'notice', harm }) as const;
const reported = (severity: RuleKind['severity'], harm: number) =>
  ({ basis: 'fact', unit: 'days', direction: 'above', trigger: '0', clear: '0', severity, harm }) as const;

export const ruleKinds = {
  'safeguarding-signal': { ...event('urgent', 100), restricted: true },
  'support-not-happened': { basis: 'fact', unit: 'weeks', direction: 'above', trigger: '3', clear: '0', severity: 'urgent', harm: 95 },
  'payee-died-says-bank': event('urgent', 92),
  'payments-stopped': { ...reported('urgent', 90) },
  'payment-failed': { ...reported('urgent', 85) },
  'payment-returned': { ...reported('urgent', 85) },
  'outlay-refused': event('urgent', 82),
  'payment-late': { ...reported('urgent', 80) },
  'fraud-signal': { ...event('urgent', 78), restricted: true },
  'ledger-check-failed': event('urgent', 75),
  'available-below-floor': {
    basis: 'watch',
    unit: 'pounds',
    direction: 'below',
    trigger: '0.00',
    clear: '0.00',
    severity: 'warning',
    harm: 71,
  },
  'spent-above-allocation': {
    basis: 'watch',
    unit: 'pounds',
    direction: 'above',
    trigger: '0.00',
    clear: '0.00',
    severity: 'warning',
    harm: 70,
  },
  'forecast-over': { basis: 'forecast', unit: 'percent', direction: 'above', trigger: '2', clear: '0', severity: 'warning', harm: 65 },
  'source-heading-over': { basis: 'watch', unit: 'percent', direction: 'below', trigger: '5', clear: '7', severity: 'warning', harm: 60 },
  'agreement-past-its-date': event('warning', 58),
  'bank-answers-wait': event('warning', 56),
  'stripe-parked': event('warning', 56),
  'duplicate-invoice': { ...reported('warning', 55) },
  'unusual-payee': { ...reported('warning', 50) },
  'unusual-amount': { basis: 'fact', unit: 'percent', direction: 'above', trigger: '200', clear: '200', severity: 'warning', harm: 50 },
  'unusual-category': { ...reported('warning', 50) },
  'contingency-used': { basis: 'watch', unit: 'percent', direction: 'above', trigger: '75', clear: '60', severity: 'notice', harm: 45 },
  'share-of-allocation-used': {
    basis: 'watch',
    unit: 'percent',
    direction: 'above',
    trigger: '90',
    clear: '85',
    severity: 'notice',
    harm: 40,
  },
  'spent-against-time': { basis: 'fact', unit: 'percent', direction: 'above', trigger: '15', clear: '10', severity: 'notice', harm: 40 },
  'no-spend': { basis: 'fact', unit: 'weeks', direction: 'above', trigger: '8', clear: '0', severity: 'notice', harm: 38 },
  'dbs-due': due('28', 36),
  'insurance-due': due('28', 35),
  'review-due': due('14', 30),
  'bank-line-old': { basis: 'fact', unit: 'days', direction: 'above', trigger: '10', clear: '10', severity: 'notice', harm: 28 },
  'funding-split-drift': { basis: 'fact', unit: 'percent', direction: 'above', trigger: '5', clear: '3', severity: 'notice', harm: 25 },
  'forecast-under': { basis: 'forecast', unit: 'percent', direction: 'above', trigger: '15', clear: '10', severity: 'notice', harm: 22 },
  'money-building-up': { basis: 'watch', unit: 'weeks', direction: 'above', trigger: '8', clear: '6', severity: 'notice', harm: 20 },
  'return-due': due('14', 15),
  'receipt-due': due('14', 12),
  'watch-crossed': event('notice', 10),
} as const satisfies Readonly<Record<string, RuleKind>>;

export type RuleCode = keyof typeof ruleKinds;
export const ruleCodes = Object.keys(ruleKinds) as [RuleCode, ...RuleCode[]];
