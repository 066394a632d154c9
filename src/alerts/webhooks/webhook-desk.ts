import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { ServiceKey } from '../../platform/secrets/service-key.ts';
import { publicOnly, type Reach } from './reachable.ts';

/** What webhooks are sent with. */
export interface WebhookDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly serviceKey: ServiceKey;
  /** Whom they may reach; tests let them reach this machine. */
  readonly reach?: Reach;
  readonly deadlineMs?: number;
}

const PURPOSE = 'webhook-secret';

export const reachOf = ({ reach = publicOnly }: WebhookDesk): Reach => reach;

export function sealSecret({ serviceKey }: WebhookDesk, endpointId: string, secret: string): Buffer {
  return serviceKey.seal(PURPOSE, Buffer.from(secret), endpointId);
}

export function openSecret({ serviceKey }: WebhookDesk, endpointId: string, sealed: Buffer): string {
  return serviceKey.open(PURPOSE, sealed, endpointId).toString();
}
