import { digestOf } from '../sessions/session-token.ts';
import type { SignInDesk } from './sign-in-desk.ts';

/**
 * The link and the code of a request follow from its id and the service key: the job that mails them is given the id alone, a second attempt
 * mails the same, and the database holds nothing but digests.
 */
export function linkToken({ serviceKey }: SignInDesk, requestId: string): string {
  return serviceKey.mark('sign-in-link', requestId).toString('base64url');
}

export function linkDigest(token: string): Buffer {
  return digestOf(token);
}

/** Eight digits: one chance in a hundred million for each guess, and easily read from a telephone. */
export function signInCode({ serviceKey }: SignInDesk, requestId: string): string {
  const number = serviceKey.mark('sign-in-code', requestId).readBigUInt64BE() % 100_000_000n;
  return number.toString().padStart(8, '0');
}

/** With the key, because eight digits under a plain digest are found in a second. */
export function codeDigest({ serviceKey }: SignInDesk, requestId: string, code: string): Buffer {
  return serviceKey.mark('sign-in-code-digest', `${requestId}:${code}`);
}
