import { dateInLondon } from '../../platform/calendar/london-time.ts';
import type { Clock } from '../../platform/clock/clock.ts';
import { isOutage } from '../../platform/database/outage.ts';
import type { Caller, Gate, Operation } from '../../platform/http/operation.ts';
import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import { eventOf } from '../audit/audit-event.ts';
import type { ReadAudit } from '../audit/read-audit.ts';
import { decide } from './decide.ts';
import { buildPolicy } from './policy-row.ts';
import { policyRows } from './policy-table.ts';

/** Roles in which somebody may write down what a family asked of them. */
const HELPERS = ['caseworker', 'finance-officer', 'administrator'];

export interface GateParts {
  readonly clock: Clock;
  readonly reads: ReadAudit;
  /** The funding source behind an account; asked for partners only. */
  readonly sourceOf: (authorityId: number, account: string) => Promise<string | undefined>;
}

/** The policy table at the router's door. An operation that the table does not know stops the start. */
export function policyGate({ clock, reads, sourceOf }: GateParts) {
  return (operations: readonly Operation[]): Gate => {
    const policy = buildPolicy(policyRows, operations);
    return {
      admit: async (caller, operation, { familyId, personId, code, sourceCode }) => {
        const now = clock.now();
        const isPartner = caller.standings.some(({ role }) => role === 'partner');
        const source = sourceCode ?? (isPartner && code !== undefined ? await sourceOf(caller.authorityId, code) : undefined);
        const target = {
          ...(familyId !== undefined && { familyId }),
          ...(personId !== undefined && { personId }),
          ...(source !== undefined && { sources: [source] }),
        };
        const decided = decide(policy, caller, operation.id, target, { now, today: dateInLondon(now) });
        if (!decided.ok) return decided;
        const actingAs = caller.standings.find(({ standingId }) => standingId === decided.value.standingId);
        return withErrand({ ...caller, ...(actingAs !== undefined && { actingAs }) });
      },
      keepOpened: async (caller, operation, opened) => {
        const at = clock.now();
        try {
          await reads.note(
            caller.authorityId,
            opened.map((record) => eventOf(caller, operation.id, 'read', at, record)),
          );
          return accepted(undefined);
        } catch (error) {
          if (isOutage(error)) return refused({ code: 'service-busy' });
          throw error;
        }
      },
    };
  };
}

/** The table for a step within an operation, which needs more than the operation itself. Undefined: they may. */
export function stepJudge(clock: Clock): (caller: Caller, stepId: string) => Refusal | undefined {
  const policy = buildPolicy(policyRows, []);
  return (caller, stepId) => {
    const now = clock.now();
    const decided = decide(policy, caller, stepId, {}, { now, today: dateInLondon(now) });
    return decided.ok ? undefined : decided.refusal;
  };
}

function withErrand(caller: Caller): Result<Caller, Refusal> {
  const mayHelp = caller.kind === 'machine' || HELPERS.includes(caller.actingAs?.role ?? '');
  return caller.onBehalfOf === undefined || mayHelp ? accepted(caller) : refused({ code: 'errand-not-allowed' });
}
