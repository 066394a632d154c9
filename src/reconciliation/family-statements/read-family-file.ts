import { accepted, type Refusal, type Result, refused } from '../../platform/result.ts';
import { accountKeyOf } from '../bank-accounts/bank-account.ts';
import { type BankStatement, fileTies } from '../statements/bank-statement.ts';
import type { BankLine } from '../statements/canonical-line.ts';
import { parseStatementFile } from '../statements/parse-statement-file.ts';
import type { DateOrder } from '../statements/reading-choices.ts';
import type { CoveredDays } from './what-is-missing.ts';

/** A family's file, read: one account in pounds, and its booked lines. */
export interface FamilyFile {
  readonly format: string;
  /** Empty where the file names no account. */
  readonly accountKey: string;
  /** `••••5678`: enough for its owner to know it again. */
  readonly account: string;
  readonly covers: readonly CoveredDays[];
  readonly lines: readonly { readonly line: BankLine; readonly text: string }[];
}

export type ReadRefusal =
  | (Refusal & {
      readonly code: 'bank-statement-unreadable' | 'bank-statement-does-not-tie';
      readonly facts: { readonly reason: string; readonly line?: number };
    })
  | { readonly code: 'statement-file-empty' | 'family-statement-several-accounts' | 'family-statement-not-in-pounds' };

export async function readFamilyFile(
  content: Buffer,
  { fileName, dateOrder }: { readonly fileName: string; readonly dateOrder?: DateOrder | undefined },
): Promise<Result<FamilyFile, ReadRefusal>> {
  if (content.length === 0) return refused({ code: 'statement-file-empty' });
  const read = await parseStatementFile(content, { fileName, choices: dateOrder === undefined ? {} : { dateOrder } });
  if (!read.ok) {
    const { reason, line } = read.refusal;
    return refused({ code: 'bank-statement-unreadable', facts: { reason, ...(line !== undefined && { line }) } });
  }
  const { format, statements, findings } = read.value;
  if (!fileTies(read.value)) {
    const [{ reason, line } = { reason: '', line: 0 }] = findings.filter(({ severity }) => severity === 'error');
    return refused({ code: 'bank-statement-does-not-tie', facts: { reason, line } });
  }
  const keys = new Set(statements.map(({ account }) => accountKeyOf(account)));
  if (keys.size > 1) return refused({ code: 'family-statement-several-accounts' });
  if (statements.some(({ currency, lines }) => currency !== 'GBP' || lines.some((line) => line.currency !== 'GBP')))
    return refused({ code: 'family-statement-not-in-pounds' });
  const [accountKey = ''] = keys;
  // What the bank has only announced may still change, and comes again when it is booked.
  const booked = statements.flatMap(({ lines }) => lines.filter(({ state }) => state === 'booked'));
  return accepted({
    ...{ format, accountKey, account: accountKey === '' ? '' : `••••${accountKey.slice(-4)}` },
    covers: statements.flatMap(daysOf),
    lines: booked.map((line) => ({ line, text: textOf(line) })),
  });
}

function textOf({ counterpartyName, remittance }: BankLine): string {
  return [counterpartyName, remittance].filter((part) => part !== undefined && part !== '').join(' ');
}

function daysOf({ from, to, opening, closing, lines }: BankStatement): CoveredDays[] {
  const days = lines.map(({ bookingDate }) => bookingDate).sort();
  const first = from ?? days[0] ?? opening?.date;
  const last = to ?? closing?.date ?? days.at(-1);
  return first === undefined || last === undefined || last < first ? [] : [{ from: first, until: last }];
}
