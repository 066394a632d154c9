import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { StatementBalance } from '../bank-statement.ts';
import { formatMinorUnits } from '../minor-units.ts';
import type { OpenStatement, StatementStream } from '../statement-stream.ts';

interface Known {
  readonly balance: bigint;
  readonly date: PlainDate;
  readonly lineNumber: number;
}

/** Where a running balance, read in one direction, first fails to follow from the line beside it. */
interface Reading {
  /** Amounts between the last known balance and the next, in this direction's own count. */
  pending: bigint;
  breaks: number;
  firstBreak?: { readonly lineNumber: number; readonly expected: bigint; readonly found: bigint };
}

/**
 * Proves lines by the balance that the bank prints after each. Some tables begin with the oldest line and some with the newest; both
 * readings are followed until the last line, and the one that holds is the order of the file. Lines without a balance, as some banks
 * print one only for the day, are carried to the next that has one.
 */
export class RunningBalance {
  readonly #oldestFirst: Reading = { pending: 0n, breaks: 0 };
  readonly #newestFirst: Reading = { pending: 0n, breaks: 0 };
  #first: (Known & { readonly before: bigint; readonly through: bigint }) | undefined;
  #last: Known | undefined;
  #afterLast = 0n;
  #sum = 0n;
  #lastAmount = 0n;

  /** A row that is no line and tells the balance before the first one. */
  opensWith(balance: bigint, date: PlainDate, lineNumber: number): void {
    this.add(0n, balance, date, lineNumber);
  }

  add(amount: bigint, balance: bigint | undefined, date: PlainDate, lineNumber: number): void {
    const before = this.#sum;
    this.#sum += amount;
    this.#oldestFirst.pending += amount;
    if (balance === undefined) {
      this.#newestFirst.pending += amount;
      this.#afterLast += amount;
      return;
    }
    this.#first ??= { balance, date, lineNumber, before, through: this.#sum };
    if (this.#last !== undefined) {
      judge(this.#oldestFirst, this.#last.balance + this.#oldestFirst.pending, balance, lineNumber);
      judge(this.#newestFirst, this.#last.balance - this.#newestFirst.pending, balance, lineNumber);
    }
    this.#last = { balance, date, lineNumber };
    this.#lastAmount = amount;
    this.#afterLast = 0n;
    this.#oldestFirst.pending = 0n;
    this.#newestFirst.pending = amount;
  }

  /** The balances before the first movement and after the last, by the order that holds; undefined when no line had a balance. */
  ends(currency: string): { opening: StatementBalance; closing: StatementBalance; broken: Reading['firstBreak'] } | undefined {
    const first = this.#first;
    const last = this.#last;
    if (first === undefined || last === undefined) return undefined;
    const newestFirst =
      this.#newestFirst.breaks < this.#oldestFirst.breaks ||
      (first.date > last.date && this.#newestFirst.breaks === this.#oldestFirst.breaks);
    const reading = newestFirst ? this.#newestFirst : this.#oldestFirst;
    const at = ({ date, lineNumber }: Known, amountMinor: bigint): StatementBalance => ({ date, amountMinor, currency, lineNumber });
    return newestFirst
      ? {
          opening: at(last, last.balance - this.#lastAmount - this.#afterLast),
          closing: at(first, first.balance + first.before),
          broken: reading.firstBreak,
        }
      : {
          opening: at(first, first.balance - first.through),
          closing: at(last, last.balance + this.#afterLast),
          broken: reading.firstBreak,
        };
  }
}

function judge(reading: Reading, expected: bigint, found: bigint, lineNumber: number): void {
  if (expected === found) return;
  reading.breaks += 1;
  reading.firstBreak ??= { lineNumber, expected, found };
}

/** Ends a bank statement whose only proof is its running balance, and says how far that reaches. */
export function endByRunningBalance(
  stream: StatementStream,
  open: OpenStatement,
  {
    running,
    currency,
    from,
    to,
    lastLine,
  }: { running: RunningBalance; currency: string; from: PlainDate; to: PlainDate; lastLine: number },
): void {
  const ends = running.ends(currency);
  if (ends?.broken !== undefined) {
    const { lineNumber, expected, found } = ends.broken;
    const words = `The lines make a balance of ${formatMinorUnits(expected, currency)} here; the bank says ${formatMinorUnits(found, currency)}.`;
    const reason = `${words} A line is missing, changed or out of order; ask the bank for the file again.`;
    stream.finding({ code: 'running-balance-differs', severity: 'error', line: lineNumber, reason });
  } else if (ends !== undefined) {
    const reason =
      'The running balance proves these lines. That none is missing before the first or after the last, only the bank statements beside this one can prove.';
    stream.finding({ code: 'ends-not-proved', severity: 'warning', line: lastLine, reason });
  }
  stream.end(open, { ...(ends && { opening: ends.opening, closing: ends.closing }), from, to, balancesExpected: false });
}
