import type { AuthenticatorTransport } from '@simplewebauthn/server';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { identityEvent, type Trace } from '../audit/identity-event.ts';

export interface Passkey {
  readonly credentialId: string;
  readonly identityId: string;
  readonly publicKey: Buffer;
  readonly counter: bigint;
  readonly transports: AuthenticatorTransport[];
  /** In its owner's words: `my phone`. */
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt?: Date;
}

interface PasskeyRow {
  credential_id: string;
  identity_id: string;
  public_key: string;
  counter: bigint;
  transports: AuthenticatorTransport[];
  name: string;
  created_at: Date;
  last_used_at: Date | null;
}

type Desk = { readonly database: Database; readonly clock: Clock };

export async function keepPasskey(
  { database, clock }: Desk,
  passkey: Omit<Passkey, 'createdAt' | 'lastUsedAt'>,
  trace: Trace,
): Promise<boolean> {
  const { credentialId, identityId, publicKey, counter, transports, name } = passkey;
  const now = clock.now();
  const event = identityEvent(identityId, 'people.add-passkey', now, trace);
  const [row] = await database.sql<{ kept: boolean }[]>`
    select people.keep_passkey(${credentialId}, ${identityId}::text::uuid, ${publicKey}, ${counter.toString()}::text::bigint,
      ${JSON.stringify(transports)}::text::jsonb, ${name}, ${now},
      ${JSON.stringify(event)}::text::jsonb) as kept`;
  return row?.kept === true;
}

export async function listPasskeys(database: Database, identityId: string): Promise<Passkey[]> {
  const rows = await database.sql<PasskeyRow[]>`select * from people.read_passkeys(${identityId}::text::uuid, ${null})`;
  return rows.map(passkeyOf);
}

export async function findPasskey(database: Database, credentialId: string): Promise<Passkey | undefined> {
  const [row] = await database.sql<PasskeyRow[]>`select * from people.read_passkeys(${null}::text::uuid, ${credentialId})`;
  return row === undefined ? undefined : passkeyOf(row);
}

/** False when the counter did not rise: the passkey was copied, or its answer was sent before. */
export async function notePasskeyUse({ database, clock }: Desk, credentialId: string, counter: bigint): Promise<boolean> {
  const [row] = await database.sql<{ noted: boolean }[]>`
    select people.note_passkey_use(${credentialId}, ${counter.toString()}::text::bigint, ${clock.now()}) as noted`;
  return row?.noted === true;
}

export async function removePasskey({ database, clock }: Desk, identityId: string, credentialId: string, trace: Trace): Promise<boolean> {
  const event = identityEvent(identityId, 'people.remove-passkey', clock.now(), trace);
  const [row] = await database.sql<{ removed: boolean }[]>`
    select people.remove_passkey(${identityId}::text::uuid, ${credentialId}, ${JSON.stringify(event)}::text::jsonb) as removed`;
  return row?.removed === true;
}

function passkeyOf(row: PasskeyRow): Passkey {
  return {
    credentialId: row.credential_id,
    identityId: row.identity_id,
    publicKey: Buffer.from(row.public_key, 'hex'),
    counter: row.counter,
    transports: row.transports,
    name: row.name,
    createdAt: row.created_at,
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
  };
}
