import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { earlierOf, laterOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Transaction, TransactionClient } from '../../platform/database/in-transaction.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { BankAccount } from '../bank-accounts/bank-account.ts';
import { bankAccountsIn } from '../bank-accounts/register.ts';
import { readChain } from '../gaps/read-chain.ts';
import type { StatementChain } from '../rules/statement-chain.ts';
import { bankStatements } from '../schema.ts';
import type { StatementFinding, StatementHead } from '../statements/bank-statement.ts';
import type { BankLine } from '../statements/canonical-line.ts';
import type { StatementEnd, StatementEvent } from '../statements/statement-events.ts';
import { chooseAccount } from './choose-account.ts';
import { gapsNotIn, unprovenBy } from './compare-chains.ts';
import type { ImportChoices, ImportPreview, ImportRefusal, StatementPreview } from './import.ts';
import { LineStage } from './stage-lines.ts';

/** What is shown one by one; a file of a whole year's bank statements of every account is told in sums beyond it. */
const MOST_SHOWN = 500;
/** The service's usual limit for a statement is for requests; a file of a million lines is kept in one statement. */
const STATEMENT_TIMEOUT_MS = 900_000;
const LARGEST = 9_223_372_036_854_775_807n;

export interface Reading {
  readonly authorityId: number;
  readonly importId: string;
  readonly choices: ImportChoices;
  readonly now: Date;
  /** Told now and then; may throw to break off. */
  onLines(linesRead: number): Promise<void>;
}

interface OpenStatement {
  readonly statementId: string;
  readonly head: StatementHead;
  readonly account: BankAccount;
  firstLineDay?: PlainDate;
  lastLineDay?: PlainDate;
  pending: number;
  /** Without signs: no order of the lines can then take a balance beyond what can be kept. */
  movedMinor: bigint;
}

/**
 * Reads a file's bank statements into the books, in the caller's transaction. The whole file is in or, when anything in it forbids that,
 * the refusal says why and the caller takes the transaction back. A preview is the same reading, always taken back.
 */
export async function readIntoBook(
  tx: Transaction,
  client: TransactionClient,
  events: AsyncIterable<readonly StatementEvent[]>,
  reading: Reading,
): Promise<Result<ImportPreview, ImportRefusal>> {
  await client.query(`select set_config('statement_timeout', '${STATEMENT_TIMEOUT_MS}', true), reconciliation.expect_lines()`);
  return new BookReader(tx, client, reading, await bankAccountsIn(tx, reading.authorityId)).read(events);
}

