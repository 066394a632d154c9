import { sql } from 'drizzle-orm';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import { instalments } from './schema.ts';
import { findByDueRefs, moveInstalments } from './store.ts';

/**
 * How a payment run tells what became of an instalment. Each is safe to repeat: what stands there already is left alone, and an instalment
 * is in one run at a time.
 */

/** Answers the references that were taken into the run; one that is missing is in another run, paid, held or cancelled. */
export async function markInRun(tx: Transaction, authorityId: number, dueRefs: readonly string[]): Promise<string[]> {
  return moveInstalments(tx, authorityId, dueRefs, ['planned', 'returned'], { state: 'in-run' });
}

/** It was released: charged to the budget and promised to the payee for `paidOn`. */
export async function markPaid(
  tx: Transaction,
  authorityId: number,
  dueRefs: readonly string[],
  { paidOn }: { readonly paidOn: PlainDate },
): Promise<string[]> {
  return moveInstalments(tx, authorityId, dueRefs, ['in-run'], { state: 'paid', paidOn });
}

/**
 * To be paid again: `left-out` of their run before it was released, or `returned` by the bank after it. Exactly these instalments open
 * again; nothing else of their agreements changes. Answers which did.
 */
export async function reopenInstalments(
  tx: Transaction,
  authorityId: number,
  dueRefs: readonly string[],
  why: 'left-out' | 'returned',
): Promise<string[]> {
  if (why === 'returned') {
    return moveInstalments(tx, authorityId, dueRefs, ['paid'], {
      state: 'returned',
      paidOn: null,
      returns: sql`${instalments.returns} + 1`,
    });
  }
  const cameBackBefore = new Set(
    (await findByDueRefs(tx, authorityId, dueRefs)).flatMap(({ returns, dueRef }) => (returns > 0 ? [dueRef] : [])),
  );
  const first = dueRefs.filter((dueRef) => !cameBackBefore.has(dueRef));
  return [
    ...(await moveInstalments(tx, authorityId, [...cameBackBefore], ['in-run'], { state: 'returned', paidOn: null })),
    ...(await moveInstalments(tx, authorityId, first, ['in-run'], { state: 'planned', paidOn: null })),
  ];
}
