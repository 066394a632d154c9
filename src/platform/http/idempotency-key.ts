import { accepted, type Result, refused } from '../result.ts';

/** Visible ASCII has no comma-and-space, so two headers joined by Node into one value are refused too. */
const KEY = /^[\x21-\x7e]{1,255}$/;

export function readIdempotencyKey(
  header: string | undefined,
): Result<string, { readonly code: 'idempotency-key-missing' | 'idempotency-key-malformed' }> {
  if (header === undefined || header === '') return refused({ code: 'idempotency-key-missing' });
  return KEY.test(header) ? accepted(header) : refused({ code: 'idempotency-key-malformed' });
}
