import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { createAuthority, readAuthority } from '../authorities.ts';
import { peopleProblems } from '../problems.ts';
import type { PeopleOperationsOptions } from './people-operations-options.ts';

const slugSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{1,39}$/, 'Use 2 to 40 small letters, digits and hyphens, beginning with a letter.')
  .meta({ description: 'How people and commands name it.', example: 'northmoor' });

const authoritySchema = z
  .strictObject({
    authorityId: z.number().int().min(1),
    slug: slugSchema,
    name: z.string(),
    businessDate: z.iso.date().optional().meta({ description: 'Only of a demo authority, whose days move by command.' }),
  })
  .meta({ id: 'Authority', description: 'A council that this service keeps books for.' });

const example = { authorityId: 1, slug: 'northmoor', name: 'Northmoor Council' };

export function authorityOperations({ database, clock }: PeopleOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(peopleProblems);
  return [
    define({
      id: 'people.list-authorities',
      method: 'get',
      path: '/v1/authorities',
      summary: 'Show your authority',
      description: 'The one that the API key belongs to; others are not shown to it.',
      scope: 'ledger:read',
      answer: { status: 200, description: 'The authority of the key.', body: listSchema(authoritySchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const own = await readAuthority(database, caller.authorityId);
        return accepted({ body: { data: own === undefined ? [] : [own], nextCursor: null } });
      },
    }),
    define({
      id: 'people.create-authority',
      method: 'post',
      path: '/v1/authorities',
      summary: 'Add an authority',
      description: 'Makes the authority and its empty book. The same short name with the same name is answered as before.',
      scope: 'service:administer',
      body: z.strictObject({ slug: slugSchema, name: z.string().trim().min(1).max(200).meta({ description: 'Its full name.' }) }),
      answer: { status: 201, description: 'The authority.', body: authoritySchema },
      examples: { body: { slug: 'northmoor', name: 'Northmoor Council' }, answer: example },
      refusals: ['authority-slug-taken', 'authority-slug-malformed'],
      handle: async ({ body }) => {
        const created = await createAuthority(database, clock, body);
        if (!created.ok) return created;
        const { authorityId, existed } = created.value;
        return accepted({ body: await readAuthority(database, authorityId), replayed: existed });
      },
    }),
  ];
}
