import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/in-transaction.ts';
import type { KeyRing } from '../../../platform/secrets/key-ring.ts';
import { handoverKeys } from '../schema.ts';

/** Ed25519: the receiving authority needs only the public half, which it has been shown beforehand. */
export interface HandoverKey {
  readonly keyId: string;
  /** SubjectPublicKeyInfo, base64url. */
  readonly publicKey: string;
  sign(document: string): string;
}

const aboutOf = (authorityId: number) => `${authorityId}/handover-key`;

/** The authority's own key, drawn when it is first needed; kept wrapped by the key ring, and wrapped anew when the ring has moved on. */
export async function ownHandoverKey(
  tx: Transaction,
  keyRing: KeyRing,
  { authorityId, principal, now }: { readonly authorityId: number; readonly principal: string; readonly now: Date },
): Promise<HandoverKey> {
  const kept = await readKey(tx, authorityId);
  const row = kept ?? (await drawKey(tx, keyRing, { authorityId, principal, now }));
  const secret = keyRing.unwrap({ keyRingId: row.keyRingId, wrapped: row.wrappedKey }, aboutOf(authorityId));
  if (row.keyRingId !== keyRing.currentId) {
    const { keyRingId, wrapped: wrappedKey } = keyRing.wrap(secret, aboutOf(authorityId));
    await tx.update(handoverKeys).set({ keyRingId, wrappedKey }).where(eq(handoverKeys.authorityId, authorityId));
  }
  const key = createPrivateKey({ key: secret, format: 'der', type: 'pkcs8' });
  return {
    keyId: row.keyId,
    publicKey: row.publicKey,
    sign: (document) => sign(null, Buffer.from(document), key).toString('base64url'),
  };
}

async function readKey(tx: Transaction, authorityId: number) {
  const [row] = await tx.select().from(handoverKeys).where(eq(handoverKeys.authorityId, authorityId));
  return row;
}

async function drawKey(
  tx: Transaction,
  keyRing: KeyRing,
  { authorityId, principal, now }: { readonly authorityId: number; readonly principal: string; readonly now: Date },
) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const shown = publicKey.export({ format: 'der', type: 'spki' }).toString('base64url');
  const { keyRingId, wrapped } = keyRing.wrap(privateKey.export({ format: 'der', type: 'pkcs8' }), aboutOf(authorityId));
  const row = {
    authorityId,
    keyId: keyIdOf(shown),
    publicKey: shown,
    keyRingId,
    wrappedKey: wrapped,
    createdAt: now,
    createdBy: principal,
  };
  await tx.insert(handoverKeys).values(row).onConflictDoNothing();
  return (await readKey(tx, authorityId)) ?? row;
}

export function keyIdOf(publicKey: string): string {
  return createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
}

/** Undefined for anything that is not an Ed25519 public key in the form in which we show ours. */
export function readPublicKey(publicKey: string): KeyObject | undefined {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
    const isOurs = key.asymmetricKeyType === 'ed25519' && key.export({ format: 'der', type: 'spki' }).toString('base64url') === publicKey;
    return isOurs ? key : undefined;
  } catch {
    return undefined;
  }
}

export function isSignedWith(publicKey: string, document: string, signature: string): boolean {
  const key = readPublicKey(publicKey);
  return key !== undefined && verify(null, Buffer.from(document), key, Buffer.from(signature, 'base64url'));
}
