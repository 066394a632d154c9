import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { isOutage } from '../platform/database/outage.ts';
import { withDeadline } from '../platform/database/with-deadline.ts';
import type { Scope } from '../platform/http/operation.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { digestsAreEqual, type PresentedKey, readSecret } from './api-key-secret.ts';

export interface KeyHolder {
  readonly principal: string;
  readonly authorityId: number;
  readonly scopes: readonly Scope[];
}

export type KeyRefusal = { readonly code: 'credentials-missing' | 'credentials-invalid' | 'service-busy' };

interface KeyRow {
  secret_digest: string;
  previous_digest: string | null;
  previous_ends_at: Date | null;
  scopes: Scope[];
  expires_at: Date;
  revoked_at: Date | null;
  last_used_at: Date | null;
}

/** Stands in for what cannot be read, so that a malformed key costs as much as an unknown one and tells as little. Authority 0 has no rows. */
const NOBODYS: PresentedKey = { authorityId: 0, keyId: '00000000-0000-0000-0000-000000000000', secretDigest: Buffer.alloc(32) };
const NO_DIGEST = Buffer.alloc(32, 0xff);

const DEADLINE_MS = 5_000;
const NOTED_EVERY_MS = 60_000;

/**
 * Judges the Authorization header. The key is read from the database each time: one probe of a primary key costs a fraction of the
 * posting it stands before, and a key that is withdrawn stops working at once, in every process. Unknown, wrong, expired and withdrawn
 * keys are one refusal, decided after the same work.
 */
export function apiKeyAuthenticator(database: Database, clock: Clock) {
  const noteUse = useNotes(database);
  return async function authenticate(header: string | undefined): Promise<Result<KeyHolder, KeyRefusal>> {
    if (header === undefined) return refused({ code: 'credentials-missing' });
    const presented = readSecret(/^Bearer +(\S+)$/i.exec(header)?.[1] ?? '') ?? NOBODYS;
    try {
      const row = await withDeadline(DEADLINE_MS, findKey(database, presented));
      const now = clock.now();
      const isGenuine = isSecretOf(row, presented.secretDigest, now);
      if (row === undefined || !isGenuine || row.revoked_at !== null || row.expires_at <= now)
        return refused({ code: 'credentials-invalid' });
      if (now.getTime() - (row.last_used_at?.getTime() ?? 0) >= NOTED_EVERY_MS) noteUse(presented, now);
      return accepted({ principal: `key:${presented.keyId}`, authorityId: presented.authorityId, scopes: row.scopes });
    } catch (error) {
      if (isOutage(error)) return refused({ code: 'service-busy' });
      throw error;
    }
  };
}

/** Both are compared whatever the first says, so that a wrong secret costs the same before, during and after a rotation. */
function isSecretOf(row: KeyRow | undefined, presented: Buffer, now: Date): boolean {
  const isCurrent = digestsAreEqual(presented, digestIn(row?.secret_digest));
  const isPrevious = digestsAreEqual(presented, digestIn(row?.previous_digest));
  return isCurrent || (isPrevious && (row?.previous_ends_at ?? now) > now);
}

function digestIn(hex: string | null | undefined): Buffer {
  return hex ? Buffer.from(hex, 'hex') : NO_DIGEST;
}

async function findKey(database: Database, { authorityId, keyId }: PresentedKey): Promise<KeyRow | undefined> {
  const [row] = await database.sql<KeyRow[]>`select * from people.find_api_key(${authorityId}, ${keyId}::text::uuid)`;
  return row;
}

/** Written beside the request, never before its answer: one write of a key at a time, and one that fails is made good by the next use. */
function useNotes(database: Database): (key: PresentedKey, now: Date) => void {
  const underWay = new Set<string>();
  return ({ authorityId, keyId }, now) => {
    if (underWay.has(keyId)) return;
    underWay.add(keyId);
    const forget = () => underWay.delete(keyId);
    database.sql`select people.note_key_use(${authorityId}, ${keyId}::text::uuid, ${now})`.then(forget, forget);
  };
}
