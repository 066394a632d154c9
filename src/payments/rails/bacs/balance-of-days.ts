import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { quoted } from '../../../platform/files/unreadable-file.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import { UnreadablePaymentFile } from '../bank-files/unreadable-payment-file.ts';

/** A record that moves money: to a payee, or, as contra, from our own account. */
export interface PaymentRecord {
  readonly line: number;
  readonly code: string;
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly ownSortCode: string;
  readonly ownAccountNumber: string;
  readonly amountPence: bigint;
  readonly userName: string;
  readonly reference: string;
  readonly name: string;
  readonly processingDate: PlainDate;
}

interface Day {
  paidPence: bigint;
  takenPence: bigint;
}

/** Every processing day's contra takes exactly what its payments make, and the trailer counts them all: else the file was edited. */
export class BalanceOfDays {
  readonly #days = new Map<PlainDate, Day>();
  #payments = 0;
  #contras = 0;

  add(kind: 'payment' | 'contra', record: PaymentRecord): void {
    const day = this.#days.get(record.processingDate) ?? { paidPence: 0n, takenPence: 0n };
    this.#days.set(record.processingDate, day);
    if (kind === 'payment') {
      day.paidPence += record.amountPence;
      this.#payments += 1;
      return;
    }
    if (record.sortCode !== record.ownSortCode || record.accountNumber !== record.ownAccountNumber)
      throw new UnreadablePaymentFile(
        'other-account',
        record.line,
        'The contra record takes the sum from another account than the one that pays.',
      );
    day.takenPence += record.amountPence;
    this.#contras += 1;
  }

  judge(trailer: Readonly<Record<string, string>>, line: number): void {
    for (const [date, { paidPence, takenPence }] of this.#days) {
      if (paidPence === takenPence) continue;
      const reason = `On ${date} the payments make ${formatPounds(paidPence)} and the contra takes ${formatPounds(takenPence)}. The file was edited.`;
      throw new UnreadablePaymentFile('totals-differ', line, reason);
    }
    const paid = [...this.#days.values()].reduce((sum, day) => sum + day.paidPence, 0n);
    const told: readonly (readonly [what: string, field: string, counted: bigint])[] = [
      ['total taken', 'debitPence', paid],
      ['total paid', 'creditPence', paid],
      ['count of records that take', 'debitCount', BigInt(this.#contras)],
      ['count of records that pay', 'creditCount', BigInt(this.#payments)],
    ];
    for (const [what, field, counted] of told) {
      const text = trailer[field] ?? '';
      if (/^[0-9]+$/.test(text) && BigInt(text) === counted) continue;
      throw new UnreadablePaymentFile(
        'totals-differ',
        line,
        `The ${what} says ${quoted(text)}; the records make ${counted}. The file was cut or edited.`,
      );
    }
  }
}
