import type { Consequence } from '../../bank-files/consequence.ts';

export interface CodeMeaning {
  readonly service: 'ARUCS' | 'AWACS' | 'INPUT';
  readonly code: string;
  readonly meaning: string;
  /** As returns keep it and families are told of it: `account-closed`. */
  readonly reason: string;
  readonly follows: readonly Consequence[];
  readonly source: string;
  readonly verified: boolean;
}

const ARUCS_SOURCE = 'Bacs Direct Credit: reason codes of the Automated Return of Unapplied Credits Service, as bureaux publish them';
const AWACS_SOURCE =
  'Bacs Direct Credit: reason codes of the Advice of Wrong Account for Automated Credits Service, as bureaux publish them';
const INPUT_SOURCE = 'Codes of Bacs input reports, as bureaux publish them; compare with the bank’s own list';

const returned = (code: string, reason: string, meaning: string, ...also: readonly Consequence[]): CodeMeaning => ({
  service: 'ARUCS',
  code,
  meaning,
  reason,
  follows: ['reopen-instalment', ...also],
  source: ARUCS_SOURCE,
  verified: true,
});

const changed = (code: string, meaning: string): CodeMeaning => ({
  service: 'AWACS',
  code,
  meaning,
  reason: `awacs-${code.toLowerCase()}`,
  // New details that arrive in a file are a stranger's word: they are proposed, and a second person confirms them like any other change.
  follows: ['propose-new-account'],
  source: AWACS_SOURCE,
  verified: true,
});

const input = (code: string, meaning: string): CodeMeaning => ({
  service: 'INPUT',
  code,
  meaning,
  reason: `input-${code.toLowerCase()}`,
  follows: ['check-our-record'],
  source: INPUT_SOURCE,
  verified: false,
});

/**
 * ARUCS: the credit came back and is in our account by the fifth day of its cycle; it must be acted on within three working days. AWACS:
 * the money arrived, at another account than we named.
 */
const CODES: readonly CodeMeaning[] = [
  returned('0', 'account-details-invalid', 'invalid details: the bank does not know the account', 'ask-payee-for-account'),
  returned('2', 'account-holder-died', 'the payee has died', 'stop-payee', 'alert-named-officer'),
  returned('3', 'account-moved', 'the account was moved to another bank', 'ask-payee-for-account'),
  returned('5', 'no-such-account', 'there is no such account', 'ask-payee-for-account'),
  returned('B', 'account-closed', 'the account is closed', 'ask-payee-for-account'),
  returned('C', 'asked-back', 'we asked for the payment back'),
  changed('0', 'the details were wrong; the bank found the account'),
  changed('3', 'the account was moved to another bank'),
  input('E', 'the payee’s sort code is not valid'),
  input('K', 'the type of account is not valid'),
  input('L', 'several fields are not valid, the payee’s account number and name among them'),
  input('M', 'the payee’s account number is not valid'),
  input('N', 'our own account in the contra record is not valid'),
  input('O', 'the reference is not valid'),
];

/**
 * What a code means for its service. Reports print it alone (`2`) or as the first of four characters (`2012`). Undefined when nobody
 * here knows it: then it is parked for a person, for a guess could stop or repeat a family's money.
 */
export function meaningOf(service: CodeMeaning['service'], code: string): CodeMeaning | undefined {
  if (!/^(?:[0-9A-Z]|[0-9A-Z][0-9]{3})$/.test(code)) return undefined;
  return CODES.find((each) => each.service === service && each.code === code.charAt(0));
}
