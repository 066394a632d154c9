import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Refusal, Result } from '../../platform/result.ts';
import type { PaymentDesk } from '../payment-desk.ts';
import type { PaymentRails, RailAccount } from '../rails/payment-rail.ts';
import type { PlannedLine } from './payment-run.ts';

/** Something that is due, as whoever owes it says it. Who is paid where is added from the payees. */
export type DueLine = Omit<PlannedLine, 'payee' | 'payeeId' | 'accountId' | 'paidTo' | 'accountChangedOn'> & {
  /** An agreement may have no payee yet: it then waits for one. */
  readonly payeeId: string | undefined;
  readonly dueOn: PlainDate;
};

export interface Hold {
  /** A code: `consent-missing`, `paused`, `payee-died`. */
  readonly reason: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What is due and why it may have to wait: agreements' instalments, providers' invoices. All run inside the caller's transaction. */
export interface DueLines {
  /** Everything to be paid on or before that day and in no run yet. */
  due(tx: Transaction, authorityId: number, payOn: PlainDate): Promise<readonly DueLine[]>;
  /** Of these, what must not be paid now. */
  holdsFor(tx: Transaction, authorityId: number, dueRefs: readonly string[], on: PlainDate): Promise<ReadonlyMap<string, Hold>>;
  /** Answers those that were taken into the run; one that is missing is in another run, held or cancelled meanwhile. */
  markInRun(tx: Transaction, authorityId: number, dueRefs: readonly string[], runId: string): Promise<readonly string[]>;
  /** Released: charged to the budget and promised to the payee for that day. */
  markPaid(tx: Transaction, authorityId: number, dueRefs: readonly string[], paidOn: PlainDate): Promise<void>;
  /** Due again: `left-out` before it was released, `returned` when it was turned down or came back after it. */
  reopen(tx: Transaction, authorityId: number, dueRefs: readonly string[], why: 'left-out' | 'returned'): Promise<void>;
}

export interface RunPayee {
  /** Opaque, as the payee's account in the books has it. */
  readonly code: string;
  readonly accountId: string;
  readonly maskedAccount: string;
  /** The day of a change of account that had to cool off. */
  readonly changedOn?: PlainDate;
}

export interface PayablePayees {
  /** Who may be paid on that day and where; of the others, why not. */
  payable(
    tx: Transaction,
    authorityId: number,
    payeeIds: readonly string[],
    on: PlainDate,
    /** Accounts that may be paid although they cool off, by payee. */
    waived?: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, Result<RunPayee, Refusal & { readonly facts?: Readonly<Record<string, unknown>> }>>>;
  /** The account in the clear, for the moment of sending; who opened it and why is kept. Refused when it is no longer the payee's. */
  openAccount(
    authorityId: number,
    account: { readonly payeeId: string; readonly accountId: string; readonly reference: string },
  ): Promise<Result<RailAccount, Refusal>>;
}

/** What runs work with beside the books. */
export interface RunDesk extends PaymentDesk {
  readonly dueLines: DueLines;
  readonly payees: PayablePayees;
  readonly rails: PaymentRails;
  /** Where files are made by another day than the authority's own, runs are planned by it as well. */
  readonly businessDate?: (authorityId: number) => Promise<PlainDate>;
}
