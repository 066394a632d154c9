import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { type ApiKey, createApiKey, keyScopes, listApiKeys, revokeApiKey } from '../api-keys.ts';
import { peopleProblems } from '../problems.ts';
import { rotateApiKey } from '../rotate-api-key.ts';
import type { PeopleOperationsOptions } from './people-operations-options.ts';
import { scopesToGive } from './scopes-to-give.ts';

const scopesSchema = z.array(z.enum(keyScopes)).min(1).max(keyScopes.length).meta({ description: 'What it may do.' });
const instantSchema = z.iso.datetime();

const keyFields = {
  keyId: z.uuid(),
  name: z.string().meta({ description: 'What the key is for.', example: 'nightly import' }),
  scopes: scopesSchema,
  createdAt: instantSchema,
  expiresAt: instantSchema,
  revokedAt: instantSchema.optional(),
  lastUsedAt: instantSchema.optional().meta({ description: 'To the minute; absent when it was never used.' }),
  previousEndsAt: instantSchema.optional().meta({ description: 'Until when the secret before the last rotation works.' }),
};
const keySchema = z
  .strictObject(keyFields)
  .meta({ id: 'ApiKey', description: 'A key of a machine. Its secret is shown once, when it is made.' });
const secretSchema = z
  .string()
  .meta({ description: 'Send it as Bearer token. It is shown now and never again.', example: 'tfk_1_019aa0..._q3Zk...' });
const rotatedKeySchema = z
  .strictObject({
    keyId: z.uuid(),
    secret: secretSchema,
    previousEndsAt: instantSchema.meta({ description: 'Until when the old secret works.' }),
  })
  .meta({ id: 'RotatedApiKey', description: 'The new secret of a key, and when the old one stops.' });
const newKeySchema = z
  .strictObject({ ...keyFields, secret: secretSchema })
  .meta({ id: 'NewApiKey', description: 'A key with its secret.' });

const example = {
  keyId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  name: 'nightly import',
  scopes: ['ledger:read', 'ledger:post'],
  createdAt: '2026-04-01T09:30:00.000Z',
  expiresAt: '2027-04-01T09:30:00.000Z',
};

const positions = cursorCodec('api-keys', z.strictObject({ before: z.uuid() }));

export function apiKeyOperations({ database, clock }: PeopleOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(peopleProblems);
  return [
    define({
      id: 'people.list-api-keys',
      method: 'get',
      path: '/v1/api-keys',
      summary: 'List API keys',
      description: 'Of your authority, newest first, with those that are withdrawn or have expired.',
      scope: 'ledger:administer',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of keys, without secrets.', body: listSchema(keySchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted({ before: undefined }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const keys = await listApiKeys(database, caller.authorityId, { before: from.value.before, limit: query.limit + 1 });
        const page = keys.slice(0, query.limit);
        const last = page.at(-1);
        const nextCursor = last !== undefined && keys.length > page.length ? positions.encode({ before: last.keyId }) : null;
        return accepted({ body: { data: page.map(shown), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'people.create-api-key',
      method: 'post',
      path: '/v1/api-keys',
      summary: 'Make an API key',
      description:
        'For your own authority, with scopes that your own key holds. The secret is shown once; if it is lost, withdraw the key.',
      scope: 'ledger:administer',
      body: z.strictObject({
        name: z.string().trim().min(1).max(100).meta({ description: 'What the key is for; no personal data.' }),
        scopes: scopesSchema,
        expiresAt: z.iso.datetime({ offset: true }).meta({ description: 'At most 366 days from now.' }),
      }),
      answer: { status: 201, description: 'The key with its secret.', body: newKeySchema },
      examples: {
        body: { name: example.name, scopes: example.scopes, expiresAt: example.expiresAt },
        answer: { ...example, secret: 'tfk_1_019aa0007a117c049d1f5b0c2e8f4a6d_q3Zk...' },
      },
      refusals: ['api-key-scope-not-held', 'api-key-expiry-out-of-range', 'authority-not-found'],
      handle: async ({ caller, body }) => {
        const held = scopesToGive(caller);
        const notHeld = body.scopes.filter((scope) => !held.includes(scope));
        if (notHeld.length > 0) return refused({ code: 'api-key-scope-not-held', scopes: notHeld });
        const expiresAt = new Date(body.expiresAt);
        const draft = { authorityId: caller.authorityId, name: body.name, scopes: body.scopes, expiresAt, by: caller };
        const created = await createApiKey(database, clock, draft);
        if (!created.ok) return created;
        const { keyId, secret } = created.value;
        return accepted({
          body: { ...shown({ keyId, name: body.name, scopes: [...new Set(body.scopes)], createdAt: clock.now(), expiresAt }), secret },
        });
      },
    }),
    define({
      id: 'people.rotate-api-key',
      method: 'post',
      path: '/v1/api-keys/{keyId}/rotation',
      summary: 'Give an API key a new secret',
      description:
        'The old secret works on beside the new one until the overlap is over, so that machines change over one after the other. A secret that was still running out from an earlier rotation stops at once. Scopes and expiry stay as they are. The new secret is shown once.',
      scope: 'ledger:administer',
      params: z.strictObject({ keyId: z.uuid().meta({ description: 'The id of the key.' }) }),
      body: z.strictObject({
        overlapHours: z.number().optional().meta({ description: 'From 0 to 168 (seven days); 24 when it is left out.' }),
      }),
      answer: { status: 201, description: 'The new secret.', body: rotatedKeySchema },
      examples: {
        params: { keyId: example.keyId },
        body: { overlapHours: 24 },
        answer: {
          keyId: example.keyId,
          secret: 'tfk_1_019aa0007a117c049d1f5b0c2e8f4a6d_q3Zk...',
          previousEndsAt: '2026-04-02T09:30:00.000Z',
        },
      },
      refusals: ['api-key-overlap-out-of-range', 'api-key-not-found', 'api-key-ended', 'api-key-scope-not-held'],
      handle: async ({ caller, params, body }) => {
        const rotation = {
          authorityId: caller.authorityId,
          ...params,
          overlapHours: body.overlapHours,
          held: scopesToGive(caller),
          by: caller,
        };
        const rotated = await rotateApiKey(database, clock, rotation);
        if (!rotated.ok) return rotated;
        return accepted({ body: { ...rotated.value, previousEndsAt: rotated.value.previousEndsAt.toISOString() } });
      },
    }),
    define({
      id: 'people.revoke-api-key',
      method: 'delete',
      path: '/v1/api-keys/{keyId}',
      summary: 'Withdraw an API key',
      description: 'It stops working at once and for good.',
      scope: 'ledger:administer',
      params: z.strictObject({ keyId: z.uuid().meta({ description: 'The id of the key.' }) }),
      answer: { status: 204, description: 'It is withdrawn.', body: z.undefined() },
      examples: { params: { keyId: example.keyId } },
      refusals: ['api-key-not-found'],
      handle: async ({ caller, params }) => {
        const revoked = await revokeApiKey(database, clock, caller.authorityId, params.keyId, caller);
        return revoked.ok ? accepted({ body: undefined }) : revoked;
      },
    }),
  ];
}

function shown({ createdAt, expiresAt, revokedAt, lastUsedAt, previousEndsAt, ...key }: ApiKey) {
  return {
    ...key,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(revokedAt !== undefined && { revokedAt: revokedAt.toISOString() }),
    ...(lastUsedAt !== undefined && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(previousEndsAt !== undefined && { previousEndsAt: previousEndsAt.toISOString() }),
  };
}
