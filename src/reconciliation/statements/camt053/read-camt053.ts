import { type XmlListener, XmlReader } from '../../../platform/files/read-xml.ts';
import { all, firstTextAt, only, required, textAt, type XmlElement } from '../../../platform/files/xml-element.ts';
import type { BatchItem } from '../canonical-line.ts';
import { defined } from '../defined.ts';
import type { ReadingLimits } from '../reading-limits.ts';
import type { ReaderSetting, StatementReader } from '../statement-reader.ts';
import type { OpenStatement, PageHead, StatementStream } from '../statement-stream.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { type ControlTotals, readControlTotals } from './control-totals.ts';
import { statementVersion } from './message-kind.ts';
import { readAccount, readBatchItem } from './payment-details.ts';
import { type BookedBalances, chooseBookedBalances } from './read-balances.ts';
import { readEntry, readEntryHead, readTypeCode } from './read-entry.ts';
import { readDay, readFlag } from './values.ts';

/** The elements that are read as they close, and how many elements they stand in. */
const READ_AT: ReadonlyMap<string, { readonly depth: number }> = new Map([
  ['GrpHdr', { depth: 2 }],
  ['Stmt', { depth: 2 }],
  ['Ntry', { depth: 3 }],
  ['TxDtls', { depth: 5 }],
]);

const BEFORE_THE_ENTRIES = ['Id', 'StmtPgntn', 'ElctrncSeqNb', 'LglSeqNb', 'FrToDt', 'Acct', 'Bal', 'TxsSummry'];

/** Reads a camt.053 message as its elements close: every payment and every entry is turned into a line and let go. */
export class Camt053Reader implements StatementReader, XmlListener {
  readonly #stream: StatementStream;
  readonly #limits: ReadingLimits;
  readonly #xml: XmlReader;
  #rootLine: number | undefined;
  #hasHeader = false;
  #messagePage: PageHead['page'];
  #open: OpenStatement | undefined;
  #balances: BookedBalances | undefined;
  #totals: ControlTotals | undefined;
  #items: BatchItem[] = [];
  #typeCode: string | undefined;
  readonly #readBefore = new Map<string, number>();

  constructor({ stream, limits }: ReaderSetting) {
    this.#stream = stream;
    this.#limits = limits;
    this.#xml = new XmlReader(this, limits);
  }

  get lineNumber(): number {
    return this.#xml.lineNumber;
  }

  write(text: string): void {
    this.#xml.write(text);
  }

  root(element: XmlElement, namespace: string): void {
    this.#rootLine = element.line;
    this.#stream.says(statementVersion(element.name, namespace, element.line));
  }

  closed(element: XmlElement, path: readonly XmlElement[]): 'keep' | 'release' {
    const read = READ_AT.get(element.name);
    if (read === undefined || path.length !== read.depth || path[1]?.name !== 'BkToCstmrStmt') return 'keep';
    const statement = path[2];
    if (statement !== undefined && statement.name !== 'Stmt') return 'keep';
    switch (element.name) {
      case 'GrpHdr':
        this.#closeHeader(element);
        return 'release';
      case 'TxDtls':
        if (path[3]?.name !== 'Ntry' || path[4]?.name !== 'NtryDtls') return 'keep';
        this.#closePayment(element, path[3], statement as XmlElement);
        return 'release';
      case 'Ntry':
        this.#closeEntry(element, statement as XmlElement);
        return 'release';
      default:
        this.#closeStatement(element);
        return 'release';
    }
  }

  end(): void {
    this.#xml.end();
    if (this.#stream.begun === 0) {
      throw new UnreadableStatement(
        'no-statement',
        this.#rootLine,
        'The message holds no bank statement (no element "Stmt"). Ask the bank for it again.',
      );
    }
    this.#messageContinues();
  }

