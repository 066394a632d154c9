import { createHash } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { Transaction } from '../../platform/database/in-transaction.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { readStep, type StepRow } from './store.ts';

/** Made up once for this service; changing it would make every repeat of an old request a new one. */
const NAMESPACE = '0b9a2f0e-61a4-4d0c-8c55-8c7f3e2f5d10';

/** One request under its Idempotency-Key: the step it takes, and what it asked for. */
export interface KeyedRequest {
  readonly stepId: string;
  readonly fingerprint: Buffer;
}

/** The same key of the same person at the same operation is the same step, for ever. */
export function keyedRequest({ authorityId, principal }: Caller, operation: string, key: string, asked: unknown): KeyedRequest {
  const content = JSON.stringify(asked, (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
  return {
    stepId: uuidv5(JSON.stringify([authorityId, principal, operation, key]), NAMESPACE),
    fingerprint: createHash('sha256').update(content).digest(),
  };
}

/** The step that an earlier request with this key took; undefined for a first request. Another content under the key is refused. */
export async function earlierStep(
  tx: Transaction,
  authorityId: number,
  { stepId, fingerprint }: KeyedRequest,
): Promise<Result<StepRow | undefined, { readonly code: 'idempotency-conflict' }>> {
  const row = await readStep(tx, authorityId, stepId);
  if (row === undefined || row.fingerprint === null) return accepted(row);
  return row.fingerprint.equals(fingerprint) ? accepted(row) : refused({ code: 'idempotency-conflict' });
}
