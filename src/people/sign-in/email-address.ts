import { domainToASCII } from 'node:url';
import { accepted, type Result, refused } from '../../platform/result.ts';

export interface EmailAddress {
  /** As it is shown and written to; a name in another script is shown as it travels, `xn--...`, so that it cannot pass for another. */
  readonly email: string;
  /** The one form by which it is known. */
  readonly emailKey: string;
  /** Equal for addresses that a reader may take for one another. */
  readonly lookAlikeKey: string;
}

const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;

/**
 * Before the @ only plain letters: hardly anybody has others there, and they are how one address is dressed up as another. Nothing is left
 * out or folded beyond capital letters, for whoever is written to must be who was meant.
 */
export function readEmailAddress(given: string): Result<EmailAddress, { readonly code: 'email-malformed' }> {
  const trimmed = given.trim();
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at).toLowerCase();
  const domain = trimmed.length <= 254 && /^[^\s@/:?#[\]\\]+$/.test(trimmed.slice(at + 1)) ? domainToASCII(trimmed.slice(at + 1)) : '';
  if (at < 1 || local.length > 64 || !LOCAL.test(local) || domain.length > 253 || !DOMAIN.test(domain))
    return refused({ code: 'email-malformed' });
  const emailKey = `${local}@${domain}`;
  return accepted({ email: `${trimmed.slice(0, at)}@${domain}`, emailKey, lookAlikeKey: lookAlikeKeyOf(emailKey) });
}

/** Two addresses that a reader may take for one another. */
export function areLookAlikes(one: string, other: string): boolean {
  const [first, second] = [readEmailAddress(one), readEmailAddress(other)];
  return first.ok && second.ok && first.value.emailKey !== second.value.emailKey && first.value.lookAlikeKey === second.value.lookAlikeKey;
}

/** Letters that are told apart only by looking twice, each pair by its plainer one. */
const ALIKE: readonly (readonly [RegExp, string])[] = [
  [/[il|!]/g, '1'],
  [/o/g, '0'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/c1/g, 'd'],
  [/[._-]/g, ''],
];

function lookAlikeKeyOf(emailKey: string): string {
  return ALIKE.reduce((key, [letters, plainer]) => key.replaceAll(letters, plainer), emailKey);
}
