import { accountAsText } from './account-identification.ts';
import type { StatementBalance, StatementFinding, StatementFormat, StatementHead } from './bank-statement.ts';
import type { BankLine } from './canonical-line.ts';
import { batchAddsUp, type EndedStatement, endedStatementTies, inOtherCurrency } from './check-statement.ts';
import type { ReadingLimits } from './reading-limits.ts';
import type { StatementEnd, StatementEvent } from './statement-events.ts';
import { UnreadableStatement } from './unreadable-statement.ts';

const LONGEST_NAME = 140;

/** One page of a bank statement as it begins in the file; most bank statements are one page. */
export interface PageHead extends StatementHead {
  readonly page?: { readonly number: number; readonly last?: boolean } | undefined;
  /** The page begins with a balance the bank calls intermediate: there is a page before it. */
  readonly continuesEarlier?: boolean;
}

export interface PageEnd extends Partial<Omit<StatementEnd, 'lineCount' | 'sumMinor'>> {
  /** The page ends with a balance the bank calls intermediate: there is a page after it. */
  readonly continuesLater?: boolean;
  /** The format has booked balances, so a bank statement without them is not whole. */
  readonly balancesExpected: boolean;
}

/** A bank statement that lines are added to. Readers get it when they begin one and hand it back with every line. */
export interface OpenStatement extends EndedStatement {
  readonly index: number;
  readonly key: string;
  page: PageHead;
  lineCount: number;
}

/**
 * Takes what a reader finds and tells it as events: puts pages together into whole bank statements and proves each as it ends. A page set
 * without its first or last page is kept as far as it goes and told as an error, for what is missing may hold payments.
 */
export class StatementStream {
  readonly #format: StatementFormat;
  readonly #limits: ReadingLimits;
  #events: StatementEvent[] = [];
  #fileTold = false;
  #formatVersion: string | undefined;
  #statements = 0;
  #lines = 0;
  #findings = 0;
  #lastUntold: StatementFinding | undefined;
  readonly #unfinished = new Map<string, OpenStatement>();
  readonly #seen = new Map<string, number>();

  constructor(format: StatementFormat, limits: ReadingLimits) {
    this.#format = format;
    this.#limits = limits;
  }

  get begun(): number {
    return this.#statements;
  }

  says(formatVersion: string): void {
    this.#formatVersion = formatVersion;
  }

