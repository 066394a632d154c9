import type { Database } from '../../platform/database/database.ts';
import { readEmailAddress } from '../sign-in/email-address.ts';

/** By the id that the audit shows, or by the address that the person gave. */
export type NamedPerson = { readonly identityId: string } | { readonly email: string };

/** Somebody whom this authority has let in or invited; of anybody else nothing is told, not that they exist. */
export async function findOwnPerson(database: Database, authorityId: number, named: NamedPerson): Promise<string | undefined> {
  const address = 'email' in named ? readEmailAddress(named.email) : undefined;
  const emailKey = address?.ok === true ? address.value.emailKey : null;
  const identityId = 'identityId' in named ? named.identityId : null;
  const [row] = await database.sql<{ found: string | null }[]>`
    select people.find_own_person(${authorityId}, ${identityId}::text::uuid, ${emailKey}) as found`;
  return row?.found ?? undefined;
}
