import { createHash } from 'node:crypto';
import { formatPounds } from '../../../platform/money/pounds.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { BankFileRefusal, RefusedPayment } from './bank-file-refusal.ts';
import type { TextChange } from './bank-text.ts';
import type { PaymentFault } from './check-payment.ts';
import type { DayTotal, PaymentToSend } from './payment-to-send.ts';

/** What the file says otherwise than it was told, one field of one payment. */
export interface ChangedText {
  /** The payment, counted from 1. */
  readonly number: number;
  readonly reference: string;
  readonly field: 'name' | 'reference';
  readonly from: string;
  readonly to: string;
  readonly changes: readonly (TextChange | 'roll-number-in-place')[];
}

export interface BankFileSummary {
  readonly payments: number;
  readonly amountPence: bigint;
  readonly bytes: number;
  readonly sha256: string;
  /** How many fields were changed; the first of them are told one by one. */
  readonly changed: number;
  readonly changes: readonly ChangedText[];
}

/** How one format writes. The text of a file is its beginning, its lines and its end, in that order. */
export interface BankFileFormat {
  head(): string;
  line(payment: PaymentToSend, tell: (change: Omit<ChangedText, 'number' | 'reference'>) => void): string | PaymentFault;
  foot(): string;
}

export interface BankFile {
  /** Read once, to the end. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** After the last chunk: what was written, or why it must be thrown away. */
  outcome(): Result<BankFileSummary, BankFileRefusal>;
}

const CHUNK_CHARACTERS = 65_536;
const CHANGES_TOLD = 10_000;
const REFUSALS_TOLD = 100;

/**
 * Writes payment by payment, so memory does not grow with the file. Every payment is looked at even when one is refused, lest an officer
 * learn of one fault a day; after the first, nothing more is written.
 */
export function writeBankFile(
  format: BankFileFormat,
  payments: Iterable<PaymentToSend> | AsyncIterable<PaymentToSend>,
  { approved, encoding = 'latin1' }: { approved: readonly DayTotal[]; encoding?: 'latin1' | 'utf8' },
): BankFile {
  const totals = new FileTotals(approved);
  const hash = createHash('sha256');
  const changes: ChangedText[] = [];
  const refusals: RefusedPayment[] = [];
  let [number, bytes, changed, refusedPayments] = [0, 0, 0, 0];
  let outcome: Result<BankFileSummary, BankFileRefusal> | undefined;

  const chunkOf = (text: string): Uint8Array => {
    const chunk = Buffer.from(text, encoding);
    hash.update(chunk);
    bytes += chunk.length;
    return chunk;
  };

  async function* write(): AsyncGenerator<Uint8Array> {
    let text = format.head();
    for await (const payment of payments) {
      number += 1;
      const { reference } = payment;
      const line = format.line(payment, (change) => {
        changed += 1;
        if (changes.length < CHANGES_TOLD) changes.push({ number, reference, ...change });
      });
      const fault = typeof line === 'string' ? totals.add(payment) : line;
      if (fault !== undefined) {
        refusedPayments += 1;
        if (refusals.length < REFUSALS_TOLD) refusals.push({ number, reference, ...fault });
      }
      if (refusedPayments > 0) continue;
      text += line;
      if (text.length < CHUNK_CHARACTERS) continue;
      yield chunkOf(text);
      text = '';
    }
    const refusal = refusedPayments > 0 ? paymentsRefused(refusals, refusedPayments) : totals.refusal();
    if (refusal !== undefined) {
      outcome = refused(refusal);
      return;
    }
    yield chunkOf(text + format.foot());
    outcome = accepted({ payments: number, amountPence: totals.amountPence, bytes, sha256: hash.digest('hex'), changed, changes });
  }

  return {
    chunks: write(),
    outcome: () => {
      if (outcome === undefined) throw new Error('A bank file was asked for its outcome before its last chunk was read.');
      return outcome;
    },
  };
}

function paymentsRefused(payments: readonly RefusedPayment[], count: number): BankFileRefusal {
  const [first] = payments;
  const more = count > 1 ? ` ${count - 1} more cannot go either.` : '';
  return { code: 'payments-refused', reason: `Payment ${first?.number}, ${first?.reference}: ${first?.reason}${more}`, payments };
}

/** Holds the file to what was approved, day by day. */
class FileTotals {
  readonly #days: Map<string, { readonly approved: DayTotal; payments: number; amountPence: bigint }>;

  constructor(approved: readonly DayTotal[]) {
    this.#days = new Map(approved.map((day) => [day.processingDate, { approved: day, payments: 0, amountPence: 0n }]));
  }

  get amountPence(): bigint {
    return [...this.#days.values()].reduce((sum, day) => sum + day.amountPence, 0n);
  }

  add({ processingDate, amountPence }: PaymentToSend): PaymentFault | undefined {
    const day = this.#days.get(processingDate);
    if (day === undefined) {
      const reason = `Nothing is approved for ${processingDate}; the file pays on ${[...this.#days.keys()].join(', ')}.`;
      return { field: 'processingDate', code: 'processing-date-not-approved', reason };
    }
    day.payments += 1;
    day.amountPence += amountPence;
    return undefined;
  }

  refusal(): BankFileRefusal | undefined {
    for (const { approved, payments, amountPence } of this.#days.values()) {
      if (payments === approved.payments && amountPence === approved.amountPence) continue;
      const reason =
        `For ${approved.processingDate}, ${approved.payments} payments of ${formatPounds(approved.amountPence)} together are approved; ` +
        `these are ${payments} of ${formatPounds(amountPence)}. Find out what changed, and have it approved.`;
      return { code: 'totals-not-as-approved', reason };
    }
    return undefined;
  }
}
