import type { PlainDate } from '../../../platform/calendar/plain-date.ts';

/** What an authority decides for itself about clocks. Where it has not, what is usual counts; where nothing is usual, there is no clock. */
export interface Policy {
  readonly code: string;
  readonly name: string;
  readonly unit: 'months' | 'days';
  readonly least: number;
  readonly most: number;
  readonly usual?: { readonly from: PlainDate; readonly value: number; readonly source: string; readonly verified: boolean };
}

const usually = (value: number, source: string) => ({ from: '2014-09-01', value, source, verified: false }) as const;

export const policies = [
  { code: 'child-care-first-review', name: 'First review of a child’s care payments', unit: 'months', least: 1, most: 24 },
  { code: 'child-care-next-review', name: 'Later reviews of a child’s care payments', unit: 'months', least: 1, most: 24 },
  {
    code: 'reduce-notice',
    name: 'Notice before payments are reduced or stopped',
    unit: 'days',
    least: 1,
    most: 365,
    usual: usually(28, 'Reg 12 asks for reasonable notice; four weeks is a council’s practice (Gloucestershire)'),
  },
  {
    code: 'reconsideration-answer',
    name: 'Answer to a reconsideration',
    unit: 'days',
    least: 1,
    most: 365,
    usual: usually(28, 'The Regulations give no number; four weeks until the authority decides its own'),
  },
  {
    code: 'own-right-lead',
    name: 'How long before rights pass the young person is asked',
    unit: 'days',
    least: 1,
    most: 730,
    usual: usually(90, 'Regs 15 and 16 ask for reasonable steps; a term is time to take them'),
  },
  {
    code: 'leaving-lead',
    name: 'How long before school, child care or the plan ends it stands in the list',
    unit: 'days',
    least: 1,
    most: 1095,
    usual: usually(365, 'Preparing for adulthood begins in good time; a year until the authority decides its own'),
  },
] as const satisfies readonly Policy[];

export type PolicyCode = (typeof policies)[number]['code'];

export interface PolicySetting {
  readonly code: string;
  readonly from: PlainDate;
  /** Null: from then on nothing of the kind. */
  readonly value: number | null;
}

/** What counts on a day: the authority's latest decision up to then, or what is usual, or nothing. */
export function policyOn(settings: readonly PolicySetting[], code: PolicyCode, on: PlainDate): number | undefined {
  const decided = settings.filter((each) => each.code === code && each.from <= on).toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const last = decided.at(-1);
  if (last !== undefined) return last.value ?? undefined;
  const usual = (policies as readonly Policy[]).find((each) => each.code === code)?.usual;
  return usual !== undefined && usual.from <= on ? usual.value : undefined;
}
