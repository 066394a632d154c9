import { accepted, type Result, refused } from '../result.ts';

/**
 * Money is integer pence in a bigint; as text it is pounds with exactly two decimals. Both directions are exact, and nothing between them
 * is ever a float. The database keeps pence in a signed 64-bit column, so a sum beyond that is refused here, at the door.
 */
export interface AmountMalformed {
  readonly code: 'amount-malformed';
  readonly reason: string;
}

const SHAPE = /^(-?)(\d{1,17})\.(\d{2})$/;
const LARGEST_PENCE = 2n ** 63n - 1n;
const SMALLEST_PENCE = -(2n ** 63n);

/** Reads `1234.56` or `-1234.56`: no sign but minus, no thousands separator, no currency, never one or three decimals. */
export function parsePounds(text: string): Result<bigint, AmountMalformed> {
  const parts = SHAPE.exec(text);
  if (parts === null) {
    return refused({
      code: 'amount-malformed',
      reason: 'Write pounds and pence with two decimals and nothing else, like 1234.56 or -1234.56.',
    });
  }
  const pence = BigInt(`${parts[1]}${parts[2]}${parts[3]}`);
  if (pence > LARGEST_PENCE || pence < SMALLEST_PENCE) {
    return refused({ code: 'amount-malformed', reason: 'The amount is larger than the service can keep (92233720368547758.07).' });
  }
  return accepted(pence);
}

export function formatPounds(pence: bigint): string {
  const digits = (pence < 0n ? -pence : pence).toString().padStart(3, '0');
  return `${pence < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
