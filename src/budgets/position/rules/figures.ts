/**
 * Where money stands, in pence. `allocated = available + committed + paid`, always; `spent` lies inside `paid`, so the two are never added;
 * `left = allocated - spent` is what is not yet shown as spent, still to come and not yet promised.
 */
export interface Figures {
  readonly allocated: bigint;
  /** Given and not yet promised to anybody. */
  readonly available: bigint;
  /** Promised and not yet paid. */
  readonly committed: bigint;
  /** Charged to the budget: an instalment that is due, an invoice that is approved. */
  readonly paid: bigint;
  /** Shown as spent, by a receipt or an invoice. */
  readonly spent: bigint;
  readonly left: bigint;
  /** Paid and not yet shown as spent. */
  readonly notShown: bigint;
}

/** What the book's accounts of one share, or of many together, stand at. */
export interface Standing {
  readonly available: bigint;
  readonly committed: bigint;
  readonly paid: bigint;
  readonly expense: bigint;
}

export function figuresOf({ available, committed, paid, expense }: Standing): Figures {
  const allocated = available + committed + paid;
  return { allocated, available, committed, paid, spent: expense, left: allocated - expense, notShown: paid - expense };
}

const NOTHING: Figures = figuresOf({ available: 0n, committed: 0n, paid: 0n, expense: 0n });

export function sumFigures(all: readonly Figures[]): Figures {
  return all.reduce(
    (sum, each) => ({
      allocated: sum.allocated + each.allocated,
      available: sum.available + each.available,
      committed: sum.committed + each.committed,
      paid: sum.paid + each.paid,
      spent: sum.spent + each.spent,
      left: sum.left + each.left,
      notShown: sum.notShown + each.notShown,
    }),
    NOTHING,
  );
}
