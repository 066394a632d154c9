import { accepted, type Result, refused } from '../../../platform/result.ts';
import { fault, type ImportFault } from '../import-entry.ts';
import { readAmount } from '../read-amount.ts';
import { accountFault } from '../read-texts.ts';
import { readTags } from './read-tags.ts';

export interface ReadPosting {
  readonly line: number;
  readonly account: string;
  /** Undefined when it was left out: what the others leave over. */
  readonly amount: bigint | undefined;
  readonly assertion: bigint | undefined;
  readonly tags: Record<string, string>;
}

/** One posting: account, two spaces or a tab, amount, and a balance assertion if there is one. */
export function readPosting(text: string, line: number): Result<ReadPosting, ImportFault> {
  const semicolon = text.indexOf(';');
  const tags = semicolon < 0 ? {} : readTags(text.slice(semicolon + 1));
  const plain = (semicolon < 0 ? text : text.slice(0, semicolon)).trimEnd();
  if (/^[!]\s/.test(plain))
    return refused(notSupported(line, 'The posting is marked as pending.', 'Import what has happened; take the mark away.'));
  const [, name = '', rest = ''] = /^(?:\*\s+)?(.*?)(?:(?: {2,}|\t)\s*(.*))?$/.exec(plain) ?? [];
  if (/^[([]/.test(name)) {
    return refused(
      notSupported(
        line,
        'A posting in brackets does not balance with the others.',
        'Write both sides of it, on accounts that the book has.',
      ),
    );
  }
  const account = decodedName(name.trim());
  const wrong = accountFault(line, account);
  if (wrong !== undefined) return refused(wrong);
  if (rest.includes('@') || /[{}]/.test(rest))
    return refused(fault(line, 'currency-foreign', 'The amount has a price in another commodity.', 'Write the amount in pounds only.'));
  const equals = rest.indexOf('=');
  const written = (equals < 0 ? rest : rest.slice(0, equals)).trim();
  if (equals < 0) {
    const amount = amountOf(written, line);
    return amount.ok ? accepted({ line, account, amount: amount.value, assertion: undefined, tags }) : amount;
  }
  if (written === '')
    return refused(notSupported(line, 'A balance is assigned and no amount is given.', 'Write the amount before the equals sign.'));
  const asserted = rest.slice(equals).replace(/^==?/, '').trim();
  if (asserted.startsWith('*'))
    return refused(
      notSupported(line, 'The assertion counts subaccounts, which the book does not have.', 'Assert the account itself with =.'),
    );
  const [amount, assertion] = [amountOf(written, line), amountOf(asserted, line)];
  if (!amount.ok) return amount;
  if (!assertion.ok) return assertion;
  if (assertion.value === undefined)
    return refused(fault(line, 'amount-missing', 'The assertion names no amount.', 'Write what it stands at.'));
  return accepted({ line, account, amount: amount.value, assertion: assertion.value, tags });
}

/** A bare number has no commodity: only nothing is the same in every currency. */
function amountOf(text: string, line: number): Result<bigint | undefined, ImportFault> {
  if (text === '') return accepted(undefined);
  const amount = readAmount(text);
  if (!amount.ok) return refused({ line, ...amount.refusal });
  if (amount.value !== 0n && /^[\d.,+-]+$/.test(text))
    return refused(
      fault(line, 'amount-malformed', `“${text}” does not say in which currency.`, `Write £${text.replace(/^[+-]/, '')} or GBP.`),
    );
  return amount;
}

/** Our exports write what hledger cannot read in a name as %XX, so an account's own percent sign never stands in one. */
function decodedName(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

function notSupported(line: number, reason: string, advice: string): ImportFault {
  return fault(line, 'not-supported', reason, advice);
}
