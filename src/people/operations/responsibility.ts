import { z } from 'zod';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { liftMark, markConfidential } from '../records/confidential-marks.ts';
import { recordProblems } from '../records/problems.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { endRelationship, recordRelationship } from '../records/relationships.ts';
import { confidentialKinds, relationshipKinds } from '../records/rules/record-kinds.ts';
import { dateSchema, familyParams, ids, personParams } from './record-schemas.ts';

/** Who is responsible for whom, and what is kept from whom. */
export function responsibilityOperations(room: RecordRoom): readonly Operation[] {
  const define = operationsRefusingWith(recordProblems);
  return [
    define({
      id: 'people.record-relationship',
      method: 'post',
      path: '/v1/families/{familyId}/relationships',
      summary: 'Record responsibility or a court order',
      description: 'Counts from its first day. An order that denies access goes before everything else.',
      scope: 'people:write',
      params: familyParams,
      body: z.strictObject({
        adultId: z.uuid().meta({ description: 'A parent of this family.' }),
        childId: z.uuid().meta({ description: 'A child or young person of this family.' }),
        kind: z.enum(relationshipKinds),
        from: dateSchema,
        until: dateSchema.optional().meta({ description: 'Its last day.' }),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ relationshipId: z.uuid() }) },
      examples: {
        params: { familyId: ids.family },
        body: { adultId: ids.person, childId: ids.other, kind: 'parental-responsibility', from: '2012-05-14' },
        answer: { relationshipId: ids.row },
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'person-unknown',
        'relationship-of-wrong-people',
        'dates-crossed',
        'relationship-ended',
      ],
      handle: async ({ caller, params, body }) => {
        const recorded = await recordRelationship(room, caller, params.familyId, body);
        return recorded.ok ? accepted({ body: recorded.value }) : recorded;
      },
    }),
    define({
      id: 'people.end-relationship',
      method: 'post',
      path: '/v1/families/{familyId}/relationships/{relationshipId}/end',
      summary: 'Say when a responsibility or order ends',
      scope: 'people:write',
      params: z.strictObject({ ...familyParams.shape, relationshipId: z.uuid().meta({ description: 'The responsibility or order.' }) }),
      body: z.strictObject({ until: dateSchema.meta({ description: 'Its last day.' }) }),
      answer: { status: 204, description: 'It ends then.', body: z.undefined() },
      examples: { params: { familyId: ids.family, relationshipId: ids.row }, body: { until: '2026-09-30' } },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'person-unknown',
        'relationship-of-wrong-people',
        'dates-crossed',
        'relationship-ended',
      ],
      handle: async ({ caller, params, body }) => {
        const ended = await endRelationship(room, caller, params, body.until);
        return ended.ok ? accepted({ body: undefined }) : ended;
      },
    }),
    define({
      id: 'people.mark-confidential',
      method: 'post',
      path: '/v1/families/{familyId}/persons/{personId}/confidential-marks',
      summary: 'Keep a detail from somebody',
      description: 'From then on no page, letter, export, log or remittance shows it to them, nor to anybody they have let in.',
      scope: 'people:write',
      params: personParams,
      body: z.strictObject({
        kind: z.enum(confidentialKinds),
        hiddenFrom: z.uuid().meta({ description: 'The person of this family who must not learn it.' }),
      }),
      answer: { status: 201, description: 'Its id.', body: z.strictObject({ markId: z.uuid() }) },
      examples: {
        params: { familyId: ids.family, personId: ids.person },
        body: { kind: 'address', hiddenFrom: ids.other },
        answer: { markId: ids.row },
      },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'person-unknown', 'mark-against-oneself'],
      handle: async ({ caller, params: { familyId, personId }, body }) => {
        const marked = await markConfidential(room, caller, familyId, { personId, ...body });
        return marked.ok ? accepted({ body: marked.value }) : marked;
      },
    }),
    define({
      id: 'people.lift-mark',
      method: 'delete',
      path: '/v1/families/{familyId}/confidential-marks/{markId}',
      summary: 'Lift a confidential mark',
      scope: 'people:write',
      params: z.strictObject({ ...familyParams.shape, markId: z.uuid().meta({ description: 'The mark.' }) }),
      answer: { status: 204, description: 'It is lifted.', body: z.undefined() },
      examples: { params: { familyId: ids.family, markId: ids.row } },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'person-unknown', 'mark-against-oneself'],
      handle: async ({ caller, params }) => {
        const lifted = await liftMark(room, caller, params);
        return lifted.ok ? accepted({ body: undefined }) : lifted;
      },
    }),
  ];
}
