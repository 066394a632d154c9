import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Caller, OpenedRecord, Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted } from '../../platform/result.ts';
import { familyRoles } from '../memberships/member-roles.ts';
import { addPerson } from '../records/add-person.ts';
import { changePerson } from '../records/change-person.ts';
import { readFamily } from '../records/family-at-hand.ts';
import { type FamilyView, familyView, openPersons } from '../records/family-view.ts';
import { listFamilies } from '../records/list-families.ts';
import { openFamily } from '../records/open-family.ts';
import { recordProblems } from '../records/problems.ts';
import { readerOf } from '../records/reader-of.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { confidentialKinds, relationshipKinds } from '../records/rules/record-kinds.ts';
import { dateSchema, detailFields, familyParams, ids, personParams, personSchema, shownDate } from './record-schemas.ts';

const familySchema = z
  .strictObject({
    familyId: z.uuid(),
    name: z.string().optional().meta({ description: 'Officers’ name for the record; staff only.' }),
    persons: z.array(personSchema),
    relationships: z
      .array(
        z.strictObject({
          relationshipId: z.uuid(),
          adultId: z.uuid(),
          childId: z.uuid(),
          kind: z.enum(relationshipKinds),
          from: shownDate,
          until: shownDate.optional(),
        }),
      )
      .optional()
      .meta({ description: 'Staff only.' }),
    confidential: z
      .array(z.strictObject({ markId: z.uuid(), personId: z.uuid(), hiddenFrom: z.uuid(), kind: z.enum(confidentialKinds) }))
      .optional()
      .meta({ description: 'Staff only: what is kept from whom.' }),
  })
  .meta({ id: 'Family', description: 'A family’s record, as the reader may see it.' });

const nameSchema = z.strictObject({ familyId: z.uuid(), name: z.string() }).meta({ id: 'FamilyName' });
const positions = cursorCodec('families', z.strictObject({ after: z.uuid() }));
const personExample = { personId: ids.person, kind: 'parent', details: { name: 'Sam Example' }, signsIn: false, version: 1 };

