import { accepted, type Result, refused } from '../../../platform/result.ts';
import { ibanProblem, ukAccountIn } from './iban.ts';
import type { AccountKind } from './payee-states.ts';

/** Bank details as somebody typed them. */
export interface TypedDetails {
  readonly accountName: string;
  readonly sortCode?: string | undefined;
  readonly accountNumber?: string | undefined;
  /** What a building society calls the account behind its own one. */
  readonly rollNumber?: string | undefined;
  readonly iban?: string | undefined;
}

/** Bank details as they are kept: bare digits and capitals. A British IBAN carries its sort code and number too. */
export interface BankDetails {
  readonly kind: AccountKind;
  readonly accountName: string;
  readonly sortCode?: string;
  readonly accountNumber?: string;
  readonly rollNumber?: string;
  readonly iban?: string;
}

export interface DetailsMalformed {
  readonly code: 'bank-details-malformed';
  readonly field: keyof TypedDetails;
  readonly problem: string;
}

/** The purpose under which an authority's key marks accounts. */
export const ACCOUNT_MARK = 'bank-account';

const LONGEST_NAME = 70;
/** Banks drop what stands before a number of six or seven digits; the rails want all eight. */
const ACCOUNT_DIGITS = 8;

/** Reads what was typed, and says of the first field that cannot be right what is wrong with it. */
export function readBankDetails(typed: TypedDetails): Result<BankDetails, DetailsMalformed> {
  const wrong = (field: keyof TypedDetails, problem: string) => refused({ code: 'bank-details-malformed', field, problem });
  const accountName = typed.accountName.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  const nameFault = nameProblem(accountName);
  if (nameFault !== undefined) return wrong('accountName', nameFault);
  if (typed.iban !== undefined) {
    if (typed.sortCode !== undefined || typed.accountNumber !== undefined)
      return wrong('iban', 'Give either an IBAN, or a sort code and account number.');
    const iban = typed.iban.replaceAll(/[\s-]/g, '').toUpperCase();
    const problem = ibanProblem(iban);
    if (problem !== undefined) return wrong('iban', problem);
    return accepted({ kind: 'iban', accountName, iban, ...ukAccountIn(iban) });
  }
  const sortCode = typed.sortCode?.replaceAll(/[\s-]/g, '') ?? '';
  if (!/^[0-9]{6}$/.test(sortCode)) return wrong('sortCode', 'A sort code is six digits, like 12-34-56.');
  if (sortCode === '000000') return wrong('sortCode', 'No bank has this sort code.');
  const number = typed.accountNumber?.replaceAll(/[\s-]/g, '') ?? '';
  if (!/^[0-9]{6,8}$/.test(number)) return wrong('accountNumber', 'An account number is six to eight digits.');
  const accountNumber = number.padStart(ACCOUNT_DIGITS, '0');
  if (/^0+$/.test(accountNumber)) return wrong('accountNumber', 'No account has this number.');
  const rollNumber = typed.rollNumber?.trim().toUpperCase();
  if (rollNumber !== undefined && !/^[A-Z0-9][A-Z0-9/. -]{0,17}$/.test(rollNumber))
    return wrong('rollNumber', 'A roll number is at most 18 letters, digits, spaces, full stops, hyphens and slashes.');
  return accepted({ kind: 'uk', accountName, sortCode, accountNumber, ...(rollNumber !== undefined && { rollNumber }) });
}

/** What anybody may see of an account: its last four characters. */
export function maskOf({ iban, accountNumber }: BankDetails): string {
  return `••••${(iban ?? accountNumber ?? '').slice(-4)}`;
}

/** The same text for the same account, in whichever of the two forms it was given. */
export function identityOf({ sortCode, accountNumber, rollNumber, iban }: BankDetails): string {
  if (sortCode === undefined || accountNumber === undefined) return `iban:${iban}`;
  return `uk:${sortCode}${accountNumber}:${rollNumber?.replaceAll(/[^A-Z0-9]/g, '') ?? ''}`;
}

/** A name in any script, but one that can be shown: no control or direction characters, and a letter in it. */
function nameProblem(name: string): string | undefined {
  if (name.length === 0) return 'Give the name on the account.';
  if (name.length > LONGEST_NAME) return `A name on an account has at most ${LONGEST_NAME} characters.`;
  if (/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u.test(name)) return 'The name has characters that cannot be shown. Type it again.';
  return /\p{L}/u.test(name) ? undefined : 'A name has letters in it.';
}
