import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IssuerConfig } from '../../../src/platform/config.ts';

type Json = Readonly<Record<string, unknown>>;

export interface TokenRecipe {
  readonly header?: Json;
  readonly claims?: Json;
  /** What stands where the signature belongs. */
  readonly signature?: (signed: string, keys: { readonly own: KeyObject; readonly other: KeyObject; readonly published: string }) => string;
}

export interface ForgingIssuer {
  readonly issuer: string;
  readonly config: IssuerConfig;
  /** How the next ID token is made, over what a good one would say. */
  recipe: TokenRecipe;
  /** Of the browser's request, which the next token answers. */
  nonce: string;
  /** Every code that was handed in, with its verifier. */
  readonly redeemed: URLSearchParams[];
  close(): Promise<void>;
}

/** An issuer made by hand, which says whatever it is told to say and signs it however it is told to. */
export async function startForgingIssuer(): Promise<ForgingIssuer> {
  const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const published = own.publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const forging: ForgingIssuer = {
    issuer,
    config: { issuer, clientId: 'threefold', proof: { kind: 'secret', secret: 'shared' } },
    recipe: {},
    nonce: '',
    redeemed: [],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };

  const idToken = (): string => {
    const { header, claims, signature } = forging.recipe;
    const now = Math.floor(Date.now() / 1_000);
    const good = {
      iss: issuer,
      aud: 'threefold',
      sub: 'officer-1',
      nonce: forging.nonce,
      iat: now,
      exp: now + 300,
      email: 'officer@example.org',
    };
    const parts = [
      { alg: 'RS256', kid: 'own', typ: 'JWT', ...header },
      { ...good, ...claims },
    ];
    const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const made = signature ?? rs256('own');
    return `${signed}.${made(signed, { own: own.privateKey, other: other.privateKey, published })}`;
  };

  server.on('request', (request, response) => {
    const reply = (body: unknown) => response.setHeader('Content-Type', 'application/json').end(JSON.stringify(body));
    if (request.url === '/.well-known/openid-configuration') {
      reply({
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
      });
    } else if (request.url === '/keys') {
      reply({ keys: [{ ...own.publicKey.export({ format: 'jwk' }), kid: 'own', use: 'sig', alg: 'RS256' }] });
    } else {
      let text = '';
      request.on('data', (chunk) => {
        text += chunk;
      });
      request.on('end', () => {
        forging.redeemed.push(new URLSearchParams(text));
        reply({ access_token: 'a', token_type: 'Bearer', expires_in: 60, id_token: idToken() });
      });
    }
  });
  return forging;
}

export function rs256(whose: 'own' | 'other') {
  return (signed: string, keys: { readonly own: KeyObject; readonly other: KeyObject }) =>
    sign('sha256', Buffer.from(signed), keys[whose]).toString('base64url');
}

/** The oldest trick: our public key, taken for a shared secret. */
export function hs256(signed: string, { published }: { readonly published: string }): string {
  return createHmac('sha256', published).update(signed).digest('base64url');
}
