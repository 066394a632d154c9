import { addDays, isAfter, laterOf } from '../../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { SandboxFact, SandboxJournal } from './journal.ts';

export interface SandboxPayment {
  readonly railReference: string;
  readonly reference: string;
  readonly amount: string;
  readonly bookedOn: PlainDate;
  readonly returned?: { readonly returnedOn: PlainDate; readonly reason: string };
}

export interface PaymentToMake {
  readonly key: string;
  readonly reference: string;
  readonly amount: string;
  readonly payDate: PlainDate;
}

export interface StatementLine {
  readonly bookedOn: PlainDate;
  readonly amount: string;
  readonly reference: string;
  readonly bankReference: string;
  readonly reason?: string;
}

/** The made-up bank behind the sandbox rail: what it has paid, what came back, and which day it is there. All of it is in its journal. */
export class SandboxBank {
  readonly #journal: SandboxJournal;
  readonly #payments = new Map<string, SandboxPayment>();
  readonly #byKey = new Map<string, string>();
  readonly #lines: StatementLine[] = [];
  #today: PlainDate;

  constructor(journal: SandboxJournal, firstDay: PlainDate) {
    this.#journal = journal;
    this.#today = firstDay;
    for (const fact of journal.facts) this.#take(fact);
  }

  get today(): PlainDate {
    return this.#today;
  }

  get payments(): readonly SandboxPayment[] {
    return [...this.#payments.values()];
  }

  /** The first time it pays; with the same key it answers with what it paid then. */
  async pay({ key, reference, amount, payDate }: PaymentToMake): Promise<{ readonly railReference: string; readonly again: boolean }> {
    const known = this.#byKey.get(key);
    if (known !== undefined) {
      // Its first call may still be waiting for the disk.
      await this.#journal.append();
      return { railReference: known, again: true };
    }
    const railReference = `SB${String(this.#payments.size + 1).padStart(8, '0')}`;
    await this.#keep({ fact: 'paid', railReference, key, reference, amount, payDate, bookedOn: laterOf(payDate, this.#today) });
    return { railReference, again: false };
  }

  byReference(reference: string): SandboxPayment | undefined {
    return this.payments.find((payment) => payment.reference === reference);
  }

  byRailReference(railReference: string): SandboxPayment | undefined {
    return this.#payments.get(railReference);
  }

  /** Comes back so many days after it was booked; once only. */
  async giveBack(railReference: string, { afterDays, reason }: { readonly afterDays: number; readonly reason: string }): Promise<void> {
    const payment = this.#payments.get(railReference);
    if (payment === undefined || payment.returned !== undefined) return;
    await this.#keep({ fact: 'returned', railReference, returnedOn: addDays(payment.bookedOn, afterDays), reason });
  }

  /** The bank's day is its own and only moves on. */
  async moveTo(today: PlainDate): Promise<void> {
    if (isAfter(today, this.#today)) await this.#keep({ fact: 'day', today });
  }

  async forgetKeys(): Promise<void> {
    await this.#keep({ fact: 'keys-forgotten' });
  }

  /** What is booked up to the bank's day, from a place in the list on. Lines of later days wait, and the place stays before them. */
  linesFrom(place: number): { readonly lines: readonly StatementLine[]; readonly next: number } {
    const lines: StatementLine[] = [];
    let next = place;
    for (const line of this.#lines.slice(place)) {
      if (isAfter(line.bookedOn, this.#today)) break;
      lines.push(line);
      next += 1;
    }
    return { lines, next };
  }

  async #keep(fact: SandboxFact): Promise<void> {
    this.#take(fact);
    await this.#journal.append(fact);
  }

  #take(fact: SandboxFact): void {
    if (fact.fact === 'day') this.#today = fact.today;
    if (fact.fact === 'keys-forgotten') this.#byKey.clear();
    if (fact.fact === 'paid') {
      const { railReference, key, reference, amount, bookedOn } = fact;
      this.#payments.set(railReference, { railReference, reference, amount, bookedOn });
      this.#byKey.set(key, railReference);
      this.#enter({ bookedOn, amount: `-${amount}`, reference, bankReference: railReference });
    }
    if (fact.fact === 'returned') {
      const { railReference, returnedOn, reason } = fact;
      const payment = this.#payments.get(railReference);
      if (payment === undefined) return;
      this.#payments.set(railReference, { ...payment, returned: { returnedOn, reason } });
      this.#enter({
        bookedOn: returnedOn,
        amount: payment.amount,
        reference: payment.reference,
        bankReference: `${railReference}R`,
        reason,
      });
    }
  }

  /** In the order of the bank's days, behind those that somebody may have read. */
  #enter(line: StatementLine): void {
    const place = this.#lines.findIndex(({ bookedOn }) => isAfter(bookedOn, line.bookedOn) && isAfter(bookedOn, this.#today));
    if (place < 0) this.#lines.push(line);
    else this.#lines.splice(place, 0, line);
  }
}
