import { v5 as uuidV5 } from 'uuid';
import type { Caller } from '../../platform/http/operation.ts';

/** Made up once for this service; changing it would make every retry of an old request a new one. */
const NAMESPACE = 'c7b1a0b4-2f5e-4d0e-9a53-6d1f0c6b8e21';

/**
 * The id that makes a request happen once, for ever: the same key of the same holder at the same operation is the same id, and another
 * holder's or another authority's equal key is not. Whether it also asks for the same is judged by the fingerprint kept with it.
 */
export function commandId({ authorityId, principal }: Caller, operationId: string, idempotencyKey: string | undefined): string {
  if (idempotencyKey === undefined) throw new Error(`${operationId} is not idempotent and has no key to make an id of.`);
  return uuidV5(JSON.stringify([authorityId, principal, operationId, idempotencyKey]), NAMESPACE);
}
