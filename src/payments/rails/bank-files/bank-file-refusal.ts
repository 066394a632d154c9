import type { Refusal } from '../../../platform/result.ts';
import type { PaymentFault } from './check-payment.ts';

export interface RefusedPayment extends PaymentFault {
  /** Counted from 1, in the order given. */
  readonly number: number;
  readonly reference: string;
}

/** Why no file was made. Nothing of one may be used: what was written of it is no file. */
export interface BankFileRefusal extends Refusal {
  readonly code:
    | 'submission-not-understood'
    | 'processing-date-not-possible'
    | 'payments-refused'
    | 'file-over-limit'
    | 'totals-not-as-approved';
  /** What of the submission's facts to put right. */
  readonly field?: string;
  readonly reason: string;
  readonly payments?: readonly RefusedPayment[];
}
