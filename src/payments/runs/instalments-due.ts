import { defined } from '../defined.ts';
import { dueInstalments, holdsFor, markInRun, markPaid, reopenInstalments } from '../schedules/index.ts';
import type { DueLine, DueLines } from './run-desk.ts';

/** What agreements owe, as runs take it. */
export const instalmentsDue: DueLines = {
  due: async (tx, authorityId, payOn) => {
    const due = await dueInstalments(tx, authorityId, { payOn });
    return due.map(({ dueRef, familyId, parts, dueOn, coverFrom, coverUntil, payeeId }): DueLine => {
      return { dueRef, kind: 'instalment', parts, dueOn, payeeId: payeeId ?? undefined, ...defined({ familyId, coverFrom, coverUntil }) };
    });
  },
  holdsFor: async (tx, authorityId, dueRefs) => {
    const holds = await holdsFor(tx, authorityId, dueRefs);
    return new Map([...holds].map(([dueRef, reason]) => [dueRef, { reason }]));
  },
  markInRun,
  markPaid: async (tx, authorityId, dueRefs, paidOn) => {
    await markPaid(tx, authorityId, dueRefs, { paidOn });
  },
  reopen: async (tx, authorityId, dueRefs, why) => {
    await reopenInstalments(tx, authorityId, dueRefs, why);
  },
};
