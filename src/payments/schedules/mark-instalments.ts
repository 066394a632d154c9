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
 * To be paid again: `left-out` of their run before it was released, or `returned` by the bank after it. Exactly these instalments open
 * again; nothing else of their agreements changes. Answers which did, in as many statements for ten thousand as for one.
 */
export async function reopenInstalments(
  tx: Transaction,
  authorityId: number,
  dueRefs: readonly string[],
  why: 'left-out' | 'returned',
): Promise<string[]> {
  const again = why === 'returned' ? 1 : 0;
  const byReturns = new Map<number, string[]>();
  for (const { dueRef, returns } of await findByDueRefs(tx, authorityId, dueRefs)) {
    const same = byReturns.get(returns);
    if (same === undefined) byReturns.set(returns, [dueRef]);
    else same.push(dueRef);
  }
  const reopened: string[] = [];
  for (const [returns, refs] of byReturns) {
    const state = returns + again > 0 ? ('returned' as const) : ('planned' as const);
    const change = { state, paidOn: null, returns: returns + again };
    reopened.push(...(await moveInstalments(tx, authorityId, refs, why === 'returned' ? ['paid'] : ['in-run'], change)));
  }
  return reopened;
}
