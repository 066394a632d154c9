import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { recordProblems } from '../records/problems.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { askFactorRemoval, type FactorRemoval, listFactorRemovals } from '../sign-in-help/ask-factor-removal.ts';
import { confirmFactorRemoval } from '../sign-in-help/confirm-factor-removal.ts';
import { endSessionsOf } from '../sign-in-help/end-sessions-of.ts';
import { identityProofs } from '../sign-in-help/identity-proofs.ts';
import { ids, instantSchema } from './record-schemas.ts';

const namedSchema = z
  .union([
    z.strictObject({ identityId: z.uuid().meta({ description: 'As the audit and the list of roles show it.' }) }),
    z.strictObject({ email: z.string().trim().min(3).max(254).meta({ description: 'The address they sign in with.' }) }),
  ])
  .meta({ description: 'Somebody whom your authority has let in or invited.' });

const removalSchema = z
  .strictObject({
    removalId: z.uuid(),
    identityId: z.uuid(),
    proof: z.enum(identityProofs),
    askedBy: z.string(),
    askedAt: instantSchema,
    expiresAt: instantSchema,
    confirmedBy: z.string().optional(),
    confirmedAt: instantSchema.optional(),
  })
  .meta({ id: 'FactorRemoval', description: 'One administrator asks that somebody’s second proofs be taken away; another confirms.' });

const example = {
  removalId: ids.row,
  identityId: ids.other,
  proof: 'in-person',
  askedBy: `identity:${ids.person}`,
  askedAt: '2026-04-15T09:30:00.000Z',
  expiresAt: '2026-04-18T09:30:00.000Z',
};

/** What administrators can do about other people's ways in. */
export function signInHelpOperations(room: RecordRoom): readonly Operation[] {
  const define = operationsRefusingWith(recordProblems);
  return [
    define({
      id: 'people.end-sessions-of',
      method: 'post',
      path: '/v1/sign-ins/endings',
      summary: 'Sign somebody out everywhere',
      description: 'From their next request on. Their roles stay: end those apart.',
      scope: 'people:administer',
      body: z.strictObject({ person: namedSchema }),
      answer: { status: 200, description: 'How many sign-ins ended.', body: z.strictObject({ ended: z.number().int() }) },
      examples: { body: { person: { email: 'jo@example.org' } }, answer: { ended: 2 } },
      refusals: ['record-not-found'],
      handle: async ({ caller, body }) => {
        const ended = await endSessionsOf(room, caller, body.person);
        return ended.ok ? accepted({ body: ended.value }) : ended;
      },
    }),
    define({
      id: 'people.ask-factor-removal',
      method: 'post',
      path: '/v1/factor-removals',
      summary: 'Ask that somebody’s second proofs be taken away',
      description:
        'For somebody who has lost their passkeys, app and recovery codes, once you have made sure who it is. The person is told by mail. Another administrator must confirm within three days.',
      scope: 'people:administer',
      body: z.strictObject({
        person: namedSchema,
        proof: z.enum(identityProofs).meta({ description: 'How you made sure who it is.' }),
      }),
      answer: { status: 201, description: 'What the other administrator confirms.', body: removalSchema },
      examples: { body: { person: { email: 'jo@example.org' }, proof: 'in-person' }, answer: example },
      refusals: ['record-not-found', 'grant-to-oneself', 'person-needed'],
      handle: async ({ caller, body }) => {
        const asked = await askFactorRemoval(room, caller, { named: body.person, proof: body.proof });
        return asked.ok ? accepted({ body: shown(asked.value) }) : asked;
      },
    }),
    define({
      id: 'people.list-factor-removals',
      method: 'get',
      path: '/v1/factor-removals',
      summary: 'List whose second proofs were to be taken away',
      description: 'The newest hundred, with those that were confirmed or have run out.',
      scope: 'people:administer',
      answer: { status: 200, description: 'The list.', body: listSchema(removalSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const removals = await listFactorRemovals(room, caller.authorityId);
        return accepted({ body: { data: removals.map(shown), nextCursor: null } });
      },
    }),
    define({
      id: 'people.confirm-factor-removal',
      method: 'post',
      path: '/v1/factor-removals/{removalId}/confirmation',
      summary: 'Take away somebody’s second proofs',
      description:
        'By another administrator than the one who asked. Passkeys, app and recovery codes are gone, every sign-in ends, and the person is told by mail.',
      scope: 'people:administer',
      params: z.strictObject({ removalId: z.uuid().meta({ description: 'What was asked.' }) }),
      answer: { status: 204, description: 'They are gone.', body: z.undefined() },
      examples: { params: { removalId: ids.row } },
      refusals: [
        'record-not-found',
        'grant-to-oneself',
        'person-needed',
        'maker-may-not-approve',
        'factor-removal-over',
        'person-stands-elsewhere',
      ],
      handle: async ({ caller, params }) => {
        const confirmed = await confirmFactorRemoval(room, caller, params.removalId);
        return confirmed.ok ? accepted({ body: undefined }) : confirmed;
      },
    }),
  ];
}

function shown({
  authorityId: _own,
  askedAt,
  expiresAt,
  confirmedBy,
  confirmedAt,
  ...removal
}: FactorRemoval): z.infer<typeof removalSchema> {
  return {
    ...removal,
    askedAt: askedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    ...(confirmedBy !== null && { confirmedBy }),
    ...(confirmedAt !== null && { confirmedAt: confirmedAt.toISOString() }),
  };
}
