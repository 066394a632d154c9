import type { BudgetRoom } from '../../budgets/index.ts';
import type { PayeeNameCheck } from './name-check.ts';

/** What the use cases on payees work with. */
export interface PayeeRoom extends BudgetRoom {
  readonly nameCheck: PayeeNameCheck;
}