  /** Told only: the bank statements in this part may be whole, and each is judged by its own pages and balances. */
  #messageContinues(): void {
    const page = this.#messagePage;
    if (page === undefined || (page.number === 1 && page.last)) return;
    const reason = `The file is part ${page.number} of a message sent in several files. Make sure that every part is imported.`;
    this.#stream.finding({ code: 'message-continues-elsewhere', severity: 'warning', line: this.#rootLine ?? 1, reason });
  }

  #closeHeader(header: XmlElement): void {
    if (this.#hasHeader) throw new UnreadableStatement('field-out-of-place', header.line, 'The message has a second header ("GrpHdr").');
    this.#hasHeader = true;
    this.#messagePage = readPage(only(header, 'MsgPgntn'));
  }

  #closePayment(details: XmlElement, entry: XmlElement, statement: XmlElement): void {
    this.#stream.count(details.line);
    const head = readEntryHead(entry, this.#statementOf(statement, entry).head.account);
    this.#items.push(readBatchItem(details, head));
    if (this.#items.length > this.#limits.batchItems) {
      const reason = `The batch holds more than ${this.#limits.batchItems} payments. Ask the bank to send them in smaller batches.`;
      throw new UnreadableStatement('too-many-lines', details.line, reason);
    }
    this.#typeCode ??= readTypeCode(details);
  }

  #closeEntry(entry: XmlElement, statement: XmlElement): void {
    const open = this.#statementOf(statement, entry);
    const head = readEntryHead(entry, open.head.account);
    const { state } = head;
    if (state === 'left-out') {
      this.#stream.count(entry.line);
      const reason = 'The entry is for information only (INFO) and moved no money; it was left out.';
      this.#stream.finding({ code: 'information-entry-left-out', severity: 'warning', line: entry.line, reason });
    } else {
      const line = readEntry(entry, { ...head, state }, { items: this.#items, typeCode: this.#typeCode });
      this.#totals?.add(line);
      this.#stream.line(open, line);
    }
    this.#items = [];
    this.#typeCode = undefined;
  }

  /** Everything that stands before the entries in the schema, read when the first entry, or the end, comes. */
  #statementOf(element: XmlElement, entry?: XmlElement): OpenStatement {
    if (this.#open !== undefined) return this.#open;
    const account = required(element, 'Acct');
    const balances = chooseBookedBalances(all(element, 'Bal'));
    const entryCurrency = entry && only(entry, 'Amt')?.currency;
    const currency = textAt(account, 'Ccy') ?? balances.opening?.currency ?? balances.closing?.currency ?? entryCurrency;
    if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) {
      const reason = `The bank statement does not say its currency: ${quoted(currency ?? '')} is none.`;
      throw new UnreadableStatement('currency-not-understood', account.line, reason);
    }
    const ownAccount = readAccount(account, currency);
    if (ownAccount === undefined) {
      throw new UnreadableStatement('field-missing', account.line, 'The bank statement does not say which account it is of ("Acct/Id").');
    }
    this.#balances = balances;
    this.#totals = readControlTotals(only(element, 'TxsSummry'), currency);
    // A message's page number speaks for its statements only where they do not speak for themselves, by page or by whole balances.
    const isWhole = !balances.openingIsIntermediate && !balances.closingIsIntermediate && balances.opening && balances.closing;
    this.#open = this.#stream.open({
      ...defined({
        statementId: textAt(element, 'Id'),
        sequence: firstTextAt(element, ['ElctrncSeqNb'], ['LglSeqNb']),
        ...readPeriod(only(element, 'FrToDt')),
        opening: balances.opening,
      }),
      lineNumber: element.line,
      account: ownAccount,
      currency,
      page: readPage(only(element, 'StmtPgntn')) ?? (isWhole ? undefined : this.#messagePage),
      continuesEarlier: balances.openingIsIntermediate,
    });
    for (const name of BEFORE_THE_ENTRIES) this.#readBefore.set(name, all(element, name).length);
    return this.#open;
  }

  #closeStatement(element: XmlElement): void {
    const open = this.#statementOf(element);
    this.#nothingCameLate(element);
    for (const finding of this.#totals?.differences() ?? []) this.#stream.finding(finding);
    const { closing, closingIsIntermediate } = this.#balances ?? {};
    this.#stream.end(open, { ...defined({ closing }), continuesLater: closingIsIntermediate ?? false, balancesExpected: true });
    this.#open = undefined;
    this.#balances = undefined;
    this.#totals = undefined;
  }

  /** In the schema these stand before the entries; one that comes after them was not looked at when the bank statement began. */
  #nothingCameLate(element: XmlElement): void {
    for (const name of BEFORE_THE_ENTRIES) {
      const found = all(element, name);
      const late = found[this.#readBefore.get(name) ?? 0];
      if (late === undefined) continue;
      throw new UnreadableStatement(
        'field-out-of-place',
        late.line,
        `The element ${quoted(name)} stands behind the entries it should come before.`,
      );
    }
  }
}

function readPage(pagination: XmlElement | undefined): PageHead['page'] {
  if (pagination === undefined) return undefined;
  const number = required(pagination, 'PgNb');
  required(pagination, 'LastPgInd');
  if (!/^[0-9]{1,5}$/.test(number.text.trim())) {
    throw new UnreadableStatement('field-not-understood', number.line, `${quoted(number.text)} is not a page number.`);
  }
  return { number: Number(number.text.trim()), last: readFlag(pagination, 'LastPgInd') };
}

function readPeriod(period: XmlElement | undefined) {
  const from = period && (only(period, 'FrDt') ?? only(period, 'FrDtTm'));
  const to = period && (only(period, 'ToDt') ?? only(period, 'ToDtTm'));
  return { from: from && readDay(from), to: to && readDay(to) };
}
