import { v7 as uuidv7 } from 'uuid';
import type { BudgetRoom } from '../../budgets/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type CaseAsRead, type CaseRefusal, changeCase } from './recovery-desk.ts';
import { addEvent } from './store.ts';

/** Somebody has looked at support that has not happened, and says what is done about it. Only then may its money be asked for. */
export async function seeCareConcern(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  { words }: { readonly words: string },
): Promise<Result<{ readonly revision: number }, CaseRefusal | { readonly code: 'no-care-concern' }>> {
  return changeCase(
    desk,
    caller,
    { operation: 'payments.see-care-concern', asRead, needed: ['draft'] },
    async ({ tx, key, now, day, found }) => {
      if (found.careConcern !== 'open') return refused({ code: 'no-care-concern' });
      const eventId = uuidv7();
      const sealed = key.seal({ words }, eventId);
      await addEvent(tx, found, { kind: 'care-concern-seen', on: day, eventId, sealed, at: now, by: caller.principal });
      return accepted({ set: { careConcern: 'seen' as const } });
    },
  );
}

/** The council asks no more. What was decided already is dropped by an answer or written off, so that the books say which. */
export async function withdrawRecovery(
  desk: BudgetRoom,
  caller: Caller,
  asRead: CaseAsRead,
  { words }: { readonly words: string },
): Promise<Result<{ readonly revision: number }, CaseRefusal>> {
  return changeCase(
    desk,
    caller,
    { operation: 'payments.withdraw-recovery', asRead, needed: ['draft', 'noticed'] },
    async ({ tx, key, now, day, found }) => {
      const eventId = uuidv7();
      await addEvent(tx, found, {
        ...{ kind: 'withdrawn', on: day, eventId, sealed: key.seal({ words }, eventId), at: now, by: caller.principal },
      });
      return accepted({ set: { state: 'withdrawn' as const } });
    },
  );
}
