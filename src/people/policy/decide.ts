import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller, Role } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type Condition, coolingOffEnds, type Moment, type PolicyRefusalCode, refusalOf, type Target } from './conditions.ts';
import type { Policy } from './policy-row.ts';

export type PolicyRefusal =
  | { readonly code: PolicyRefusalCode; readonly until?: PlainDate }
  | { readonly code: 'scope-missing'; readonly requiredScope: string };

/** By which right somebody was let in; the audit keeps it. */
export interface Admitted {
  readonly role?: Role;
  readonly standingId?: string;
}

/**
 * The one answer to "may they?", for the API, the pages and the command line. What no row allows is refused. Of several standings one that
 * satisfies every condition is enough; when none does, the refusal is the one that is nearest to a yes.
 */
export function decide(
  policy: Policy,
  caller: Caller,
  operationId: string,
  target: Target,
  moment: Moment,
): Result<Admitted, PolicyRefusal> {
  const row = policy.get(operationId);
  if (row === undefined) return refused({ code: 'role-missing' });
  if (row.scope === 'public' || caller.kind === 'system') return accepted({});
  if (caller.kind === 'machine') return machine(caller, row.scope);
  if (caller.kind === 'person' && row.anyoneSignedIn === true) return accepted({});
  // Whoever belongs to a family is never its officer: with a place in it, a role in the authority does not count for it.
  const isTheirFamily = target.familyId !== undefined && caller.standings.some(({ familyId }) => familyId === target.familyId);
  const counting = isTheirFamily ? caller.standings.filter(({ familyId }) => familyId !== undefined) : caller.standings;
  const tried = counting.flatMap((standing) => {
    const conditions: readonly Condition[] | undefined = row.roles[standing.role];
    return conditions === undefined ? [] : [{ standing, refusal: refusalOf(conditions, { caller, standing, target, moment }) }];
  });
  const granted = tried.find(({ refusal }) => refusal === undefined);
  if (granted !== undefined) return accepted({ role: granted.standing.role, standingId: granted.standing.standingId });
  const nearest = tried.find(({ refusal }) => refusal !== 'record-not-found') ?? tried[0];
  const code = nearest?.refusal ?? 'role-missing';
  const { bankAccountChangedOn } = target;
  if (code !== 'bank-account-cooling-off' || bankAccountChangedOn === undefined) return refused({ code });
  return refused({ code, until: coolingOffEnds(bankAccountChangedOn) });
}

/** A step without an operation of its own has no scope: it is nobody's but a person's. */
function machine(caller: Caller, scope: string | undefined): Result<Admitted, PolicyRefusal> {
  if (scope === undefined) return refused({ code: 'role-missing' });
  return caller.scopes.some((held) => held === scope) ? accepted({}) : refused({ code: 'scope-missing', requiredScope: scope });
}
