import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { IssuerConfig } from '../../../src/platform/config.ts';

export interface Account {
  readonly subject: string;
  readonly email?: string;
  readonly emailVerified?: boolean;
  readonly amr?: readonly string[];
}

export interface RealIssuer {
  readonly issuer: string;
  readonly staff: IssuerConfig;
  readonly family: IssuerConfig;
  /** Who signs in next. */
  account: Account;
  /** What a browser does there: from the address it was sent to, back to the address with the code. */
  walk(address: string): Promise<URL>;
  close(): Promise<void>;
}

const SECRET = 'a secret of the tests, long enough to be one';

/** The `oidc-provider` package on loopback. Its own pages are passed by: whoever comes is the account named last. */
export async function startRealIssuer(publicUrl: string): Promise<RealIssuer> {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const client = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    jwks: {
      keys: [
        { ...rsa.privateKey.export({ format: 'jwk' }), kid: 'rsa', use: 'sig', alg: 'RS256' },
        { ...ec.privateKey.export({ format: 'jwk' }), kid: 'ec', use: 'sig', alg: 'ES256' },
      ] as never,
    },
    clients: [
      { client_id: 'threefold-staff', client_secret: SECRET, redirect_uris: [`${publicUrl}/sign-in/staff/back`] },
      {
        client_id: 'threefold-family',
        redirect_uris: [`${publicUrl}/sign-in/family/back`],
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: 'ES256',
        id_token_signed_response_alg: 'ES256',
        jwks: { keys: [{ ...client.publicKey.export({ format: 'jwk' }), kid: 'client', use: 'sig', alg: 'ES256' }] as never },
      },
    ],
    claims: { openid: ['sub', 'amr'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    ttl: { Interaction: 60, Grant: 60, Session: 60, AccessToken: 60, IdToken: 60 },
    cookies: { keys: ['cookies of the tests'] },
    extraParams: ['vtr'],
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, { uid }) => `/pass/${uid}` },
    findAccount: (_ctx, subject) => ({
      accountId: subject,
      claims: () => ({ sub: subject, email: issued.account.email, email_verified: issued.account.emailVerified }),
    }),
    loadExistingGrant: async (ctx) => {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client?.clientId ?? '',
        accountId: ctx.oidc.session?.accountId ?? '',
      });
      grant.addOIDCScope('openid email');
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/pass/')) {
      const { subject, amr } = issued.account;
      void provider.interactionFinished(request, response, { login: { accountId: subject, ...(amr && { amr: [...amr] }) } });
    } else void answer(request, response);
  });
  const issued: RealIssuer = {
    issuer,
    staff: { issuer, clientId: 'threefold-staff', proof: { kind: 'secret', secret: SECRET } },
    family: {
      issuer,
      clientId: 'threefold-family',
      proof: { kind: 'private-key', pem: client.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString() },
    },
    account: { subject: 'nobody' },
    walk: async (address) => {
      const cookies = new Map<string, string>();
      let here = new URL(address);
      while (here.origin === issuer) {
        const page = await fetch(here, {
          redirect: 'manual',
          headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
        });
        for (const line of page.headers.getSetCookie()) {
          const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
          cookies.set(name, value);
        }
        const next = page.headers.get('location');
        if (next === null) throw new Error(`the issuer answered ${page.status}: ${(await page.text()).slice(0, 300)}`);
        here = new URL(next, here);
      }
      return here;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return issued;
}
