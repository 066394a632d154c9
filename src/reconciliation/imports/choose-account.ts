import { accepted, type Result, refused } from '../../platform/result.ts';
import { accountKeyOf, type BankAccount } from '../bank-accounts/bank-account.ts';
import { accountAsText } from '../statements/account-identification.ts';
import type { StatementHead } from '../statements/bank-statement.ts';
import { quoted } from '../statements/unreadable-statement.ts';
import type { ImportRefusal } from './import.ts';

/**
 * Which account of the register a bank statement is of: the one it names, else the one the officer named. An account of another
 * authority is not in this register, and is told no other way than one that nobody has.
 */
export function chooseAccount(
  { account, currency, lineNumber: line }: StatementHead,
  register: readonly BankAccount[],
  chosenId: string | undefined,
): Result<BankAccount, ImportRefusal> {
  const key = accountKeyOf(account);
  const chosen = chosenId === undefined ? undefined : register.find(({ accountId }) => accountId === chosenId);
  if (chosenId !== undefined && chosen === undefined) {
    return refused({ code: 'account-not-registered', line, reason: 'The account that was chosen is not in the register.' });
  }
  if (key === '') {
    if (chosen === undefined) {
      const reason = 'The file does not say which account it is of. Choose the account and read it again.';
      return refused({ code: 'account-not-named', line, reason });
    }
    return ofItsCurrency(chosen, currency, line);
  }
  const named = register.filter(({ identification }) => accountKeyOf(identification) === key);
  const shown = quoted(accountAsText(account));
  if (chosen !== undefined && accountKeyOf(chosen.identification) !== key) {
    const reason = `The file is of the account ${shown}, and ${chosen.name} was chosen. Choose no account, or the right file.`;
    return refused({ code: 'account-differs', line, reason });
  }
  const [any] = named;
  if (any === undefined) {
    const reason = `The account ${shown} is not in the register. Check that the file is yours; if the account is, register it first.`;
    return refused({ code: 'account-not-registered', line, reason });
  }
  return ofItsCurrency(named.find((each) => each.currency === currency) ?? any, currency, line);
}

function ofItsCurrency(account: BankAccount, currency: string, line: number): Result<BankAccount, ImportRefusal> {
  if (account.currency === currency) return accepted(account);
  const reason = `${account.name} is kept in ${account.currency}, and the bank statement is in ${currency}. Ask the bank for the file of the right account.`;
  return refused({ code: 'currency-not-of-account', line, reason });
}
