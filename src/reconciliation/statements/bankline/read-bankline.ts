import { LineCutter } from '../../../platform/files/line-cutter.ts';
import type { StatementBalance } from '../bank-statement.ts';
import { formatMinorUnits } from '../minor-units.ts';
import type { ReaderSetting, StatementReader } from '../statement-reader.ts';
import type { OpenStatement, StatementStream } from '../statement-stream.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import {
  BALANCE,
  type BanklineRecord,
  readJulianDate,
  readLedgerBalance,
  readPayment,
  readPence,
  readRecordHead,
  TOTAL_IN,
  TOTAL_OUT,
} from './read-record.ts';

const CURRENCY = 'GBP';

/** What the records of one account add up to; the bank's own total records count too. */
interface Counted {
  out: bigint;
  in: bigint;
  outItems: number;
  inItems: number;
  balances: number;
}

const NOTHING: Counted = { out: 0n, in: 0n, outItems: 0, inItems: 0, balances: 0 };

/**
 * Reads the "Data Services" file of NatWest and RBS Bankline Direct: labels as on a Bacs tape around records of fixed width. For each
 * account `UTL1` tells sums and counts of both sides, so a file that was cut or changed shows it.
 */
export class BanklineReader implements StatementReader {
  readonly #stream: StatementStream;
  readonly #cutter: LineCutter;
  #place: 'volume' | 'header' | 'user-header' | 'records' | 'between' = 'volume';
  #statementId = '';
  #open: OpenStatement | undefined;
  #account = '';
  #closing: StatementBalance | undefined;
  #counted: Counted = { ...NOTHING };

  constructor({ stream, limits }: ReaderSetting) {
    this.#stream = stream;
    this.#cutter = new LineCutter(limits.fieldCharacters, {
      onLine: (content, line) => this.#line(content, line),
      tooLong: (line) => new UnreadableStatement('too-long', line, 'One record of the file is longer than any bank statement has.'),
    });
  }

  get lineNumber(): number {
    return this.#cutter.lineNumber;
  }

  write(text: string): void {
    this.#cutter.write(text);
  }

  end(): void {
    this.#cutter.end();
    if (this.#place !== 'between') {
      const reason = 'The file ends before its record "UTL1": it was cut off. Ask the bank for the whole file.';
      throw new UnreadableStatement('statement-cut-off', this.lineNumber, reason);
    }
    if (this.#stream.begun === 0) throw new UnreadableStatement('no-statement', 1, 'The file holds no records of an account.');
  }

  #line(content: string, line: number): void {
    if (content.trim() === '') return;
    const label = /^(?:VOL1|HDR1|UHL1|UTL1)/.exec(content)?.[0];
    if (label === undefined) this.#record(readRecordHead(content, line));
    else if (label === 'UTL1') this.#endAccount(content, line);
    else this.#label(label, content, line);
  }

  #label(label: string, content: string, line: number): void {
    const next = LABELS[this.#place];
    if (next?.label !== label && !(label === 'HDR1' && this.#place === 'between')) throw outOfPlace(label, line);
    if (label === 'HDR1') {
      this.#statementId = content.slice(4, 22).trim();
      this.#place = 'user-header';
    } else this.#place = label === 'VOL1' ? 'header' : 'records';
    if (label === 'UHL1') readJulianDate(content.slice(4, 10), line);
  }

  #record(record: BanklineRecord): void {
    if (this.#place !== 'records') throw outOfPlace(record.text.slice(0, 17), record.line);
    const open = this.#statement(record);
    switch (record.code) {
      case BALANCE:
        this.#counted.balances += 1;
        this.#closing = readLedgerBalance(record);
        return;
      case TOTAL_OUT:
        this.#total(record, 'out');
        return;
      case TOTAL_IN:
        this.#total(record, 'in');
        return;
      default: {
        const line = readPayment(record);
        this.#count(line.amountMinor < 0n || (line.amountMinor === 0n && /^[01U]/.test(record.code)) ? 'out' : 'in', abs(line.amountMinor));
        this.#stream.line(open, line);
      }
    }
  }

  #statement({ sortCode, accountNumber, line }: BanklineRecord): OpenStatement {
    const account = `${sortCode} ${accountNumber}`;
    if (this.#open !== undefined && account !== this.#account) {
      const reason = `The record is of the account ${account}, in the middle of the account ${this.#account}.`;
      throw new UnreadableStatement('field-out-of-place', line, reason);
    }
    this.#account = account;
    this.#open ??= this.#stream.open({
      lineNumber: line,
      account: { sortCode, accountNumber },
      currency: CURRENCY,
      ...(this.#statementId !== '' && { statementId: this.#statementId }),
    });
    return this.#open;
  }

  /** The bank's own sum of one side, told among the records before the sums of the label: both count it. */
  #total(record: BanklineRecord, side: 'out' | 'in'): void {
    const told = readPence(record.text.slice(35, 46), record.line);
    if (told !== this.#counted[side]) this.#differs(record.line, `total of money ${side}`, pounds(told), pounds(this.#counted[side]));
    this.#count(side, told);
  }

  #count(side: 'out' | 'in', amount: bigint): void {
    this.#counted[side] += amount;
    this.#counted[side === 'out' ? 'outItems' : 'inItems'] += 1;
  }

  #endAccount(content: string, line: number): void {
    if (this.#place !== 'records') throw outOfPlace('UTL1', line);
    const { out, in: come, outItems, inItems, balances } = this.#counted;
    const told = (from: number, to: number) => readPence(content.slice(from, to), line);
    const sums = [told(4, 17), told(17, 30)] as const;
    if (sums[0] !== out) this.#differs(line, 'control total of money out', pounds(sums[0]), pounds(out));
    if (sums[1] !== come) this.#differs(line, 'control total of money in', pounds(sums[1]), pounds(come));
    const counts: readonly (readonly [what: string, told: bigint, counted: number])[] = [
      ['count of records of money out', told(30, 37), outItems],
      ['count of records of money in', told(37, 44), inItems],
      // Some files leave the count of balances blank.
      ['count of balances', content.slice(44, 51).trim() === '' ? BigInt(balances) : told(44, 51), balances],
    ];
    for (const [what, count, counted] of counts) if (count !== BigInt(counted)) this.#differs(line, what, `${count}`, `${counted}`);
    if (this.#open !== undefined)
      this.#stream.end(this.#open, { ...(this.#closing && { closing: this.#closing }), balancesExpected: false });
    this.#open = undefined;
    this.#closing = undefined;
    this.#counted = { ...NOTHING };
    this.#place = 'between';
  }

  #differs(line: number, what: string, told: string, found: string): void {
    const reason = `The bank's ${what} is ${told}; the records make ${found}. Ask the bank for the file again.`;
    this.#stream.finding({ code: 'control-total-differs', severity: 'error', line, reason });
  }
}

const LABELS: Readonly<Record<string, { readonly label: string }>> = {
  volume: { label: 'VOL1' },
  header: { label: 'HDR1' },
  'user-header': { label: 'UHL1' },
};

function abs(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function pounds(pence: bigint): string {
  return formatMinorUnits(pence, CURRENCY);
}

function outOfPlace(what: string, line: number): UnreadableStatement {
  const reason = `The record ${quoted(what)} stands where another one was expected: a part of the file is missing.`;
  return new UnreadableStatement('field-out-of-place', line, reason);
}
