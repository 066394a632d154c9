import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { keyScopes } from '../api-keys.ts';
import { listMachineClients, type MachineClient, registerMachineClient, revokeMachineClient } from '../machines/machine-clients.ts';
import { publicKeysSchema } from '../machines/public-keys.ts';
import { rotateMachineClient } from '../machines/rotate-machine-client.ts';
import { peopleProblems } from '../problems.ts';
import type { PeopleOperationsOptions } from './people-operations-options.ts';
import { scopesToGive } from './scopes-to-give.ts';

const scopesSchema = z.array(z.enum(keyScopes)).min(1).max(keyScopes.length).meta({ description: 'The most its tokens may do.' });
const clientIdSchema = z.string().regex(/^tfc_[0-9a-z]{1,6}_[0-9a-f]{32}$/);
const instantSchema = z.iso.datetime();

const clientFields = {
  clientId: clientIdSchema.meta({ description: 'Its client_id at /oauth/token.' }),
  name: z.string().meta({ description: 'What it is.', example: 'finance system' }),
  scopes: scopesSchema,
  signs: z.boolean().meta({ description: 'It signs with a key of its own instead of sending a secret.' }),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  revokedAt: instantSchema.optional(),
  lastUsedAt: instantSchema.optional().meta({ description: 'When it last fetched a token; absent when it never did.' }),
  previousEndsAt: instantSchema.optional().meta({ description: 'Until when the secret before the last rotation works.' }),
};
const clientSchema = z
  .strictObject(clientFields)
  .meta({ id: 'MachineClient', description: 'A machine that fetches short-lived tokens at /oauth/token.' });
const newClientSchema = z
  .strictObject({
    ...clientFields,
    secret: z.string().optional().meta({ description: 'Its client_secret, shown now and never again; absent when it signs.' }),
  })
  .meta({ id: 'NewMachineClient', description: 'A machine with its secret, if it has one.' });

const rotatedClientSchema = z
  .strictObject({
    clientId: clientIdSchema,
    secret: z.string().optional().meta({ description: 'Its new client_secret, shown now and never again; absent when it signs.' }),
    previousEndsAt: instantSchema.optional().meta({ description: 'Until when the old secret works.' }),
  })
  .meta({ id: 'RotatedMachineClient', description: 'The new secret of a machine, and when the old one stops.' });

const example = {
  clientId: 'tfc_1_019aa0007a117c049d1f5b0c2e8f4a6d',
  name: 'finance system',
  scopes: ['ledger:read', 'ledger:post'],
  signs: false,
  createdAt: '2026-04-01T09:30:00.000Z',
  expiresAt: '2027-04-01T09:30:00.000Z',
};

const positions = cursorCodec('machine-clients', z.strictObject({ before: clientIdSchema }));

