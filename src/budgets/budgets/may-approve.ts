import { buildPolicy, decide, type PolicyRefusal, policyRows } from '../../people/index.ts';
import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result } from '../../platform/result.ts';

/** The rows that no operation of the API stands for: what is asked once the maker and the sum are known. */
const policy = buildPolicy(policyRows, []);

/** The second pair of eyes, judged by what the record says when its row is locked: not the maker, and within their own limit. */
export function mayApprove(
  caller: Caller,
  { familyId, makers, amount }: { readonly familyId: string; readonly makers: readonly string[]; readonly amount: bigint },
  now: Date,
): Result<undefined, PolicyRefusal> {
  const decided = decide(policy, caller, 'budgets.approve-money', { familyId, makers, amount }, { now, today: dateInLondon(now) });
  return decided.ok ? accepted(undefined) : decided;
}
