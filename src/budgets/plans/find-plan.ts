import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { PlanState, SettingKind, SupportSection } from './rules/plan-words.ts';
import { type PlanRow, type ProvisionRow, readPlanRow, readProvisions } from './store.ts';

/** What the rest of the room may know of a plan without opening any of its words. */
export interface PlanFacts {
  readonly planId: string;
  readonly familyId: string;
  readonly childId: string;
  readonly planType: string;
  readonly state: PlanState;
  readonly startsOn: PlainDate;
  readonly endsOn?: PlainDate;
  readonly finalisedOn?: PlainDate;
  readonly nextReviewBy?: PlainDate;
  readonly settingKind: SettingKind;
  /** Whether a school holds Element 2 for this child: only then is it taken off the top-up. */
  readonly element2Held: boolean;
  readonly revision: number;
}

export interface ProvisionFacts {
  readonly provisionId: string;
  readonly planId: string;
  readonly outcomeId?: string;
  readonly section: SupportSection;
  /** A code of rules/provision-kinds.ts. */
  readonly kind: string;
  readonly unit: ProvisionRow['unit'];
  /** Units with at most two decimals, as text: per week for so many weeks, or in all. */
  readonly unitsPerWeek?: string;
  readonly weeks?: number;
  readonly totalUnits?: string;
  readonly termTimeOnly: boolean;
  readonly deliveredIn: ProvisionRow['deliveredIn'];
  readonly premises: boolean;
  readonly from: PlainDate;
  /** Its last day. */
  readonly until?: PlainDate;
}

/** Undefined for a plan that is not there or is another authority's. */
export async function findPlan(tx: Transaction, authorityId: number, planId: string): Promise<PlanFacts | undefined> {
  const row = await readPlanRow(tx, authorityId, planId);
  return row === undefined ? undefined : planFactsOf(row);
}

/** Earliest first, those that have ended too: what was agreed for last year is asked about this year. */
export async function provisionFacts(tx: Transaction, authorityId: number, planId: string): Promise<readonly ProvisionFacts[]> {
  return (await readProvisions(tx, authorityId, planId)).map(provisionFactsOf);
}

export function planFactsOf(row: PlanRow): PlanFacts {
  const { planId, familyId, childId, planType, state, startsOn, endsOn, finalisedOn, nextReviewBy, settingKind, element2Held, revision } =
    row;
  return {
    planId,
    familyId,
    childId,
    planType,
    state,
    startsOn,
    ...(endsOn !== null && { endsOn }),
    ...(finalisedOn !== null && { finalisedOn }),
    ...(nextReviewBy !== null && { nextReviewBy }),
    settingKind,
    element2Held,
    revision,
  };
}

export function provisionFactsOf(row: ProvisionRow): ProvisionFacts {
  const { provisionId, planId, outcomeId, section, kind, unit, unitsPerWeek, weeks, totalUnits, termTimeOnly, deliveredIn } = row;
  return {
    provisionId,
    planId,
    ...(outcomeId !== null && { outcomeId }),
    section,
    kind,
    unit,
    ...(unitsPerWeek !== null && { unitsPerWeek }),
    ...(weeks !== null && { weeks }),
    ...(totalUnits !== null && { totalUnits }),
    termTimeOnly,
    deliveredIn,
    premises: row.premises,
    from: row.from,
    ...(row.until !== null && { until: row.until }),
  };
}