export function machineClientOperations({ database, clock }: PeopleOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(peopleProblems);
  return [
    define({
      id: 'people.list-machine-clients',
      method: 'get',
      path: '/v1/machine-clients',
      summary: 'List machine clients',
      description: 'Of your authority, newest first, with those that are withdrawn or have expired.',
      scope: 'ledger:administer',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of machines, without secrets.', body: listSchema(clientSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted({ before: undefined }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const found = await listMachineClients(database, caller.authorityId, { ...from.value, limit: query.limit + 1 });
        const page = found.slice(0, query.limit);
        const last = found.length > page.length ? page.at(-1) : undefined;
        const nextCursor = last === undefined ? null : positions.encode({ before: last.clientId });
        return accepted({ body: { data: page.map(shown), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'people.register-machine-client',
      method: 'post',
      path: '/v1/machine-clients',
      summary: 'Register a machine client',
      description:
        'It fetches tokens of 15 minutes at POST /oauth/token (OAuth 2.0, grant_type=client_credentials). Give publicKeys for a machine that signs (private_key_jwt); without them it gets a secret, which is shown once.',
      scope: 'ledger:administer',
      body: z.strictObject({
        name: z.string().trim().min(1).max(100).meta({ description: 'What the machine is; no personal data.' }),
        scopes: scopesSchema,
        expiresAt: z.iso.datetime({ offset: true }).meta({ description: 'At most 366 days from now.' }),
        publicKeys: publicKeysSchema.optional(),
      }),
      answer: { status: 201, description: 'The machine, with its secret if it has one.', body: newClientSchema },
      examples: {
        body: { name: example.name, scopes: example.scopes, expiresAt: example.expiresAt },
        answer: { ...example, secret: 'tfs_q3Zk...' },
      },
      refusals: ['api-key-scope-not-held', 'machine-client-expiry-out-of-range', 'machine-client-keys-unusable', 'authority-not-found'],
      handle: async ({ caller, body }) => {
        const held = scopesToGive(caller);
        const notHeld = body.scopes.filter((scope) => !held.includes(scope));
        if (notHeld.length > 0) return refused({ code: 'api-key-scope-not-held', scopes: notHeld });
        const expiresAt = new Date(body.expiresAt);
        const registered = await registerMachineClient(database, clock, {
          ...body,
          authorityId: caller.authorityId,
          expiresAt,
          by: caller,
        });
        if (!registered.ok) return registered;
        const client = { name: body.name, scopes: [...new Set(body.scopes)], signs: body.publicKeys !== undefined, expiresAt };
        const { clientId, secret } = registered.value;
        return accepted({ body: { ...shown({ ...client, clientId, createdAt: clock.now() }), ...(secret !== undefined && { secret }) } });
      },
    }),
    define({
      id: 'people.rotate-machine-client',
      method: 'post',
      path: '/v1/machine-clients/{clientId}/rotation',
      summary: 'Give a machine client a new secret or new keys',
      description:
        'The old secret works on beside the new one until the overlap is over; without an overlap the tokens it has end too. For a machine that signs send publicKeys instead: they replace those it had. Scopes and expiry stay as they are.',
      scope: 'ledger:administer',
      params: z.strictObject({ clientId: clientIdSchema.meta({ description: 'Its client_id.' }) }),
      body: z.strictObject({
        overlapHours: z.number().optional().meta({ description: 'From 0 to 168 (seven days); 24 when it is left out.' }),
        publicKeys: publicKeysSchema.optional(),
      }),
      answer: { status: 201, description: 'The new secret, if it has one.', body: rotatedClientSchema },
      examples: {
        params: { clientId: example.clientId },
        body: { overlapHours: 24 },
        answer: { clientId: example.clientId, secret: 'tfs_q3Zk...', previousEndsAt: '2026-04-02T09:30:00.000Z' },
      },
      refusals: [
        'api-key-overlap-out-of-range',
        'api-key-scope-not-held',
        'machine-client-not-found',
        'machine-client-ended',
        'machine-client-other-proof',
        'machine-client-keys-unusable',
      ],
      handle: async ({ caller, params, body }) => {
        const rotation = { authorityId: caller.authorityId, ...params, ...body, held: scopesToGive(caller), by: caller };
        const rotated = await rotateMachineClient(database, clock, rotation);
        if (!rotated.ok) return rotated;
        const { previousEndsAt, ...client } = rotated.value;
        return accepted({ body: { ...client, ...(previousEndsAt !== undefined && { previousEndsAt: previousEndsAt.toISOString() }) } });
      },
    }),
    define({
      id: 'people.revoke-machine-client',
      method: 'delete',
      path: '/v1/machine-clients/{clientId}',
      summary: 'Withdraw a machine client',
      description: 'It fetches no more tokens, and those it has stop working at once.',
      scope: 'ledger:administer',
      params: z.strictObject({ clientId: clientIdSchema.meta({ description: 'Its client_id.' }) }),
      answer: { status: 204, description: 'It is withdrawn.', body: z.undefined() },
      examples: { params: { clientId: example.clientId } },
      refusals: ['machine-client-not-found'],
      handle: async ({ caller, params }) => {
        const revoked = await revokeMachineClient(database, clock, caller.authorityId, params.clientId, caller);
        return revoked.ok ? accepted({ body: undefined }) : revoked;
      },
    }),
  ];
}

function shown({ createdAt, expiresAt, revokedAt, lastUsedAt, previousEndsAt, ...client }: MachineClient) {
  return {
    ...client,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(revokedAt !== undefined && { revokedAt: revokedAt.toISOString() }),
    ...(lastUsedAt !== undefined && { lastUsedAt: lastUsedAt.toISOString() }),
    ...(previousEndsAt !== undefined && { previousEndsAt: previousEndsAt.toISOString() }),
  };
}
