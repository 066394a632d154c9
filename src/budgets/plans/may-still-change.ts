import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PlanState } from './rules/plan-words.ts';
import type { PlanRow } from './store.ts';

export interface PlanNotOpen {
  readonly code: 'plan-not-open';
  readonly state: PlanState;
}

/** A plan that has ended, or that another authority keeps now, is read and no longer written. */
export function mayStillChange({ state }: Pick<PlanRow, 'state'>): Result<undefined, PlanNotOpen> {
  return state === 'draft' || state === 'in-force' ? accepted(undefined) : refused({ code: 'plan-not-open', state });
}

/** Reviews, phase transfers and handovers are of plans in force. */
export function mustBeInForce({ state }: Pick<PlanRow, 'state'>): Result<undefined, PlanNotOpen> {
  return state === 'in-force' ? accepted(undefined) : refused({ code: 'plan-not-open', state });
}
