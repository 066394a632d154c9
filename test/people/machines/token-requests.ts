import { createHmac, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { type KeyScope, registerMachineClient } from '../../../src/people/index.ts';
import type { publicKeysSchema } from '../../../src/people/machines/public-keys.ts';
import { type LedgerApi, TOKEN_URL } from '../../api/ledger-api.ts';
import { must } from '../example-family.ts';
import { DAY_MS } from '../people-room.ts';

type Json = Readonly<Record<string, unknown>>;
export type Fields = Readonly<Record<string, string>> | [string, string][];

export interface TokenAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the tests look for what the standard says.
  readonly body: any;
}

/** Asks as an OAuth library would: a form, and nothing else. */
export async function askToken({ url }: LedgerApi, fields: Fields, headers: Readonly<Record<string, string>> = {}): Promise<TokenAnswer> {
  const form = new URLSearchParams(fields as [string, string][]);
  const answer = await fetch(`${url}/oauth/token`, { method: 'POST', body: form, headers });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

export const newKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 });
export const newCurveKeys = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

export function publicSet(key: KeyObject, about: Json = {}) {
  return { keys: [{ ...key.export({ format: 'jwk' }), ...about }] } as unknown as ReturnType<typeof publicKeysSchema.parse>;
}

export async function clientOf(
  { store, clock }: LedgerApi,
  authorityId: number,
  {
    scopes = ['ledger:read', 'ledger:post'] as readonly KeyScope[],
    publicKey,
  }: { scopes?: readonly KeyScope[]; publicKey?: KeyObject } = {},
) {
  const expiresAt = new Date(clock.now().getTime() + DAY_MS);
  const publicKeys = publicKey && publicSet(publicKey);
  const { clientId, secret = '' } = must(
    await registerMachineClient(store.database, clock, { authorityId, name: 'a test', scopes, expiresAt, publicKeys }),
  );
  return { clientId, secret };
}

export interface AssertionRecipe {
  readonly header?: Json;
  readonly claims?: Json;
  readonly signature?: (signed: string) => string;
}

/** A good assertion, or one with something in it changed. */
export function assertionOf(clientId: string, now: Date, key: KeyObject, { header, claims, signature }: AssertionRecipe = {}): string {
  const seconds = Math.floor(now.getTime() / 1_000);
  const parts = [
    { alg: 'RS256', ...header },
    { iss: clientId, sub: clientId, aud: TOKEN_URL, iat: seconds, exp: seconds + 120, jti: randomUUID(), ...claims },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${(signature ?? rs256(key))(signed)}`;
}

export const rs256 = (key: KeyObject) => (signed: string) => sign('sha256', Buffer.from(signed), key).toString('base64url');
export const hs256 = (secret: string) => (signed: string) => createHmac('sha256', secret).update(signed).digest('base64url');

export function signedWish(assertion: string): Record<string, string> {
  return {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
}