/** Imports of one authority take turns: each then sees every line that another has kept. */
export async function takeTurn(tx: Transaction, authorityId: number): Promise<void> {
  await tx.execute(sql`select set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true)`);
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('reconciliation.bank-lines'), ${authorityId})`);
}

class BookReader {
  readonly #tx: Transaction;
  readonly #client: TransactionClient;
  readonly #reading: Reading;
  readonly #accounts: readonly BankAccount[];
  readonly #stage: LineStage;
  readonly #open = new Map<number, OpenStatement>();
  readonly #chains = new Map<string, StatementChain>();
  readonly #statements: StatementPreview[] = [];
  readonly #findings: StatementFinding[] = [];
  #statementsLeftOut = 0;
  #file = { format: '', encoding: '' };
  #totals = { linesNew: 0, linesKnown: 0, linesPending: 0 };
  #error: StatementFinding | undefined;

  constructor(tx: Transaction, client: TransactionClient, reading: Reading, accounts: readonly BankAccount[]) {
    this.#tx = tx;
    this.#client = client;
    this.#reading = reading;
    this.#accounts = accounts;
    this.#stage = new LineStage(client, reading.now);
  }

  async read(events: AsyncIterable<readonly StatementEvent[]>): Promise<Result<ImportPreview, ImportRefusal>> {
    for await (const some of events) {
      for (const event of some) {
        const refusal = await this.#take(event);
        if (refusal !== undefined) return refused(refusal);
      }
    }
    if (this.#error !== undefined) {
      const { line, reason } = this.#error;
      return refused({ code: 'bank-statement-does-not-tie', line, reason, findings: this.#findings });
    }
    return this.#compared();
  }

  async #take(event: StatementEvent): Promise<ImportRefusal | undefined> {
    switch (event.kind) {
      case 'file':
      case 'encoding': {
        const { kind: _, ...said } = event;
        this.#file = { ...this.#file, ...said };
        return undefined;
      }
      case 'finding':
        if (event.finding.severity === 'error') this.#error ??= event.finding;
        if (this.#findings.length < MOST_SHOWN) this.#findings.push(event.finding);
        return undefined;
      case 'begin':
        return this.#begin(event.index, event.statement);
      case 'line':
        return this.#line(event.index, event.line);
      case 'end':
        return this.#end(event.index, event);
    }
  }

  async #begin(index: number, head: StatementHead): Promise<ImportRefusal | undefined> {
    const chosen = chooseAccount(head, this.#accounts, this.#reading.choices.accountId);
    if (!chosen.ok) return chosen.refusal;
    const account = chosen.value;
    if (!this.#chains.has(account.accountId)) {
      this.#chains.set(account.accountId, await readChain(this.#tx, this.#reading.authorityId, account.accountId));
    }
    const statementId = uuidv7({ msecs: this.#reading.now.getTime(), seq: index });
    this.#open.set(index, { statementId, head, account, pending: 0, movedMinor: 0n });
    return undefined;
  }

  async #line(index: number, line: BankLine): Promise<ImportRefusal | undefined> {
    const open = this.#opened(index);
    if (line.state === 'pending') {
      open.pending += 1;
      return undefined;
    }
    open.firstLineDay = open.firstLineDay === undefined ? line.bookingDate : earlierOf(open.firstLineDay, line.bookingDate);
    open.lastLineDay = open.lastLineDay === undefined ? line.bookingDate : laterOf(open.lastLineDay, line.bookingDate);
    open.movedMinor += line.amountMinor < 0n ? -line.amountMinor : line.amountMinor;
    // Nothing will be kept any more; the rest is read for what else is to be told.
    if (this.#error !== undefined) return undefined;
    if (this.#stage.add(index, line)) {
      await this.#stage.flush();
      await this.#reading.onLines(this.#stage.count);
    }
    return undefined;
  }

  async #end(index: number, end: StatementEnd): Promise<ImportRefusal | undefined> {
    const open = this.#opened(index);
    this.#open.delete(index);
    if (this.#error !== undefined) return undefined;
    const opening = end.opening ?? open.head.opening;
    const { closing } = end;
    const largest = [opening, closing].reduce((most, each) => {
      const size = each === undefined ? 0n : each.amountMinor < 0n ? -each.amountMinor : each.amountMinor;
      return size > most ? size : most;
    }, 0n);
    if (open.movedMinor + largest > LARGEST) {
      const reason = 'The amounts of this bank statement add up to more than any account holds. Ask the bank for the file again.';
      return { code: 'sums-too-large', line: open.head.lineNumber, reason };
    }
    await this.#stage.flush();
    const sequenceNumber = /^[0-9]{1,9}$/.test(open.head.sequence ?? '') ? Number(open.head.sequence) : null;
    const kept = await this.#keepLines(index, open, { opening: opening?.amountMinor, closing: closing?.amountMinor, sequenceNumber });
    if (kept.look_alikes > 0 && this.#reading.choices.lookAlikesAreOthers !== true) return lookAlikes(open, kept);

    const firstDay = earliest(end.from ?? open.head.from, open.firstLineDay) ?? closing?.date ?? opening?.date;
    const lastDay = latest(end.to ?? open.head.to, latest(closing?.date, open.lastLineDay)) ?? firstDay;
    const counts = { linesNew: kept.lines_new, linesKnown: kept.lines_known, linesPending: open.pending };
    await this.#tx.insert(bankStatements).values({
      authorityId: this.#reading.authorityId,
      statementId: open.statementId,
      accountId: open.account.accountId,
      importId: this.#reading.importId,
      ordinal: index,
      lineNumber: open.head.lineNumber,
      format: this.#file.format,
      bankStatementId: open.head.statementId ?? null,
      sequence: open.head.sequence ?? null,
      sequenceNumber,
      firstDay: firstDay ?? null,
      lastDay: lastDay ?? null,
      openingMinor: opening?.amountMinor ?? null,
      closingMinor: closing?.amountMinor ?? null,
      currency: open.head.currency,
      sumMinor: end.sumMinor,
      ...counts,
    });
    this.#tell(index, open, counts, {
      sumMinor: `${end.sumMinor}`,
      ...(firstDay !== undefined && { firstDay }),
      ...(lastDay !== undefined && { lastDay }),
      ...(opening !== undefined && { openingMinor: `${opening.amountMinor}` }),
      ...(closing !== undefined && { closingMinor: `${closing.amountMinor}` }),
    });
    return undefined;
  }

  async #keepLines(
    index: number,
    { account, statementId }: OpenStatement,
    { opening, closing, sequenceNumber }: { opening?: bigint | undefined; closing?: bigint | undefined; sequenceNumber: number | null },
  ): Promise<KeptLines> {
    const { authorityId, importId } = this.#reading;
    const { rows } = await this.#client.query<KeptLines>('select * from reconciliation.keep_lines($1, $2, $3, $4, $5, $6, $7, $8, $9)', [
      authorityId,
      account.accountId,
      importId,
      statementId,
      index,
      this.#file.format,
      opening?.toString() ?? null,
      closing?.toString() ?? null,
      sequenceNumber,
    ]);
    const [kept] = rows;
    if (kept === undefined) throw new Error('reconciliation.keep_lines answered nothing');
    return kept;
  }

  #tell(
    ordinal: number,
    { account, head }: OpenStatement,
    counts: Pick<StatementPreview, 'linesNew' | 'linesKnown' | 'linesPending'>,
    facts: Pick<StatementPreview, 'sumMinor' | 'firstDay' | 'lastDay' | 'openingMinor' | 'closingMinor'>,
  ): void {
    for (const name of ['linesNew', 'linesKnown', 'linesPending'] as const) this.#totals[name] += counts[name];
    if (this.#statements.length >= MOST_SHOWN) {
      this.#statementsLeftOut += 1;
      return;
    }
    this.#statements.push({
      ordinal,
      line: head.lineNumber,
      accountId: account.accountId,
      account: account.name,
      currency: head.currency,
      ...(head.statementId !== undefined && { bankStatementId: head.statementId }),
      ...(head.sequence !== undefined && { sequence: head.sequence }),
      ...facts,
      ...counts,
    });
  }

  async #compared(): Promise<Result<ImportPreview, ImportRefusal>> {
    const gapsOpened: ImportPreview['gapsOpened'][number][] = [];
    const gapsHealed: ImportPreview['gapsHealed'][number][] = [];
    for (const [accountId, before] of this.#chains) {
      const account = this.#accounts.find((each) => each.accountId === accountId) as BankAccount;
      const after = await readChain(this.#tx, this.#reading.authorityId, accountId);
      const refusal = unprovenBy(account, before, after);
      if (refusal !== undefined) return refused(refusal);
      gapsOpened.push(...gapsNotIn(account, after, before));
      gapsHealed.push(...gapsNotIn(account, before, after));
    }
    return accepted({
      ...this.#file,
      ...this.#totals,
      statements: this.#statements,
      statementsLeftOut: this.#statementsLeftOut,
      findings: this.#findings,
      gapsOpened: gapsOpened.slice(0, MOST_SHOWN),
      gapsHealed: gapsHealed.slice(0, MOST_SHOWN),
    });
  }

  #opened(index: number): OpenStatement {
    const open = this.#open.get(index);
    if (open === undefined) throw new Error(`The reader spoke of bank statement ${index} before it began.`);
    return open;
  }
}

interface KeptLines {
  readonly lines_new: number;
  readonly lines_known: number;
  readonly look_alikes: number;
  readonly look_alike_line: number | null;
}

function lookAlikes({ account }: OpenStatement, { look_alikes, look_alike_line }: KeptLines): ImportRefusal {
  const lines = look_alikes === 1 ? 'A line has' : `${look_alikes} lines have`;
  return {
    code: 'lines-may-be-here-already',
    ...(look_alike_line !== null && { line: look_alike_line }),
    reason:
      `${lines} the day and amount of a line of ${account.name} that came in another format, in other words. ` +
      'Undo that import first, or say that they are other payments.',
  };
}

function earliest(one: PlainDate | undefined, other: PlainDate | undefined): PlainDate | undefined {
  return one === undefined || other === undefined ? (one ?? other) : earlierOf(one, other);
}

function latest(one: PlainDate | undefined, other: PlainDate | undefined): PlainDate | undefined {
  return one === undefined || other === undefined ? (one ?? other) : laterOf(one, other);
}
