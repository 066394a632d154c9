import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { KeyScope } from '../api-keys.ts';
import { eventOf } from '../audit/audit-event.ts';
import { LONGEST_OVERLAP_HOURS, USUAL_OVERLAP_HOURS } from '../rotate-api-key.ts';
import { serviceCaller } from '../service-caller.ts';
import { newClientSecret, readClientId } from './machine-secrets.ts';
import { type PublicKeys, usableKey } from './public-keys.ts';

export interface ClientRotation {
  readonly authorityId: number;
  readonly clientId: string;
  /** How long the old secret works beside the new one; 0 when it is in the wrong hands, and then its tokens end too. */
  readonly overlapHours?: number | undefined;
  /** Of a machine that signs: the keys it signs with from now on. Leave the old one in the set for as long as it may still be used. */
  readonly publicKeys?: PublicKeys | undefined;
  /** What whoever rotates may hand out. */
  readonly held: readonly KeyScope[];
  /** Who rotates it; whoever runs the service when left out. */
  readonly by?: Caller;
}

export interface RotatedClient {
  readonly clientId: string;
  /** Absent for a machine that signs. */
  readonly secret?: string;
  readonly previousEndsAt?: Date;
}

export type ClientRotationRefusal = {
  readonly code:
    | 'api-key-overlap-out-of-range'
    | 'api-key-scope-not-held'
    | 'machine-client-not-found'
    | 'machine-client-ended'
    | 'machine-client-other-proof'
    | 'machine-client-keys-unusable';
};

const REFUSALS: Readonly<Record<string, ClientRotationRefusal['code']>> = {
  'scope-not-held': 'api-key-scope-not-held',
  ended: 'machine-client-ended',
  'other-proof': 'machine-client-other-proof',
};
const HOUR_MS = 3_600_000;

/** A new secret, or new keys, for the same machine: id, scopes and expiry stay, so a rotation never makes it live longer or reach further. */
export async function rotateMachineClient(
  database: Database,
  clock: Clock,
  {
    authorityId,
    clientId,
    overlapHours = USUAL_OVERLAP_HOURS,
    publicKeys,
    held,
    by = serviceCaller(authorityId, 'command-line'),
  }: ClientRotation,
): Promise<Result<RotatedClient, ClientRotationRefusal>> {
  if (!(overlapHours >= 0 && overlapHours <= LONGEST_OVERLAP_HOURS)) return refused({ code: 'api-key-overlap-out-of-range' });
  if (publicKeys?.keys.some((key) => usableKey(key) === undefined)) return refused({ code: 'machine-client-keys-unusable' });
  const client = readClientId(clientId);
  if (client?.authorityId !== authorityId) return refused({ code: 'machine-client-not-found' });
  const now = clock.now();
  const previousEndsAt = new Date(now.getTime() + overlapHours * HOUR_MS);
  const secret = newClientSecret();
  const facts = { clientId: client.clientId, previousEndsAt, signs: publicKeys !== undefined };
  const event = eventOf(by, 'people.rotate-machine-client', 'change', now, {}, facts);
  const [row] = await database.sql<{ outcome: string }[]>`
    select people.rotate_machine_client(${authorityId}, ${client.clientId}::text::uuid, ${secret.digest},
      ${publicKeys === undefined ? null : JSON.stringify(publicKeys)}::text::jsonb, ${JSON.stringify(held)}::text::jsonb, ${previousEndsAt}, ${now},
      ${JSON.stringify(event)}::text::jsonb) as outcome`;
  if (row?.outcome !== 'rotated') return refused({ code: REFUSALS[row?.outcome ?? ''] ?? 'machine-client-not-found' });
  return accepted({ clientId, ...(publicKeys === undefined && { secret: secret.shown, previousEndsAt }) });
}
