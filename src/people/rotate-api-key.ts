import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import type { Caller } from '../platform/http/operation.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { newSecret } from './api-key-secret.ts';
import type { KeyScope } from './api-keys.ts';
import { eventOf } from './audit/audit-event.ts';
import { serviceCaller } from './service-caller.ts';

const HOUR_MS = 3_600_000;
export const LONGEST_OVERLAP_HOURS = 7 * 24;
export const USUAL_OVERLAP_HOURS = 24;

export interface KeyRotation {
  readonly authorityId: number;
  readonly keyId: string;
  /** How long the old secret works beside the new one; 0 when it is in the wrong hands. */
  readonly overlapHours?: number | undefined;
  /** What whoever rotates may hand out. */
  readonly held: readonly KeyScope[];
  /** Who rotates it; whoever runs the service when left out. */
  readonly by?: Caller;
}

export interface RotatedKey {
  readonly keyId: string;
  readonly secret: string;
  readonly previousEndsAt: Date;
}

export type RotationRefusal = {
  readonly code: 'api-key-overlap-out-of-range' | 'api-key-not-found' | 'api-key-ended' | 'api-key-scope-not-held';
};

const REFUSALS: Readonly<Record<string, RotationRefusal['code']>> = {
  ended: 'api-key-ended',
  'scope-not-held': 'api-key-scope-not-held',
};

/** A new secret for the same key: id, scopes and expiry stay, so a rotation never makes a key live longer or reach further. */
export async function rotateApiKey(
  database: Database,
  clock: Clock,
  { authorityId, keyId, overlapHours = USUAL_OVERLAP_HOURS, held, by = serviceCaller(authorityId, 'command-line') }: KeyRotation,
): Promise<Result<RotatedKey, RotationRefusal>> {
  if (!(overlapHours >= 0 && overlapHours <= LONGEST_OVERLAP_HOURS)) return refused({ code: 'api-key-overlap-out-of-range' });
  const now = clock.now();
  const previousEndsAt = new Date(now.getTime() + overlapHours * HOUR_MS);
  const { secret, secretDigest } = newSecret(authorityId, keyId);
  const event = eventOf(by, 'people.rotate-api-key', 'change', now, {}, { keyId, previousEndsAt });
  const [row] = await database.sql<{ outcome: string }[]>`
    select people.rotate_api_key(${authorityId}, ${keyId}::text::uuid, ${secretDigest}, ${JSON.stringify(held)}::text::jsonb, ${previousEndsAt},
      ${now}, ${JSON.stringify(event)}::text::jsonb) as outcome`;
  if (row?.outcome === 'rotated') return accepted({ keyId, secret, previousEndsAt });
  return refused({ code: REFUSALS[row?.outcome ?? ''] ?? 'api-key-not-found' });
}