export function familyOperations(room: RecordRoom): readonly Operation[] {
  const define = operationsRefusingWith(recordProblems);
  return [
    define({
      id: 'people.list-families',
      method: 'get',
      path: '/v1/families',
      summary: 'List families',
      description: 'The names of the records of your authority. Each name seen is kept in the family’s log.',
      scope: 'people:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of families.', body: listSchema(nameSchema) },
      examples: { answer: { data: [{ familyId: ids.family, name: 'Example' }], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted({ after: undefined }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const rows = await listFamilies(room, caller.authorityId, { after: from.value.after, limit: query.limit + 1 });
        const page = rows.slice(0, query.limit);
        const last = page.at(-1);
        const nextCursor = last !== undefined && rows.length > page.length ? positions.encode({ after: last.familyId }) : null;
        const opened = page.map(({ familyId }) => ({ familyId }));
        return accepted({ body: { data: page, nextCursor }, opened, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'people.open-family',
      method: 'post',
      path: '/v1/families',
      summary: 'Start a family’s record',
      scope: 'people:write',
      body: z.strictObject({ name: z.string().trim().min(1).max(200).meta({ description: 'By which officers find it.' }) }),
      answer: { status: 201, description: 'The record’s id.', body: z.strictObject({ familyId: z.uuid() }) },
      examples: { body: { name: 'Example' }, answer: { familyId: ids.family } },
      refusals: [],
      handle: async ({ caller, body }) => accepted({ body: await openFamily(room, caller, body) }),
    }),
    define({
      id: 'people.read-family',
      method: 'get',
      path: '/v1/families/{familyId}',
      summary: 'Read a family’s record',
      description:
        'Staff see it whole; a person of the family sees themselves and the children open to them, without what is confidential.',
      scope: 'people:read',
      params: familyParams,
      answer: { status: 200, description: 'The record.', body: familySchema },
      examples: { params: { familyId: ids.family }, answer: { familyId: ids.family, name: 'Example', persons: [personExample] } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const view = await readFamily(room, caller.authorityId, familyId, async (family) => familyView(family, caller));
        return view.ok ? accepted({ body: shownFamily(view.value), opened: openedBy(caller, familyId) }) : view;
      },
    }),
    define({
      id: 'people.add-person',
      method: 'post',
      path: '/v1/families/{familyId}/persons',
      summary: 'Add a child, young person or parent',
      scope: 'people:write',
      params: familyParams,
      body: z.strictObject({ kind: z.enum(familyRoles), bornOn: dateSchema.optional(), ...detailFields }),
      answer: { status: 201, description: 'The person’s id.', body: z.strictObject({ personId: z.uuid() }) },
      examples: {
        params: { familyId: ids.family },
        body: { kind: 'young-person', bornOn: '2012-05-14', name: 'Alex Example' },
        answer: { personId: ids.person },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'date-of-birth-missing', 'date-of-birth-ahead'],
      handle: async ({ caller, params, body: { kind, bornOn, ...details } }) => {
        const added = await addPerson(room, caller, params.familyId, { kind, bornOn, details });
        return added.ok ? accepted({ body: added.value }) : added;
      },
    }),
    define({
      id: 'people.change-person',
      method: 'patch',
      path: '/v1/families/{familyId}/persons/{personId}',
      summary: 'Change somebody’s details',
      description: 'Null takes a detail away; what is left out stays. Families change how to reach them, staff the rest.',
      scope: 'people:write',
      ifMatchRequired: true,
      params: personParams,
      body: z
        .strictObject(
          Object.fromEntries(Object.entries(detailFields).map(([name, schema]) => [name, schema.nullable().optional()])) as {
            [Name in keyof typeof detailFields]: z.ZodOptional<z.ZodNullable<(typeof detailFields)[Name]>>;
          },
        )
        .refine((change) => Object.keys(change).length > 0, 'Say what shall change.')
        .refine(({ name }) => name !== null, { path: ['name'], message: 'Nobody is without a name.' }),
      answer: { status: 200, description: 'The new version.', body: z.strictObject({ version: z.number().int() }) },
      examples: { params: { familyId: ids.family, personId: ids.person }, body: { phone: '01632 960001' }, answer: { version: 2 } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'detail-not-yours', 'version-stale'],
      handle: async ({ caller, params, body, ifMatch }) => {
        const changed = await changePerson(room, caller, { ...params, ifMatch: ifMatch ?? '' }, body);
        return changed.ok ? accepted({ body: changed.value, headers: { ETag: versionTag(changed.value.version) } }) : changed;
      },
    }),
  ];
}

/** Staff open the record as a whole; a person of the family, those of it whom they may see. */
export function openedBy(caller: Caller, familyId: string): readonly OpenedRecord[] {
  if (readerOf(caller, familyId).kind === 'staff') return [{ familyId }];
  return [...new Set(openPersons(caller, familyId))].map((personId) => ({ familyId, personId }));
}

function shownFamily({ familyId, name, persons, relationships, marks }: FamilyView): z.infer<typeof familySchema> {
  return {
    familyId,
    ...(name !== undefined && { name }),
    persons: persons.map(({ ownRight, details, ...person }) => ({
      ...person,
      ...(ownRight !== undefined && { ownRight: [...ownRight] }),
      details: { ...details },
    })),
    ...(relationships !== undefined && {
      relationships: relationships.map(({ relationshipId, adultId, childId, kind, from, until }) => {
        return { relationshipId, adultId, childId, kind, from, ...(until !== null && { until }) };
      }),
    }),
    ...(marks !== undefined && {
      confidential: marks.map(({ markId, personId, hiddenFrom, kind }) => ({ markId, personId, hiddenFrom, kind })),
    }),
  };
}
