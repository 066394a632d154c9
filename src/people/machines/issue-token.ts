import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { digestsAreEqual } from '../api-key-secret.ts';
import type { KeyScope } from '../api-keys.ts';
import { type Assertion, readAssertion } from './assertion.ts';
import { type ClientAt, newMachineToken, readClientId, secretDigest } from './machine-secrets.ts';
import type { PublicKeys } from './public-keys.ts';

/** How a machine shows who it is: by its secret, or by what it has signed. */
export type ClientProof =
  | { readonly kind: 'secret'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'assertion'; readonly clientId: string | undefined; readonly assertion: string };

export interface TokenWish {
  readonly proof: ClientProof;
  /** Words with a space between them; all that the client may do when left out. */
  readonly scope: string | undefined;
}

export interface IssuedToken {
  readonly token: string;
  readonly clientId: string;
  readonly seconds: number;
  readonly scopes: readonly string[];
}

/** In the words of RFC 6749, which every client library knows. */
export type TokenRefusal = { readonly code: 'invalid_client' | 'invalid_scope' };

/** Judges what a machine shows at the token endpoint. */
export type IssueToken = (wish: TokenWish) => Promise<Result<IssuedToken, TokenRefusal>>;

const TOKEN_LIFE_MS = 15 * 60_000;
/** Stands in for a client that is not there, so that it costs what a wrong secret costs. Authority 0 has no rows. */
const NOBODY: ClientAt = { authorityId: 0, clientId: '00000000-0000-0000-0000-000000000000' };
const NO_DIGEST = Buffer.alloc(32, 0xff);

interface ClientRow {
  secret_digest: string | null;
  previous_digest: string | null;
  previous_ends_at: Date | null;
  public_keys: PublicKeys | null;
  scopes: KeyScope[];
}

/** Unknown, withdrawn and expired clients, wrong secrets and assertions that are not believed are one refusal: it says nothing about which. */
export function tokenIssuer({ database, clock, publicUrl }: { database: Database; clock: Clock; publicUrl: string }): IssueToken {
  // Libraries differ in whether they sign for the service or for the one address they send it to; both are us alone.
  const audiences = [publicUrl, `${publicUrl}/oauth/token`];
  return async ({ proof, scope }) => {
    const now = clock.now();
    const assertion = proof.kind === 'assertion' ? readAssertion(proof.assertion, { audiences, now }) : undefined;
    const shown = proof.clientId ?? assertion?.subject ?? '';
    const client = readClientId(shown) ?? NOBODY;
    const [row] = await database.sql<ClientRow[]>`
      select * from people.find_machine_client(${client.authorityId}, ${client.clientId}::text::uuid)`;
    if (!isProved(row, proof, { shown, assertion, now }) || row === undefined) return refused({ code: 'invalid_client' });
    const scopes = scope === undefined ? row.scopes : scope.split(' ');
    if (!scopes.every((each) => row.scopes.some((held) => held === each))) return refused({ code: 'invalid_scope' });
    const drawn = newMachineToken(client.authorityId);
    const [issued] = await database.sql<{ ends_at: Date | null }[]>`
      select people.issue_machine_token(${client.authorityId}, ${client.clientId}::text::uuid, ${drawn.digest},
        ${JSON.stringify([...new Set(scopes)])}::text::jsonb, ${new Date(now.getTime() + TOKEN_LIFE_MS)}, ${assertion?.assertionId ?? null},
        ${assertion?.endsAt ?? null}, ${now}) as ends_at`;
    const endsAt = issued?.ends_at;
    if (!endsAt) return refused({ code: 'invalid_client' });
    const seconds = Math.floor((endsAt.getTime() - now.getTime()) / 1_000);
    return accepted({ token: drawn.shown, clientId: client.clientId, seconds, scopes: [...new Set(scopes)] });
  };
}

/** A machine comes in by the way it was registered with, and by no other. */
function isProved(
  row: ClientRow | undefined,
  proof: ClientProof,
  { shown, assertion, now }: { readonly shown: string; readonly assertion: Assertion | undefined; readonly now: Date },
): boolean {
  if (proof.kind === 'assertion') return assertion?.subject === shown && row?.public_keys != null && assertion.isSignedBy(row.public_keys);
  const given = secretDigest(proof.secret);
  // Both are compared whatever the first says, so that a wrong secret costs the same before, during and after a rotation.
  const isCurrent = digestsAreEqual(given, digestIn(row?.secret_digest));
  const isPrevious = digestsAreEqual(given, digestIn(row?.previous_digest));
  return isCurrent || (isPrevious && (row?.previous_ends_at ?? now) > now);
}

function digestIn(hex: string | null | undefined): Buffer {
  return hex ? Buffer.from(hex, 'hex') : NO_DIGEST;
}
