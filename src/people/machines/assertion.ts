import { constants, type KeyObject, type VerifyKeyObjectInput, verify } from 'node:crypto';
import { z } from 'zod';
import { parseStrictJson } from '../../platform/http/strict-json.ts';
import { type PublicKeys, usableKey } from './public-keys.ts';

/** The signatures we take, each with the one kind of key it may be checked with: nothing unsigned, and no public key as a shared secret. */
const ALGORITHMS = {
  RS256: { kty: 'RSA', asked: (key: KeyObject): VerifyKeyObjectInput => ({ key }) },
  PS256: {
    kty: 'RSA',
    asked: (key: KeyObject): VerifyKeyObjectInput => ({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }),
  },
  ES256: { kty: 'EC', asked: (key: KeyObject): VerifyKeyObjectInput => ({ key, dsaEncoding: 'ieee-p1363' }) },
} as const;

const SHAPE = /^([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/;
const LONGEST = 8_192;
const LONGEST_LIFE_SECONDS = 600;
const CLOCKS_DIFFER_SECONDS = 60;

const headerSchema = z.looseObject({
  alg: z.enum(['RS256', 'PS256', 'ES256']),
  kid: z.string().optional(),
  // Whatever it names would have to be understood, and we understand no extension.
  crit: z.undefined().optional(),
});
const claimsSchema = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.tuple([z.string()]).transform(([only]) => only)]),
  exp: z.number().int(),
  nbf: z.number().int().optional(),
  iat: z.number().int().optional(),
  jti: z.string().min(1).max(200),
});

export interface Assertion {
  /** The client it says it comes from; believed only after the signature. */
  readonly subject: string;
  readonly assertionId: string;
  readonly endsAt: Date;
  isSignedBy(keys: PublicKeys): boolean;
}

/** RFC 7523: a JWT that a machine signs to show who it is, for us alone, for a few minutes. Undefined for anything that is not exactly that. */
export function readAssertion(
  text: string,
  { audiences, now }: { readonly audiences: readonly string[]; readonly now: Date },
): Assertion | undefined {
  const [, head = '', body = '', signature = ''] = text.length > LONGEST ? [] : (SHAPE.exec(text) ?? []);
  const header = headerSchema.safeParse(jsonOf(head));
  const claims = claimsSchema.safeParse(jsonOf(body));
  if (!header.success || !claims.success) return undefined;
  const { iss, sub, aud, exp, nbf, iat, jti } = claims.data;
  const seconds = now.getTime() / 1_000;
  const isInTime =
    exp > seconds && exp <= seconds + LONGEST_LIFE_SECONDS && Math.max(nbf ?? 0, iat ?? 0) <= seconds + CLOCKS_DIFFER_SECONDS;
  if (!isInTime || iss !== sub || !audiences.includes(aud)) return undefined;
  const { alg, kid } = header.data;
  return {
    subject: sub,
    assertionId: jti,
    endsAt: new Date(exp * 1_000),
    isSignedBy: ({ keys }) =>
      keys
        .filter((key) => key.kty === ALGORITHMS[alg].kty && (key.alg ?? alg) === alg && (kid === undefined || key.kid === kid))
        .some((jwk) => {
          const key = usableKey(jwk);
          return (
            key !== undefined &&
            verify('sha256', Buffer.from(`${head}.${body}`), ALGORITHMS[alg].asked(key), Buffer.from(signature, 'base64url'))
          );
        }),
  };
}

function jsonOf(part: string): unknown {
  const read = parseStrictJson(Buffer.from(part, 'base64url').toString());
  return read.ok ? read.value : undefined;
}
