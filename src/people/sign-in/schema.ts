import { bigint, boolean, index, integer, jsonb, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
import { bytea, instant } from '../../platform/database/columns.ts';
import { people } from '../schema.ts';

/** People who may sign in. What they may do stands in memberships; a name, a birthday or a family is never kept here. */
export const identities = people.table(
  'identities',
  {
    identityId: uuid('identity_id').primaryKey(),
    email: text('email').notNull(),
    /** The address in the one form by which it is known. */
    emailKey: text('email_key').notNull(),
    /** Equal for addresses that a reader may take for one another. */
    lookAlikeKey: text('look_alike_key').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [unique('identities_email').on(t.emailKey), index('identities_look_alike').on(t.lookAlikeKey)],
);

/** Somebody asked to be let in by mail. Kept whether the address is known or not, so that asking tells nothing. */
export const signInRequests = people.table(
  'sign_in_requests',
  {
    requestId: uuid('request_id').primaryKey(),
    emailKey: text('email_key').notNull(),
    browserDigest: bytea('browser_digest').notNull(),
    linkDigest: bytea('link_digest').notNull(),
    codeDigest: bytea('code_digest').notNull(),
    returnTo: text('return_to').notNull(),
    mailed: boolean('mailed').notNull(),
    wrongTries: integer('wrong_tries').notNull().default(0),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (t) => [
    unique('sign_in_requests_link').on(t.linkDigest),
    index('sign_in_requests_email').on(t.emailKey, t.createdAt),
    index('sign_in_requests_browser').on(t.browserDigest),
    index('sign_in_requests_expiry').on(t.expiresAt),
  ],
);

/** What a browser must bring back from a passkey or an issuer. Taken once, by the browser that began. */
export const signInFlows = people.table(
  'sign_in_flows',
  {
    flowDigest: bytea('flow_digest').primaryKey(),
    kind: text('kind').notNull(),
    facts: jsonb('facts').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (t) => [index('sign_in_flows_expiry').on(t.expiresAt)],
);

/** How often something was tried in vain. In the database, so that it holds in every process and with the queue's server gone. */
export const throttles = people.table(
  'throttles',
  {
    throttleKey: bytea('throttle_key').primaryKey(),
    failures: integer('failures').notNull(),
    lastTryAt: instant('last_try_at').notNull(),
    blockedUntil: instant('blocked_until').notNull(),
  },
  (t) => [index('throttles_last_try').on(t.lastTryAt)],
);

/** Somebody guessed too often at one person's secret and has to wait; gone once the audit has kept it. */
export const lockouts = people.table('lockouts', {
  lockoutId: uuid('lockout_id').primaryKey(),
  kind: text('kind').notNull(),
  emailKey: text('email_key'),
  identityId: uuid('identity_id'),
  failures: integer('failures').notNull(),
  address: text('address').notNull(),
  requestId: text('request_id').notNull(),
  at: instant('at').notNull(),
});

/** Signed-in browsers. Only a digest of the cookie is kept: a copied database opens nothing. */
export const sessions = people.table(
  'sessions',
  {
    sessionId: uuid('session_id').primaryKey(),
    identityId: uuid('identity_id').notNull(),
    tokenDigest: bytea('token_digest').notNull(),
    signedInBy: text('signed_in_by').notNull(),
    secondFactorAt: instant('second_factor_at'),
    authorityId: integer('authority_id'),
    idleSeconds: integer('idle_seconds').notNull(),
    createdAt: instant('created_at').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    endedAt: instant('ended_at'),
    address: text('address').notNull(),
    device: text('device').notNull(),
  },
  (t) => [unique('sessions_token').on(t.tokenDigest), index('sessions_identity').on(t.identityId, t.createdAt)],
);

export const passkeys = people.table(
  'passkeys',
  {
    credentialId: text('credential_id').primaryKey(),
    identityId: uuid('identity_id').notNull(),
    publicKey: bytea('public_key').notNull(),
    counter: bigint('counter', { mode: 'bigint' }).notNull(),
    transports: text('transports').array().notNull(),
    name: text('name').notNull(),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at'),
  },
  (t) => [index('passkeys_identity').on(t.identityId)],
);

/** Authenticator apps: one for each person, its secret sealed with a key that is not in the database. */
export const authenticators = people.table('authenticators', {
  identityId: uuid('identity_id').primaryKey(),
  sealedSecret: bytea('sealed_secret').notNull(),
  /** Absent until the first right code: an app that was never tried locks nobody out. */
  confirmedAt: instant('confirmed_at'),
  /** The time step of the last code that was taken; it and all before it are never taken again. */
  lastStep: bigint('last_step', { mode: 'bigint' }).notNull(),
  createdAt: instant('created_at').notNull(),
});

export const recoveryCodes = people.table(
  'recovery_codes',
  { identityId: uuid('identity_id').notNull(), codeDigest: bytea('code_digest').notNull(), usedAt: instant('used_at') },
  (t) => [primaryKey({ columns: [t.identityId, t.codeDigest] })],
);

/** Who an issuer means by its subject. */
export const issuerLinks = people.table(
  'issuer_links',
  {
    issuer: text('issuer').notNull(),
    subject: text('subject').notNull(),
    identityId: uuid('identity_id').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.issuer, t.subject] }), unique('issuer_links_identity').on(t.issuer, t.identityId)],
);
