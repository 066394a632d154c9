import { accountAsText } from './account-identification.ts';
import type { BankStatement, StatementFinding } from './bank-statement.ts';

/** One page of a bank statement as it stands in the file. */
export interface StatementPage {
  readonly statement: BankStatement;
  readonly page?: { readonly number: number; readonly last?: boolean };
  /** The page begins, or ends, with a balance the bank calls intermediate: there is a page before, or after. */
  readonly continuesEarlier: boolean;
  readonly continuesLater: boolean;
}

/**
 * Puts pages together into whole bank statements. A page follows the open one of its account and sequence; a set without its first or
 * last page is kept as far as it goes and told as an error, for what is missing may hold payments.
 */
export function assemblePages(pages: readonly StatementPage[]): { statements: BankStatement[]; findings: StatementFinding[] } {
  const statements: BankStatement[] = [];
  const findings: StatementFinding[] = [];
  const unfinished = new Map<string, { index: number; page: StatementPage }>();
  for (const page of pages) {
    const key = pageSetKey(page.statement);
    const earlier = unfinished.get(key);
    unfinished.delete(key);
    const follows = earlier !== undefined && isNextPage(earlier.page, page);
    if (earlier && !follows) findings.push(missing(earlier.page, 'later'));
    if (!follows && beginsLate(page)) findings.push(missing(page, 'earlier'));
    const joined = follows ? join(statements[earlier.index] as BankStatement, page.statement) : page.statement;
    if (follows) findings.push(...pagesThatDoNotJoin(earlier.page, page));
    const index = follows ? earlier.index : statements.length;
    statements[index] = joined;
    if (endsEarly(page)) unfinished.set(key, { index, page });
  }
  for (const { page } of unfinished.values()) findings.push(missing(page, 'later'));
  return { statements, findings };
}

function pageSetKey(statement: BankStatement): string {
  return JSON.stringify([accountAsText(statement.account), statement.currency, statement.sequence ?? statement.statementId]);
}

function isNextPage(earlier: StatementPage, page: StatementPage): boolean {
  if (earlier.page !== undefined && page.page !== undefined) return page.page.number === earlier.page.number + 1;
  return page.continuesEarlier;
}

function beginsLate(page: StatementPage): boolean {
  return page.continuesEarlier || (page.page?.last !== undefined && page.page.number > 1);
}

function endsEarly(page: StatementPage): boolean {
  return page.continuesLater || page.page?.last === false;
}

function join(earlier: BankStatement, page: BankStatement): BankStatement {
  const { closing: _intermediate, ...begun } = earlier;
  return {
    ...begun,
    ...(page.to !== undefined && { to: page.to }),
    ...(page.closing !== undefined && { closing: page.closing }),
    lines: [...earlier.lines, ...page.lines],
  };
}

function pagesThatDoNotJoin(earlier: StatementPage, page: StatementPage): StatementFinding[] {
  const before = earlier.statement.closing;
  const after = page.statement.opening;
  if (before === undefined || after === undefined || before.amountMinor === after.amountMinor) return [];
  const reason = 'The page does not begin with the balance the page before it ends with. Ask the bank for the bank statement again.';
  return [{ code: 'pages-do-not-join', severity: 'error', line: after.lineNumber, reason }];
}

function missing(page: StatementPage, which: 'earlier' | 'later'): StatementFinding {
  const place = which === 'earlier' ? 'before' : 'after';
  return {
    code: 'pages-missing',
    severity: 'error',
    line: page.statement.lineNumber,
    reason: `A page of this bank statement ${place} this one is not in the file. Send all its pages in one file.`,
  };
}
