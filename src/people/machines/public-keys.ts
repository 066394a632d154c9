import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';

const name = z.string().min(1).max(100).optional();
const number = z.string().regex(/^[A-Za-z0-9_-]+$/);
const about = { kid: name, use: z.literal('sig').optional() };

/** Strict: a private key that somebody sends by mistake is refused, not kept. */
export const publicKeysSchema = z
  .strictObject({
    keys: z
      .array(
        z.discriminatedUnion('kty', [
          z.strictObject({
            kty: z.literal('RSA'),
            n: number.max(800),
            e: number.max(8),
            alg: z.enum(['RS256', 'PS256']).optional(),
            ...about,
          }),
          z.strictObject({
            kty: z.literal('EC'),
            crv: z.literal('P-256'),
            x: number.max(43),
            y: number.max(43),
            alg: z.literal('ES256').optional(),
            ...about,
          }),
        ]),
      )
      .min(1)
      .max(5),
  })
  .meta({ description: 'A JWK set with public keys only: RSA of 2048 to 4096 bits, or EC P-256.' });

export type PublicKeys = z.infer<typeof publicKeysSchema>;
export type PublicKey = PublicKeys['keys'][number];

/** Undefined when it is no point of its curve, or an RSA key too short to trust or too long to be worth its work. */
export function usableKey(jwk: PublicKey): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: { ...jwk }, format: 'jwk' });
    const bits = key.asymmetricKeyDetails?.modulusLength;
    return bits === undefined || (bits >= 2048 && bits <= 4096) ? key : undefined;
  } catch {
    return undefined;
  }
}
