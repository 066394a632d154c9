import { assemblePages, type StatementPage } from '../assemble-pages.ts';
import type { BankStatement, StatementFinding } from '../bank-statement.ts';
import type { AccountIdentification, BankLine, BatchItem } from '../canonical-line.ts';
import { defined } from '../defined.ts';
import type { ReadingLimits } from '../reading-limits.ts';
import { quoted, UnreadableStatement } from '../unreadable-statement.ts';
import { findControlTotalsThatDiffer } from './control-totals.ts';
import { statementVersion } from './message-kind.ts';
import { readAccount, readBatchItem } from './payment-details.ts';
import { chooseBookedBalances } from './read-balances.ts';
import { readEntry, readEntryHead, readTypeCode } from './read-entry.ts';
import type { XmlListener } from './read-xml.ts';
import { readDay, readFlag } from './values.ts';
import { all, firstTextAt, only, required, textAt, type XmlElement } from './xml-element.ts';

const STATEMENT_DEPTH = 2;
const NO_ACCOUNT: AccountIdentification = {};

/** Reads a camt.053 message as its elements close: every payment and every entry is turned into a line and let go. */
export class Camt053Reader implements XmlListener {
  readonly #limits: ReadingLimits;
  #version: string | undefined;
  #rootLine: number | undefined;
  #hasHeader = false;
  #messagePage: StatementPage['page'];
  #pages: StatementPage[] = [];
  #findings: StatementFinding[] = [];
  #lines: BankLine[] = [];
  #items: BatchItem[] = [];
  #typeCode: string | undefined;
  #ownAccount = NO_ACCOUNT;
  #linesRead = 0;

  constructor(limits: ReadingLimits) {
    this.#limits = limits;
  }

  root(element: XmlElement, namespace: string): void {
    this.#rootLine = element.line;
    this.#version = statementVersion(element.name, namespace, element.line);
  }

  closed(element: XmlElement, path: readonly XmlElement[]): 'keep' | 'release' {
    const place = [...path.slice(1), element].map((step) => step.name).join('/');
    switch (place) {
      case 'BkToCstmrStmt/GrpHdr':
        this.#closeHeader(element);
        return 'release';
      case 'BkToCstmrStmt/Stmt/Acct':
        this.#ownAccount = readAccount(element, textAt(element, 'Ccy') ?? 'GBP') ?? NO_ACCOUNT;
        return 'keep';
      case 'BkToCstmrStmt/Stmt/Ntry/NtryDtls/TxDtls':
        this.#closePayment(element, path[STATEMENT_DEPTH + 1] as XmlElement);
        return 'release';
      case 'BkToCstmrStmt/Stmt/Ntry':
        this.#closeEntry(element);
        return 'release';
      case 'BkToCstmrStmt/Stmt':
        this.#closeStatement(element);
        return 'release';
      default:
        return 'keep';
    }
  }

  end(): { formatVersion: string; statements: readonly BankStatement[]; findings: readonly StatementFinding[] } {
    if (this.#version === undefined || this.#pages.length === 0) {
      throw new UnreadableStatement(
        'no-statement',
        this.#rootLine,
        'The message holds no bank statement (no element "Stmt"). Ask the bank for it again.',
      );
    }
    const { statements, findings } = assemblePages(this.#pages);
    return { formatVersion: this.#version, statements, findings: [...this.#findings, ...findings, ...this.#messageContinues()] };
  }

  /** Told only: the bank statements in this part may be whole, and each is judged by its own pages and balances. */
  #messageContinues(): StatementFinding[] {
    const page = this.#messagePage;
    if (page === undefined || (page.number === 1 && page.last)) return [];
    const reason = `The file is part ${page.number} of a message sent in several files. Make sure that every part is imported.`;
    return [{ code: 'message-continues-elsewhere', severity: 'warning', line: this.#rootLine ?? 1, reason }];
  }

  #closeHeader(header: XmlElement): void {
    if (this.#hasHeader) throw new UnreadableStatement('field-out-of-place', header.line, 'The message has a second header ("GrpHdr").');
    this.#hasHeader = true;
    this.#messagePage = readPage(only(header, 'MsgPgntn'));
  }

  #closePayment(details: XmlElement, entry: XmlElement): void {
    this.#countLine(details);
    this.#items.push(readBatchItem(details, readEntryHead(entry, this.#ownAccount)));
    this.#typeCode ??= readTypeCode(details);
  }

  #closeEntry(entry: XmlElement): void {
    this.#countLine(entry);
    const head = readEntryHead(entry, this.#ownAccount);
    const { state } = head;
    if (state === 'left-out') {
      const reason = 'The entry is for information only (INFO) and moved no money; it was left out.';
      this.#findings.push({ code: 'information-entry-left-out', severity: 'warning', line: entry.line, reason });
    } else {
      this.#lines.push(readEntry(entry, { ...head, state }, { items: this.#items, typeCode: this.#typeCode }));
    }
    this.#items = [];
    this.#typeCode = undefined;
  }

  #countLine(element: XmlElement): void {
    this.#linesRead += 1;
    if (this.#linesRead > this.#limits.lines) {
      throw new UnreadableStatement(
        'too-many-lines',
        element.line,
        `The file holds more than ${this.#limits.lines} lines. Ask the bank for a shorter period.`,
      );
    }
  }

  #closeStatement(element: XmlElement): void {
    const account = required(element, 'Acct');
    const balances = chooseBookedBalances(all(element, 'Bal'));
    const currency = textAt(account, 'Ccy') ?? balances.opening?.currency ?? balances.closing?.currency ?? this.#lines[0]?.currency;
    if (currency === undefined || !/^[A-Z]{3}$/.test(currency)) {
      const reason = `The bank statement does not say its currency: ${quoted(currency ?? '')} is none.`;
      throw new UnreadableStatement('currency-not-understood', account.line, reason);
    }
    const ownAccount = readAccount(account, currency);
    if (ownAccount === undefined) {
      throw new UnreadableStatement('field-missing', account.line, 'The bank statement does not say which account it is of ("Acct/Id").');
    }
    const statement: BankStatement = {
      ...defined({
        statementId: textAt(element, 'Id'),
        sequence: firstTextAt(element, ['ElctrncSeqNb'], ['LglSeqNb']),
        ...readPeriod(only(element, 'FrToDt')),
        opening: balances.opening,
        closing: balances.closing,
      }),
      lineNumber: element.line,
      account: ownAccount,
      currency,
      lines: this.#lines,
    };
    this.#findings.push(...findControlTotalsThatDiffer(only(element, 'TxsSummry'), statement));
    // A message's page number speaks for its statements only where they do not speak for themselves, by page or by whole balances.
    const isWhole = !balances.openingIsIntermediate && !balances.closingIsIntermediate && balances.opening && balances.closing;
    const page = readPage(only(element, 'StmtPgntn')) ?? (isWhole ? undefined : this.#messagePage);
    this.#pages.push({
      statement,
      ...(page && { page }),
      continuesEarlier: balances.openingIsIntermediate,
      continuesLater: balances.closingIsIntermediate,
    });
    this.#lines = [];
    this.#ownAccount = NO_ACCOUNT;
  }
}

function readPage(pagination: XmlElement | undefined): StatementPage['page'] {
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
