import { formatPounds } from '../../../platform/money/pounds.ts';
import { bankText, saysSomething } from './bank-text.ts';
import type { PaymentToSend } from './payment-to-send.ts';

/** Why one payment cannot go into the file, with the field to put right. */
export interface PaymentFault {
  readonly field: 'reference' | 'name' | 'sortCode' | 'accountNumber' | 'rollNumber' | 'amountPence' | 'processingDate';
  readonly code:
    | 'sort-code-not-six-digits'
    | 'account-number-not-eight-digits'
    | 'amount-not-positive'
    | 'amount-over-limit'
    | 'name-says-nothing'
    | 'reference-not-carried'
    | 'roll-number-not-carried'
    | 'processing-date-not-approved';
  readonly reason: string;
}

/** 6 to 18 characters, of which six are letters or digits (Bacs Direct Credit rules for the reference field). */
export const REFERENCE_CHARACTERS = 18;
const FEWEST_LETTERS_AND_DIGITS = 6;
/** How a bank marks its own indemnity claims; a payment must not look like one. */
const RESERVED_BEGINNING = 'DDIC';

/** What every file to a British bank asks of a payment; undefined when nothing is wrong. */
export function faultOfPayment(payment: PaymentToSend, { itemLimitPence }: { itemLimitPence: bigint }): PaymentFault | undefined {
  const { sortCode, accountNumber, amountPence, name, rollNumber, reference } = payment;
  if (!/^[0-9]{6}$/.test(sortCode)) return fault('sortCode', 'sort-code-not-six-digits', 'The sort code is not six digits.');
  if (!/^[0-9]{8}$/.test(accountNumber))
    return fault(
      'accountNumber',
      'account-number-not-eight-digits',
      'The account number is not eight digits; write zeros in front of a shorter one.',
    );
  if (amountPence <= 0n) return fault('amountPence', 'amount-not-positive', `${formatPounds(amountPence)} is nothing to pay.`);
  if (amountPence > itemLimitPence) {
    const reason = `${formatPounds(amountPence)} is above ${formatPounds(itemLimitPence)}, the most that one payment may be. Split it, or ask the bank for a higher limit.`;
    return fault('amountPence', 'amount-over-limit', reason);
  }
  if (!saysSomething(bankText(name, REFERENCE_CHARACTERS).text)) {
    const reason = 'The name has no letter that a bank carries (A to Z). Write it as the payee’s bank has it.';
    return fault('name', 'name-says-nothing', reason);
  }
  const rollFault = rollNumber === undefined ? undefined : faultOfRollNumber(rollNumber);
  return rollFault ?? faultOfReference(reference);
}

/**
 * A reference finds the instalment again when its payment is returned, so it is never cut or changed: it goes whole or not at all. What
 * would change it is told instead.
 */
function faultOfReference(reference: string): PaymentFault | undefined {
  const why = whyNotCarried(reference);
  return why === undefined ? undefined : fault('reference', 'reference-not-carried', `The reference ${why}.`);
}

function whyNotCarried(reference: string): string | undefined {
  if (reference.length > REFERENCE_CHARACTERS) return `is longer than ${REFERENCE_CHARACTERS} characters`;
  if (bankText(reference, REFERENCE_CHARACTERS).text !== reference)
    return 'holds characters that a bank does not carry (A to Z, 0 to 9 . & / -)';
  const lettersAndDigits = reference.replace(/[^A-Z0-9]/g, '');
  if (lettersAndDigits.length < FEWEST_LETTERS_AND_DIGITS) return `has fewer than ${FEWEST_LETTERS_AND_DIGITS} letters and digits`;
  if (/^(.)\1*$/.test(lettersAndDigits)) return 'is one character over and over';
  if (reference.startsWith(RESERVED_BEGINNING)) return `begins with ${RESERVED_BEGINNING}, which banks keep for claims`;
  return undefined;
}

function faultOfRollNumber(rollNumber: string): PaymentFault | undefined {
  if (saysSomething(rollNumber) && bankText(rollNumber, REFERENCE_CHARACTERS).text === rollNumber.toUpperCase()) return undefined;
  const reason = `The roll number does not fit into ${REFERENCE_CHARACTERS} characters a bank carries. A building society books by it, so it cannot be cut.`;
  return fault('rollNumber', 'roll-number-not-carried', reason);
}

function fault(field: PaymentFault['field'], code: PaymentFault['code'], reason: string): PaymentFault {
  return { field, code, reason };
}
