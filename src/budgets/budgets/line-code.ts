import { randomBytes } from 'node:crypto';

/** Crockford's letters and digits: none is mistaken for another on paper or by telephone. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 10;

/** An opaque name for a line, drawn: it outlives the family's record and so must not tell anything. */
export function drawLineCode(): string {
  return `L${[...randomBytes(LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('')}`;
}
