import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { KeyScope } from '../api-keys.ts';
import { eventOf } from '../audit/audit-event.ts';
import { serviceCaller } from '../service-caller.ts';
import { newClientSecret, readClientId, shownClientId } from './machine-secrets.ts';
import { type PublicKeys, usableKey } from './public-keys.ts';

export interface MachineClientDraft {
  readonly authorityId: number;
  /** What it is, in its keeper's words: `finance system`. */
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly expiresAt: Date;
  /** For a machine that signs; one without gets a secret. */
  readonly publicKeys?: PublicKeys | undefined;
  /** Who registers it; whoever runs the service when left out. */
  readonly by?: Caller;
}

export interface MachineClient extends Omit<MachineClientDraft, 'authorityId' | 'publicKeys' | 'by'> {
  readonly clientId: string;
  readonly signs: boolean;
  readonly createdAt: Date;
  readonly revokedAt?: Date;
  /** When it last fetched a token. */
  readonly lastUsedAt?: Date;
  /** Until when the secret before the last rotation works, or worked. */
  readonly previousEndsAt?: Date;
}

export type RegistrationRefusal = {
  readonly code: 'machine-client-expiry-out-of-range' | 'machine-client-keys-unusable' | 'authority-not-found';
};

const LONGEST_LIFE_MS = 366 * 86_400_000;

/** A secret is in this answer and nowhere else. A machine with keys of its own gets none: two ways in would be one more to lose. */
export async function registerMachineClient(
  database: Database,
  clock: Clock,
  { authorityId, name, scopes, expiresAt, publicKeys, by = serviceCaller(authorityId, 'command-line') }: MachineClientDraft,
): Promise<Result<{ clientId: string; secret?: string }, RegistrationRefusal>> {
  const now = clock.now();
  const life = expiresAt.getTime() - now.getTime();
  if (!(life > 0 && life <= LONGEST_LIFE_MS)) return refused({ code: 'machine-client-expiry-out-of-range' });
  if (publicKeys?.keys.some((key) => usableKey(key) === undefined)) return refused({ code: 'machine-client-keys-unusable' });
  const clientId = timeOrderedId(now);
  const secret = publicKeys === undefined ? newClientSecret() : undefined;
  const facts = { clientId, scopes, expiresAt, signs: publicKeys !== undefined };
  const event = eventOf(by, 'people.register-machine-client', 'change', now, {}, facts);
  const [row] = await database.sql<{ outcome: string }[]>`
    select people.register_machine_client(${authorityId}, ${clientId}::text::uuid, ${name}, ${secret?.digest ?? null},
      ${publicKeys === undefined ? null : JSON.stringify(publicKeys)}::text::jsonb, ${JSON.stringify([...new Set(scopes)])}::text::jsonb,
      ${now}, ${expiresAt}, ${JSON.stringify(event)}::text::jsonb) as outcome`;
  if (row?.outcome !== 'registered') return refused({ code: 'authority-not-found' });
  return accepted({ clientId: shownClientId({ authorityId, clientId }), ...(secret !== undefined && { secret: secret.shown }) });
}

interface MachineClientRow {
  client_id: string;
  name: string;
  scopes: KeyScope[];
  signs: boolean;
  created_at: Date;
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
  previous_ends_at: Date | null;
}

/** Newest first, with those that are withdrawn or have expired. `before` is the id of the last one on the page before. */
export async function listMachineClients(
  database: Database,
  authorityId: number,
  { before, limit }: { readonly before?: string | undefined; readonly limit?: number } = {},
): Promise<MachineClient[]> {
  const from = before === undefined ? null : (readClientId(before)?.clientId ?? null);
  const rows = await database.sql<MachineClientRow[]>`
    select * from people.read_machine_clients(${authorityId}, ${from}::text::uuid, ${limit ?? null})`;
  return rows.map((row) => ({
    clientId: shownClientId({ authorityId, clientId: row.client_id }),
    name: row.name,
    scopes: row.scopes,
    signs: row.signs,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
    ...(row.previous_ends_at !== null && { previousEndsAt: row.previous_ends_at }),
  }));
}

/** Takes effect with the next request, for the tokens it has fetched too. */
export async function revokeMachineClient(
  database: Database,
  clock: Clock,
  authorityId: number,
  shownId: string,
  by: Caller = serviceCaller(authorityId, 'command-line'),
): Promise<Result<undefined, { readonly code: 'machine-client-not-found' }>> {
  const client = readClientId(shownId);
  if (client?.authorityId !== authorityId) return refused({ code: 'machine-client-not-found' });
  const now = clock.now();
  const event = eventOf(by, 'people.revoke-machine-client', 'change', now, {}, { clientId: client.clientId });
  const [row] = await database.sql<{ revoked: boolean }[]>`
    select people.revoke_machine_client(${authorityId}, ${client.clientId}::text::uuid, ${now}, ${JSON.stringify(event)}::text::jsonb) as revoked`;
  return row?.revoked === true ? accepted(undefined) : refused({ code: 'machine-client-not-found' });
}
