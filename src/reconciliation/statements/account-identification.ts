import type { AccountIdentification } from './canonical-line.ts';

const IBAN_SHAPE = /^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/;
const UK_SHAPE = /^([0-9]{6}|[0-9]{2}-[0-9]{2}-[0-9]{2})[ /-]?([0-9]{8})$/;

/**
 * Reads an account that a bank names in a single field. An IBAN is believed only when its check digits agree, because other account
 * numbers have its shape; six and eight digits are a sort code and an account number only for sterling.
 */
export function identifyAccount(text: string, currency: string): AccountIdentification {
  const withoutSpaces = text.replaceAll(' ', '').toUpperCase();
  if (IBAN_SHAPE.test(withoutSpaces) && ibanChecks(withoutSpaces)) return { iban: withoutSpaces };
  const uk = currency === 'GBP' ? UK_SHAPE.exec(text.trim()) : null;
  if (uk?.[1] !== undefined && uk[2] !== undefined) return { sortCode: uk[1].replaceAll('-', ''), accountNumber: uk[2] };
  return { other: text.trim() };
}

export function sameAccount(one: AccountIdentification, other: AccountIdentification): boolean {
  return accountAsText(one) === accountAsText(other);
}

export function accountAsText(account: AccountIdentification): string {
  if (account.iban !== undefined) return account.iban;
  if (account.sortCode !== undefined) return `${account.sortCode} ${account.accountNumber ?? ''}`.trim();
  return account.other ?? '';
}

function ibanChecks(iban: string): boolean {
  let remainder = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
