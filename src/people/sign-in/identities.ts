import { v4 as uuidV4 } from 'uuid';
import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { accepted, type Result } from '../../platform/result.ts';
import { readEmailAddress } from './email-address.ts';

export interface FoundIdentity {
  readonly identityId: string;
  readonly created: boolean;
  /** Somebody else whom the authority knows has an address that could be taken for this one: whoever invites should look twice. */
  readonly looksLikeAnother: boolean;
}

/** One person for each address: inviting the same one twice finds the first. Ids are random, for a time in them would tell who joined when. */
export async function findOrCreateIdentity(
  { database, clock }: { readonly database: Database; readonly clock: Clock },
  email: string,
  authorityId?: number,
): Promise<Result<FoundIdentity, { readonly code: 'email-malformed' }>> {
  const address = readEmailAddress(email);
  if (!address.ok) return address;
  const { email: written, emailKey, lookAlikeKey } = address.value;
  const [row] = await database.sql<{ identity_id: string; created: boolean; looks_like_another: boolean }[]>`
    select * from people.find_or_create_identity(${uuidV4()}::text::uuid, ${written}, ${emailKey}, ${lookAlikeKey}, ${clock.now()},
      ${authorityId ?? null}::integer)`;
  if (row === undefined) throw new Error('people.find_or_create_identity answered nothing');
  return accepted({ identityId: row.identity_id, created: row.created, looksLikeAnother: row.looks_like_another });
}

export interface Identity {
  readonly identityId: string;
  readonly email: string;
  readonly hasAuthenticator: boolean;
  readonly passkeys: number;
  readonly recoveryCodes: number;
}

export async function readIdentity(database: Database, identityId: string): Promise<Identity | undefined> {
  const [row] = await database.sql<
    { identity_id: string; email: string; has_authenticator: boolean; passkeys: number; recovery_codes: number }[]
  >`select * from people.find_identity(${identityId}::text::uuid, ${null})`;
  if (row === undefined) return undefined;
  const { identity_id, email, has_authenticator, passkeys, recovery_codes } = row;
  return { identityId: identity_id, email, hasAuthenticator: has_authenticator, passkeys, recoveryCodes: recovery_codes };
}
