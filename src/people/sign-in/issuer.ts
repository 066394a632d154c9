import { createPrivateKey, webcrypto } from 'node:crypto';
import * as openid from 'openid-client';
import type { IssuerConfig } from '../../platform/config.ts';

/** Somebody else who knows our people: a council's directory, or GOV.UK One Login. */
export interface Issuer {
  readonly kind: 'staff' | 'family';
  /** Asked for once and kept; asked for again when it failed, so that an issuer that is away at our start is no reason not to start. */
  configuration(): Promise<openid.Configuration>;
}

const TIMEOUT_SECONDS = 10;

export function issuerOf(kind: Issuer['kind'], config: IssuerConfig): Issuer {
  let known: Promise<openid.Configuration> | undefined;
  return {
    kind,
    configuration: () => {
      known ??= discover(config).catch((error: unknown) => {
        known = undefined;
        throw error;
      });
      return known;
    },
  };
}

/**
 * The signature of the ID token is checked although it comes over TLS from the issuer itself: it costs nothing, and then a proxy or a
 * mistaken discovery document cannot say who somebody is. The library takes no unsigned and no shared-secret signatures at all.
 */
async function discover({ issuer, clientId, proof }: IssuerConfig): Promise<openid.Configuration> {
  const isHere = new URL(issuer).protocol === 'http:';
  const authentication =
    proof.kind === 'secret' ? openid.ClientSecretBasic(proof.secret) : openid.PrivateKeyJwt(await privateKey(proof.pem));
  return openid.discovery(new URL(issuer), clientId, undefined, authentication, {
    timeout: TIMEOUT_SECONDS,
    execute: [openid.enableNonRepudiationChecks, ...(isHere ? [openid.allowInsecureRequests] : [])],
  });
}

async function privateKey(pem: string): Promise<webcrypto.CryptoKey> {
  const key = createPrivateKey(pem);
  const algorithm =
    key.asymmetricKeyType === 'ec' ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  return webcrypto.subtle.importKey('pkcs8', key.export({ type: 'pkcs8', format: 'der' }), algorithm, false, ['sign']);
}
