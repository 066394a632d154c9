import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { StatementBalance } from '../bank-statement.ts';
import type { ReaderSetting, StatementReader } from '../statement-reader.ts';
import type { OpenStatement, StatementStream } from '../statement-stream.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { CutTags } from './cut-tags.ts';
import { type OfxAggregate, OfxTree } from './ofx-tree.ts';
import { readOfxAccount, readOfxAmount, readOfxDate, readOfxPayment } from './read-payment.ts';

const STATEMENTS: ReadonlySet<string> = new Set(['STMTRS', 'CCSTMTRS']);

/**
 * Reads OFX 1 (SGML) and 2 (XML) alike, by their tags: bank and credit card statements, each payment as it closes. OFX tells the ledger
 * balance at its end and none at its beginning, so a file alone cannot prove that its first lines are there.
 */
export class OfxReader implements StatementReader {
  readonly #stream: StatementStream;
  readonly #tags: CutTags;
  readonly #tree: OfxTree;
  #open: OpenStatement | undefined;
  #period: { from?: PlainDate; to?: PlainDate } = {};
  #closing: StatementBalance | undefined;
  #paymentCurrency: string | undefined;

  constructor({ stream, limits, head }: ReaderSetting) {
    this.#stream = stream;
    this.#tree = new OfxTree((aggregate, path) => this.#closed(aggregate, path), limits);
    this.#tags = new CutTags(this.#tree, limits);
    const version = /(?:^|\s)VERSION[:=]\s*"?([0-9]{3})/.exec(head)?.[1];
    if (version !== undefined) stream.says(version);
  }

  get lineNumber(): number {
    return this.#tags.lineNumber;
  }

  write(text: string): void {
    this.#tags.write(text);
  }

  end(): void {
    this.#tags.end();
    this.#tree.end(this.#tags.lineNumber);
    if (this.#stream.begun > 0) return;
    const reason =
      'The file is OFX and holds no bank statement (no "STMTRS" or "CCSTMTRS"). Export the payments of an account from the bank.';
    throw new UnreadableStatement('no-statement', this.#tree.firstLine, reason);
  }

  #closed(aggregate: OfxAggregate, path: readonly OfxAggregate[]): void {
    const statement = path.find(({ name }) => STATEMENTS.has(name));
    switch (aggregate.name) {
      case 'BANKACCTFROM':
      case 'CCACCTFROM':
        if (statement !== undefined && path.at(-1) === statement) this.#begin(statement, aggregate);
        return;
      case 'BANKTRANLIST': {
        const [from, to] = [readOfxDate(aggregate, 'DTSTART'), readOfxDate(aggregate, 'DTEND')];
        this.#period = { ...(from && { from }), ...(to && { to }) };
        return;
      }
      case 'CURRENCY':
        if (path.at(-1)?.name === 'STMTTRN') this.#paymentCurrency = aggregate.leaves.get('CURSYM');
        return;
      case 'STMTTRN':
        if (statement !== undefined) this.#payment(this.#statement(aggregate), aggregate);
        return;
      case 'LEDGERBAL':
        if (statement !== undefined && path.at(-1) === statement) this.#closing = this.#readBalance(aggregate);
        return;
      case 'STMTRS':
      case 'CCSTMTRS':
        this.#stream.end(this.#statement(aggregate), {
          ...this.#period,
          ...(this.#closing && { closing: this.#closing }),
          balancesExpected: false,
        });
        this.#open = undefined;
        this.#closing = undefined;
        this.#period = {};
    }
  }

  /** A payment in another currency than the account's says so in `CURRENCY`; one that was exchanged already says it in `ORIGCURRENCY`. */
  #payment(open: OpenStatement, aggregate: OfxAggregate): void {
    this.#stream.line(open, readOfxPayment(aggregate, this.#paymentCurrency || open.head.currency));
    this.#paymentCurrency = undefined;
  }

  #begin(statement: OfxAggregate, account: OfxAggregate): void {
    const currency = statement.leaves.get('CURDEF') ?? '';
    if (!/^[A-Z]{3}$/.test(currency)) {
      const reason = `The bank statement does not say its currency ("CURDEF"): ${quoted(currency)} is none.`;
      throw new UnreadableStatement('currency-not-understood', statement.lineNumber, reason);
    }
    if (this.#open !== undefined) {
      throw new UnreadableStatement('field-out-of-place', account.lineNumber, 'The bank statement names its account twice.');
    }
    this.#open = this.#stream.open({ lineNumber: statement.lineNumber, account: readOfxAccount(account, currency), currency });
  }

  #statement(aggregate: OfxAggregate): OpenStatement {
    if (this.#open !== undefined) return this.#open;
    const reason = 'The bank statement does not say which account it is of before its payments ("BANKACCTFROM" or "CCACCTFROM").';
    throw new UnreadableStatement('field-missing', aggregate.lineNumber, reason);
  }

  /** Some banks send the balance empty: then there is none. */
  #readBalance(aggregate: OfxAggregate): StatementBalance | undefined {
    if ((aggregate.leaves.get('BALAMT') ?? '') === '') return undefined;
    const { currency } = this.#statement(aggregate).head;
    const date = readOfxDate(aggregate, 'DTASOF') ?? this.#period.to;
    if (date === undefined) throw new UnreadableStatement('field-missing', aggregate.lineNumber, 'The balance has no day ("DTASOF").');
    return { date, amountMinor: readOfxAmount(aggregate, 'BALAMT', currency), currency, lineNumber: aggregate.lineNumber };
  }
}
