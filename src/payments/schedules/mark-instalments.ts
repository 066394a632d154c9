import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
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
 * It is to be paid again: `left-out` of its run before it was released, or `returned` by the bank after it. Exactly this instalment opens
 * again; nothing else of its agreement changes. Answers whether it did.
 */
export async function reopenInstalment(
  tx: Transaction,
  authorityId: number,
  dueRef: string,
  why: 'left-out' | 'returned',
): Promise<boolean> {
  const [instalment] = await findByDueRefs(tx, authorityId, [dueRef]);
  if (instalment === undefined) return false;
  const cameBack = why === 'returned' || instalment.returns > 0;
  const change = {
    state: cameBack ? ('returned' as const) : ('planned' as const),
    paidOn: null,
    returns: instalment.returns + (why === 'returned' ? 1 : 0),
  };
  const moved = await moveInstalments(tx, authorityId, [dueRef], why === 'returned' ? ['paid'] : ['in-run'], change);
  return moved.length > 0;
}
