import { defined } from '../defined.ts';
import { offsetsDue, offsetsLeftOut, offsetsTaken, offsetsTakenIntoRun, offsetsThatChanged } from '../recovery/offsets-in-runs.ts';
import { dueInstalments, holdsFor, markInRun, markPaid, reopenInstalments } from '../schedules/index.ts';
import type { DueLine, DueLines, Hold } from './run-desk.ts';

/** What agreements owe, as runs take it. */
export const instalmentsDue: DueLines = {
  due: async (tx, authorityId, payOn) => {
    const due = await dueInstalments(tx, authorityId, { payOn });
    const dueRefs = due.map(({ dueRef }) => dueRef);
    const kept = await offsetsDue(tx, authorityId, dueRefs, payOn);
    return due.map(({ dueRef, familyId, parts, dueOn, coverFrom, coverUntil, payeeId }): DueLine => {
      const offsets = kept.get(dueRef);
      const told = defined({ familyId, coverFrom, coverUntil });
      return {
        dueRef,
        kind: 'instalment',
        parts,
        dueOn,
        payeeId: payeeId ?? undefined,
        ...told,
        ...(offsets !== undefined && { offsets }),
      };
    });
  },
  holdsFor: async (tx, authorityId, dueRefs) => {
    const holds = await holdsFor(tx, authorityId, dueRefs);
    const changed = await offsetsThatChanged(tx, authorityId, dueRefs);
    return new Map<string, Hold>([
      ...[...changed].map((dueRef) => [dueRef, { reason: 'money-to-return-changed' }] as const),
      ...[...holds].map(([dueRef, reason]) => [dueRef, { reason }] as const),
    ]);
  },
  markInRun: async (tx, authorityId, dueRefs) => {
    const taken = await markInRun(tx, authorityId, dueRefs);
    await offsetsTakenIntoRun(tx, authorityId, taken);
    return taken;
  },
  markPaid: async (tx, authorityId, dueRefs, paidOn) => {
    await markPaid(tx, authorityId, dueRefs, { paidOn });
    await offsetsTaken(tx, authorityId, dueRefs, paidOn);
  },
  reopen: async (tx, authorityId, dueRefs, why) => {
    await reopenInstalments(tx, authorityId, dueRefs, why);
    if (why === 'left-out') await offsetsLeftOut(tx, authorityId, dueRefs);
  },
};