  open(head: PageHead): OpenStatement {
    refuseLongNames(head);
    const key = JSON.stringify([accountAsText(head.account), head.currency, head.sequence ?? head.statementId]);
    const earlier = this.#unfinished.get(key);
    this.#unfinished.delete(key);
    if (earlier !== undefined && isNextPage(earlier, head)) return this.#goOn(earlier, head);
    if (earlier !== undefined) {
      this.finding(pageMissing(earlier.page, 'later'));
      this.#finish(earlier);
    }
    if (head.continuesEarlier || (head.page?.last !== undefined && head.page.number > 1)) this.finding(pageMissing(head, 'earlier'));
    this.#statements += 1;
    if (this.#statements > this.#limits.statements) throw tooMany(head.lineNumber, `${this.#limits.statements} bank statements`);
    const { page: _page, continuesEarlier: _continuesEarlier, ...statement } = head;
    const index = this.#statements - 1;
    this.#events.push({ kind: 'begin', index, statement });
    if (head.opening !== undefined) this.#judgeCurrency(head, head.opening);
    const comparable = head.opening === undefined || head.opening.currency === head.currency;
    return {
      index,
      key,
      head: statement,
      page: head,
      opening: head.opening,
      sumMinor: 0n,
      lineCount: 0,
      comparable,
      balancesExpected: false,
    };
  }

  line(open: OpenStatement, line: BankLine): void {
    this.count(line.lineNumber);
    open.lineCount += 1;
    if (line.state === 'booked') open.sumMinor += line.amountMinor;
    if (line.currency !== open.head.currency) {
      this.#judgeCurrency(open.head, line);
      if (line.state === 'booked') open.comparable = false;
    }
    if (line.batchItems !== undefined) this.#told(batchAddsUp(line));
    this.#events.push({ kind: 'line', index: open.index, line });
  }

  /** Counts a line, or a payment inside a batch, against the limit. */
  count(lineNumber: number): void {
    this.#lines += 1;
    if (this.#lines > this.#limits.lines) throw tooMany(lineNumber, `${this.#limits.lines} lines`);
  }

  end(open: OpenStatement, end: PageEnd): void {
    const { continuesLater, balancesExpected, opening, closing, from, to } = end;
    open.balancesExpected = balancesExpected;
    if (opening !== undefined) open.opening = opening;
    open.closing = closing;
    if (from !== undefined) open.from = from;
    if (to !== undefined) open.to = to;
    if (closing !== undefined && closing.currency !== open.head.currency) {
      this.#judgeCurrency(open.head, closing);
      open.comparable = false;
    }
    if (continuesLater || open.page.page?.last === false) this.#unfinished.set(open.key, open);
    else this.#finish(open);
  }

  finding(finding: StatementFinding): void {
    this.#findings += 1;
    if (this.#findings <= this.#limits.findings) this.#events.push({ kind: 'finding', finding });
    else if (this.#lastUntold?.severity !== 'error') this.#lastUntold = finding;
  }

  /** The file is at its end: what is still open has lost its last pages. */
  endOfFile(): void {
    for (const open of this.#unfinished.values()) {
      this.finding(pageMissing(open.page, 'later'));
      this.#finish(open);
    }
    this.#unfinished.clear();
    const untold = this.#findings - this.#limits.findings;
    if (this.#lastUntold === undefined) return;
    const reason = `There are ${untold} further findings. ${this.#lastUntold.reason}`;
    this.#events.push({ kind: 'finding', finding: { ...this.#lastUntold, code: 'more-findings', reason } });
  }

  encoding(encoding: string): void {
    if (this.#fileTold) this.#events.push({ kind: 'encoding', encoding });
  }

  /** Hands over what came since the last time. */
  take(encoding: string, atTheEnd = false): readonly StatementEvent[] {
    const events = this.#events;
    if (events.length === 0 && (this.#fileTold || !atTheEnd)) return events;
    this.#events = [];
    if (this.#fileTold) return events;
    this.#fileTold = true;
    const formatVersion = this.#formatVersion;
    return [{ kind: 'file', format: this.#format, ...(formatVersion !== undefined && { formatVersion }), encoding }, ...events];
  }

  #goOn(open: OpenStatement, head: PageHead): OpenStatement {
    if (open.closing !== undefined && head.opening !== undefined && open.closing.amountMinor !== head.opening.amountMinor) {
      const reason = 'The page does not begin with the balance the page before it ends with. Ask the bank for the bank statement again.';
      this.finding({ code: 'pages-do-not-join', severity: 'error', line: head.opening.lineNumber, reason });
    }
    if (head.to !== undefined) open.to = head.to;
    open.page = head;
    open.closing = undefined;
    return open;
  }

  #finish(open: OpenStatement): void {
    for (const finding of endedStatementTies(open)) this.finding(finding);
    this.#judgeTwice(open);
    const { index, opening, closing, from, to, lineCount, sumMinor, head } = open;
    this.#events.push({
      kind: 'end',
      index,
      ...(opening !== undefined && opening !== head.opening && { opening }),
      ...(closing !== undefined && { closing }),
      ...(from !== undefined && { from }),
      ...(to !== undefined && { to }),
      lineCount,
      sumMinor,
    });
  }

  #judgeCurrency(head: StatementHead, amount: StatementBalance | BankLine): void {
    this.#told(inOtherCurrency(head.currency, amount));
  }

  #judgeTwice({ head, opening, closing, lineCount, sumMinor }: OpenStatement): void {
    // The balances belong to the key because some banks give every bank statement of a year one id and no sequence.
    const balances = [opening, closing].map((balance) => balance && `${balance.date} ${balance.amountMinor}`);
    const key = JSON.stringify([
      accountAsText(head.account),
      head.currency,
      head.statementId,
      head.sequence,
      ...balances,
      lineCount,
      `${sumMinor}`,
    ]);
    const earlier = this.#seen.get(key);
    if (earlier === undefined) this.#seen.set(key, head.lineNumber);
    else {
      const reason = `The bank statement stands twice in the file; it is the one of line ${earlier}.`;
      this.finding({ code: 'statement-twice', severity: 'error', line: head.lineNumber, reason });
    }
  }

  #told(finding: StatementFinding | undefined): void {
    if (finding !== undefined) this.finding(finding);
  }
}

/** What a bank statement is called is kept until the file ends, so it may not be long. */
function refuseLongNames({ account, statementId = '', sequence = '', lineNumber }: PageHead): void {
  const longest = Math.max(accountAsText(account).length, statementId.length, sequence.length);
  if (longest <= LONGEST_NAME) return;
  throw new UnreadableStatement(
    'too-long',
    lineNumber,
    'The account or the number of the bank statement is longer than any bank writes it.',
  );
}

function isNextPage(earlier: OpenStatement, head: PageHead): boolean {
  const before = earlier.page.page;
  if (before !== undefined && head.page !== undefined) return head.page.number === before.number + 1;
  return head.continuesEarlier ?? false;
}

function pageMissing({ lineNumber }: PageHead, which: 'earlier' | 'later'): StatementFinding {
  const place = which === 'earlier' ? 'before' : 'after';
  const reason = `A page of this bank statement ${place} this one is not in the file. Send all its pages in one file.`;
  return { code: 'pages-missing', severity: 'error', line: lineNumber, reason };
}

function tooMany(line: number, what: string): UnreadableStatement {
  return new UnreadableStatement('too-many-lines', line, `The file holds more than ${what}. Ask the bank for a shorter period.`);
}
