import { accepted, type Result, refused } from '../../platform/result.ts';

/**
 * Our reference on a payment: 18 characters, the most that a Bacs record carries, so it comes back whole on the bank statement, on a
 * returned payment and from a family on the telephone.
 *
 *     TF 0001 0000000042 XX
 *     |  |    |          two check characters
 *     |  |    the instruction's number within the authority, in base 36
 *     |  the authority, in base 36
 *     constant, so it never starts with DDIC (which Bacs refuses) and never is one character eighteen times
 *
 * The check is ISO 7064 MOD 1271-36, the standard's system for letters and digits with two check characters. It catches every single wrong
 * character and every swap of two neighbours. MOD 97-10, which IBANs use, was refused: it turns a letter into two digits, and so cannot promise
 * either when a letter is misread as a digit (O and 0), the most likely misreading here.
 */
interface PaymentReferenceParts {
  readonly authorityId: number;
  /** Counts the authority's payment instructions; a payment sent again after a return is a new instruction. */
  readonly instructionNumber: bigint;
}

type PaymentReferenceRefusal = { readonly code: 'not-a-payment-reference' } | { readonly code: 'payment-reference-check-failed' };

const PREFIX = 'TF';
const RADIX = 36;
const MODULUS = 1271;
const AUTHORITY_LENGTH = 4;
const NUMBER_LENGTH = 10;
const SHAPE = /^TF([0-9A-Z]{4})([0-9A-Z]{10})([0-9A-Z]{2})$/;

export function paymentReference({ authorityId, instructionNumber }: PaymentReferenceParts): string {
  const body = PREFIX + inBase36(BigInt(authorityId), AUTHORITY_LENGTH) + inBase36(instructionNumber, NUMBER_LENGTH);
  const check = (MODULUS + 1 - remainderOf(`${body}00`)) % MODULUS;
  return body + inBase36(BigInt(check), 2);
}

/** Reads a reference as a bank or a person gives it back: in either case, with spaces between. */
export function parsePaymentReference(text: string): Result<PaymentReferenceParts, PaymentReferenceRefusal> {
  const reference = text.replace(/\s+/g, '').toUpperCase();
  const parts = SHAPE.exec(reference);
  if (parts?.[1] === undefined || parts[2] === undefined) return refused({ code: 'not-a-payment-reference' });
  if (remainderOf(reference) !== 1) return refused({ code: 'payment-reference-check-failed' });
  return accepted({ authorityId: Number.parseInt(parts[1], RADIX), instructionNumber: fromBase36(parts[2]) });
}

/** A valid reference, read as a number in base 36, leaves 1. */
function remainderOf(characters: string): number {
  return [...characters].reduce((remainder, character) => (remainder * RADIX + Number.parseInt(character, RADIX)) % MODULUS, 0);
}

function inBase36(value: bigint, length: number): string {
  const digits = value.toString(RADIX).toUpperCase().padStart(length, '0');
  if (value < 0n || digits.length > length) throw new RangeError(`${value} does not fit into ${length} characters of a payment reference.`);
  return digits;
}

function fromBase36(digits: string): bigint {
  return [...digits].reduce((value, digit) => value * BigInt(RADIX) + BigInt(Number.parseInt(digit, RADIX)), 0n);
}
