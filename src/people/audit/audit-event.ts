import type { Caller, OpenedRecord } from '../../platform/http/operation.ts';

/** Who did or saw what, when, from where, for whom and why. Opaque ids, fixed words and counts: it outlives what it tells of. */
export interface AuditEvent {
  readonly at: Date;
  readonly principal: string;
  readonly role?: string;
  readonly operation: string;
  readonly kind: 'read' | 'change';
  readonly familyId?: string;
  readonly personId?: string;
  readonly purpose?: string;
  readonly onBehalfOf?: string;
  /** `online`, `machine` or `service`, or how the person reached the officer who helped them. */
  readonly channel: string;
  readonly address?: string;
  readonly requestId: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly restricted?: boolean;
}

/** People of the family need not say why they look at their own record. */
const OWN_AFFAIRS = 'own-record';
const BY_GRANT = 'granted-by-family';

export function eventOf(
  caller: Caller,
  operation: string,
  kind: AuditEvent['kind'],
  at: Date,
  about: OpenedRecord | Record<string, never>,
  facts?: AuditEvent['facts'],
): AuditEvent {
  const purpose = caller.purpose ?? ownPurpose(caller);
  return {
    at,
    principal: caller.principal,
    operation,
    kind,
    channel: caller.onBehalfOf?.channel ?? CHANNEL[caller.kind],
    requestId: caller.requestId,
    ...about,
    ...(caller.actingAs !== undefined && { role: caller.actingAs.role }),
    ...(purpose !== undefined && { purpose }),
    ...(caller.onBehalfOf !== undefined && { onBehalfOf: caller.onBehalfOf.personId }),
    ...(caller.address !== undefined && { address: caller.address }),
    ...(facts !== undefined && { facts }),
    // That somebody looked because of a worry about safety would itself tell of the worry.
    ...(purpose === 'safeguarding' && { restricted: true }),
  };
}

const CHANNEL: Readonly<Record<Caller['kind'], string>> = { person: 'online', machine: 'machine', system: 'service', anonymous: 'online' };

function ownPurpose({ actingAs }: Caller): string | undefined {
  if (actingAs?.familyId === undefined) return undefined;
  return actingAs.may === undefined ? OWN_AFFAIRS : BY_GRANT;
}
