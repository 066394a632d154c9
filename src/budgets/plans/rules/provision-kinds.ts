import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** A kind of support. What it is decides who may pay for it, so the funding rules ask for these marks and not for the code. */
export interface ProvisionKind {
  readonly code: string;
  readonly name: string;
  readonly from: PlainDate;
  readonly until?: PlainDate;
  /** Therapy: where it educates or trains it is education, in section F (Children and Families Act 2014, s.21(5)). */
  readonly therapy?: true;
  /** A place at a school or post-16 institution: never in a personal budget (SEN (Personal Budgets) Regulations 2014, reg 6). */
  readonly place?: true;
  /** Work by somebody the family may employ: on-costs come on top of the wage. */
  readonly employable?: true;
  readonly source: string;
  readonly verified: boolean;
}

const ours = {
  from: '2014-09-01',
  source: 'Kinds as councils list them in their offer; the law names none but the marks',
  verified: false,
} as const;

export const provisionKinds: readonly ProvisionKind[] = [
  { code: 'teaching-support', name: 'Support in lessons', employable: true, ...ours },
  { code: 'tuition', name: 'Teaching one to one', ...ours },
  { code: 'speech-and-language-therapy', name: 'Speech and language therapy', therapy: true, ...ours },
  { code: 'occupational-therapy', name: 'Occupational therapy', therapy: true, ...ours },
  { code: 'physiotherapy', name: 'Physiotherapy', therapy: true, ...ours },
  { code: 'other-therapy', name: 'Another therapy', therapy: true, ...ours },
  { code: 'mentoring', name: 'Mentoring', ...ours },
  { code: 'nursing', name: 'Nursing', ...ours },
  { code: 'personal-assistant', name: 'Personal assistant', employable: true, ...ours },
  { code: 'short-break', name: 'Short break', ...ours },
  { code: 'night-stay', name: 'Night away from home', ...ours },
  { code: 'equipment', name: 'Equipment', ...ours },
  { code: 'training', name: 'Training of those who support', ...ours },
  { code: 'travel', name: 'Travel and travel training', ...ours },
  { code: 'job-coach', name: 'Job coach', employable: true, ...ours },
  { code: 'supported-internship', name: 'Supported internship', ...ours },
  { code: 'activity', name: 'Activity in the community', ...ours },
  { code: 'place', name: 'Place at a school or college', place: true, ...ours },
];

export function provisionKindOn(code: string, on: PlainDate): ProvisionKind | undefined {
  return provisionKinds.find((kind) => kind.code === code && kind.from <= on && (kind.until === undefined || on <= kind.until));
}
