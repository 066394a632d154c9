import { existsSync, readFileSync } from 'node:fs';
import type { ConfigFault } from './config-urls.ts';

/** How this service asks an issuer (a council's directory, GOV.UK One Login) who somebody is. */
export interface IssuerConfig {
  readonly issuer: string;
  readonly clientId: string;
  /** A secret we share with the issuer, or a key of ours that it knows the public half of (`private_key_jwt`). */
  readonly proof: { readonly kind: 'secret'; readonly secret: string } | { readonly kind: 'private-key'; readonly pem: string };
}

export interface SignInConfig {
  /** Where people find the pages. Links in mails are built from it, never from a header of a request. */
  readonly publicUrl: string;
  /** Undefined: drawn at the first start and kept in the data folder. */
  readonly serviceKey: Buffer | undefined;
  readonly mail: { readonly smtpUrl: string | undefined; readonly from: string };
  readonly staffIssuer: IssuerConfig | undefined;
  readonly familyIssuer: IssuerConfig | undefined;
}

export const signInNames = [
  'PUBLIC_URL',
  'SERVICE_KEY',
  'SMTP_URL',
  'MAIL_FROM',
  'STAFF_OIDC_ISSUER',
  'STAFF_OIDC_CLIENT_ID',
  'STAFF_OIDC_CLIENT_SECRET',
  'STAFF_OIDC_KEY_FILE',
  'FAMILY_OIDC_ISSUER',
  'FAMILY_OIDC_CLIENT_ID',
  'FAMILY_OIDC_CLIENT_SECRET',
  'FAMILY_OIDC_KEY_FILE',
] as const;

type Read = (name: string) => string | undefined;

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

export function readSignInConfig(value: Read, port: number, faults: ConfigFault[]): SignInConfig {
  const serviceKey = readServiceKey(value('THREEFOLD_SERVICE_KEY'), faults);
  return {
    publicUrl: readPublicUrl(value('THREEFOLD_PUBLIC_URL') ?? `http://localhost:${port}`, faults),
    serviceKey,
    mail: {
      smtpUrl: readSmtpUrl(value('THREEFOLD_SMTP_URL'), faults),
      from: value('THREEFOLD_MAIL_FROM') ?? 'Threefold <no-reply@localhost>',
    },
    staffIssuer: readIssuer('THREEFOLD_STAFF_OIDC', value, faults),
    familyIssuer: readIssuer('THREEFOLD_FAMILY_OIDC', value, faults),
  };
}

/** Browsers keep `__Host-` cookies from https, and from http only of this machine itself. */
function readPublicUrl(given: string, faults: ConfigFault[]): string {
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && isSecure(url) && url.href === `${url.origin}/` && url.username === '') return url.origin;
  faults.push({
    name: 'THREEFOLD_PUBLIC_URL',
    problem: 'it is not an https:// address of a host alone',
    remedy: 'write it like https://threefold.council.example, without a path; http:// only for localhost',
  });
  return `http://localhost`;
}

function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));
}

function readServiceKey(given: string | undefined, faults: ConfigFault[]): Buffer | undefined {
  if (given === undefined) return undefined;
  const key = Buffer.from(given, 'base64url');
  // A key that somebody typed to see the service start would protect nothing.
  if (key.length === 32 && new Set(key).size > 8) return key;
  faults.push({
    name: 'THREEFOLD_SERVICE_KEY',
    problem: 'it is not 32 random bytes in base64url or base64',
    remedy: 'make one with: openssl rand -base64 32',
  });
  return undefined;
}

function readSmtpUrl(given: string | undefined, faults: ConfigFault[]): string | undefined {
  if (given === undefined) return undefined;
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url !== undefined && ['smtp:', 'smtps:'].includes(url.protocol) && url.hostname !== '') return given;
  faults.push({
    name: 'THREEFOLD_SMTP_URL',
    problem: 'it is not an smtp:// or smtps:// address',
    remedy: 'write it like smtps://user:password@mail.council.example:465, or leave it out to keep mails in the data folder',
  });
  return undefined;
}

function readIssuer(prefix: string, value: Read, faults: ConfigFault[]): IssuerConfig | undefined {
  const issuer = value(`${prefix}_ISSUER`);
  const clientId = value(`${prefix}_CLIENT_ID`);
  const secret = value(`${prefix}_CLIENT_SECRET`);
  const keyFile = value(`${prefix}_KEY_FILE`);
  if ([issuer, clientId, secret, keyFile].every((each) => each === undefined)) return undefined;
  const fault = (name: string, problem: string, remedy: string) => faults.push({ name: `${prefix}_${name}`, problem, remedy });
  const url = issuer !== undefined && URL.canParse(issuer) ? new URL(issuer) : undefined;
  if (url === undefined || !isSecure(url))
    fault('ISSUER', 'it is not an https:// address', 'write the issuer as its discovery document does');
  if (clientId === undefined) fault('CLIENT_ID', 'it is not set', 'give the id that the issuer knows this service by');
  if ((secret === undefined) === (keyFile === undefined))
    fault(
      'CLIENT_SECRET',
      `of it and ${prefix}_KEY_FILE exactly one must be set`,
      'give the shared secret, or the file of our private key',
    );
  if (keyFile !== undefined && !existsSync(keyFile))
    fault('KEY_FILE', 'there is no such file', 'name a PEM file that the service may read');
  if (url === undefined || clientId === undefined || (keyFile !== undefined && !existsSync(keyFile))) return undefined;
  const proof =
    keyFile === undefined
      ? { kind: 'secret' as const, secret: secret ?? '' }
      : { kind: 'private-key' as const, pem: readFileSync(keyFile, 'utf8') };
  return { issuer: issuer as string, clientId, proof };
}
