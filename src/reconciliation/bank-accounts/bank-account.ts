import type { AccountIdentification } from '../statements/canonical-line.ts';

export const accountKinds = ['council', 'client', 'card', 'third-party'] as const;
export const expectations = ['working-days', 'weekly', 'monthly', 'when-used'] as const;

export interface BankAccountDraft {
  readonly name: string;
  /** Whose money is on it: the council's, a client's, a card's, or a firm's that keeps money for us. */
  readonly kind: (typeof accountKinds)[number];
  readonly identification: AccountIdentification;
  readonly currency: string;
  /** The account of the books that stands for it: `bank:main`. */
  readonly ledgerAccount?: string;
  /** How often its bank statements are to come; what is late is told. */
  readonly expected: (typeof expectations)[number];
  readonly responsibleOfficer?: string;
}

export interface BankAccount extends BankAccountDraft {
  readonly accountId: string;
  readonly state: 'open' | 'closed';
  readonly version: number;
  readonly registeredBy: string;
  readonly registeredAt: Date;
}

/** A bank that writes sort code and number as one number, in a currency that says nothing of the country. */
const UK_NUMBER = /^([0-9]{6})[ /-]?([0-9]{8})$/;
const UK_IBAN = /^GB[0-9]{2}[A-Z]{4}([0-9]{6})([0-9]{8})$/;

/**
 * One text for one account: a UK IBAN holds the sort code and the number, so the camt.053 that names the one and the CSV that names the
 * other are of one account. Empty where nothing is named.
 */
export function accountKeyOf({ iban, sortCode, accountNumber, other }: AccountIdentification): string {
  const uk = iban === undefined ? null : UK_IBAN.exec(iban);
  if (uk !== null) return `uk:${uk[1]} ${uk[2]}`;
  if (iban !== undefined) return `iban:${iban}`;
  if (sortCode !== undefined || accountNumber !== undefined) return `uk:${sortCode ?? ''} ${accountNumber ?? ''}`.trim();
  const number = UK_NUMBER.exec(other?.trim() ?? '');
  if (number !== null) return `uk:${number[1]} ${number[2]}`;
  return other === undefined || other.trim() === '' ? '' : `other:${other.trim().toUpperCase().replace(/\s+/g, ' ')}`;
}
