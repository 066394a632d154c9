import { z } from 'zod';
import type { AsOf } from '../../ledger/index.ts';
import { recordProblems } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PositionRoom } from '../position/position-room.ts';
import { positionProblems } from '../position/problems.ts';
import { authorityPosition, familyPosition, linePosition, sourcePosition, sourceShares } from '../position/read-position.ts';
import {
  familyPositionSchema,
  figuresExample,
  figuresSchema,
  lineExample,
  linePositionSchema,
  potExample,
  potSchema,
  shareExample,
  sharePositionSchema,
  shownFigures,
  shownLine,
  shownPot,
  shownShare,
  streamSchema,
  timeQuery,
} from './position-schemas.ts';
import { familyParams, ids } from './request-schemas.ts';

const sourceParams = z.strictObject({ sourceCode: z.string().min(1).max(40).meta({ description: 'The source.' }) });
const marks = cursorCodec('source-shares', z.strictObject({ line: z.string(), financialYear: z.string() }));
const sourceExample = { sourceCode: 'childrens-social-care' };

/** Where money stands: of a line, a family, a source and the authority; now, at the end of any day, or as it was known. */
export function positionOperations(room: PositionRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...positionProblems });
  return [
    define({
      id: 'budgets.read-family-position',
      method: 'get',
      path: '/v1/families/{familyId}/budget-position',
      summary: 'Where a family’s budget stands',
      description:
        'Line by line and share by share, from the ledger’s balances. Without a time: everything that is recorded. Somebody of the family sees the lines of children whose affairs are open to them.',
      scope: 'budgets:read',
      params: familyParams,
      query: z.strictObject(timeQuery),
      answer: { status: 200, description: 'The position.', body: familyPositionSchema },
      examples: {
        params: { familyId: ids.family },
        answer: {
          familyId: ids.family,
          lines: [lineExample],
          streams: [{ stream: 'CARE', figures: figuresExample }],
          sources: [{ source: 'childrens-social-care', figures: figuresExample }],
          total: figuresExample,
        },
      },
      refusals: ['two-times-named', 'record-not-found'],
      handle: async ({ caller, params: { familyId }, query }) => {
        const asOf = asOfQuery(query);
        if (!asOf.ok) return asOf;
        const position = await familyPosition(room, caller, familyId, asOf.value);
        if (!position.ok) return position;
        const { lines, streams, sources, total, nextPayment } = position.value;
        const children = [...new Set(lines.map(({ childId }) => childId))];
        const shown = lines.map(shownLine);
        return accepted({
          body: {
            familyId,
            lines: shown,
            streams: streams.map(({ key, figures }) => ({ stream: key, figures: shownFigures(figures) })),
            sources: sources.map(({ key, figures }) => ({ source: key, figures: shownFigures(figures) })),
            total: shownFigures(total),
            ...(nextPayment && { nextPayment: shown.find(({ lineCode }) => lineCode === nextPayment.lineCode)?.nextPayment }),
          },
          opened: children.map((personId) => ({ familyId, personId })),
        });
      },
    }),
    define({
      id: 'budgets.read-line-position',
      method: 'get',
      path: '/v1/families/{familyId}/budget-lines/{lineId}/position',
      summary: 'Where a line stands',
      scope: 'budgets:read',
      params: z.strictObject({ ...familyParams.shape, lineId: z.uuid().meta({ description: 'The line.' }) }),
      query: z.strictObject(timeQuery),
      answer: { status: 200, description: 'The position.', body: linePositionSchema },
      examples: { params: { familyId: ids.family, lineId: lineExample.lineId }, answer: lineExample },
      refusals: ['two-times-named', 'record-not-found'],
      handle: async ({ caller, params, query }) => {
        const asOf = asOfQuery(query);
        if (!asOf.ok) return asOf;
        const found = await linePosition(room, caller, params, asOf.value);
        if (!found.ok) return found;
        const { familyId } = params;
        return accepted({ body: shownLine(found.value), opened: [{ familyId, personId: found.value.childId }] });
      },
    }),
    define({
      id: 'budgets.read-source-position',
      method: 'get',
      path: '/v1/budget-sources/{sourceCode}/position',
      summary: 'Where a source stands',
      description: 'Year by year: put up, given to lines, and by how much the pot is short. A partner sees the sources that it funds.',
      scope: 'budgets:read',
      params: sourceParams,
      query: z.strictObject(timeQuery),
      answer: {
        status: 200,
        description: 'The position.',
        body: z
          .strictObject({ sourceCode: z.string(), name: z.string(), stream: streamSchema, years: z.array(potSchema) })
          .meta({ id: 'SourcePosition', description: 'A source, year by year.' }),
      },
      examples: {
        params: sourceExample,
        answer: { ...sourceExample, name: 'Children’s social care', stream: 'CARE', years: [potExample] },
      },
      refusals: ['two-times-named', 'source-not-found'],
      handle: async ({ caller, params: { sourceCode }, query }) => {
        const asOf = asOfQuery(query);
        if (!asOf.ok) return asOf;
        const found = await sourcePosition(room, caller.authorityId, sourceCode, asOf.value);
        return found.ok ? accepted({ body: { ...found.value, years: found.value.years.map(shownPot) } }) : found;
      },
    }),
    define({
      id: 'budgets.list-source-shares',
      method: 'get',
      path: '/v1/budget-sources/{sourceCode}/shares',
      summary: 'What a source pays, share by share',
      description: 'By the lines’ opaque codes: no family and no child is named. This is what a partner sees of the lines it funds.',
      scope: 'budgets:read',
      params: sourceParams,
      query: z.strictObject({ ...timeQuery, ...listQuery }),
      answer: {
        status: 200,
        description: 'A page of shares.',
        body: listSchema(
          z
            .strictObject({ lineCode: z.string(), ...sharePositionSchema.shape })
            .meta({ id: 'SourceShare', description: 'A share, by its line’s opaque code.' }),
        ),
      },
      examples: { params: sourceExample, answer: { data: [{ lineCode: lineExample.lineCode, ...shareExample }], nextCursor: null } },
      refusals: ['two-times-named', 'source-not-found', 'cursor-malformed'],
      handle: async ({ caller, params: { sourceCode }, query }) => {
        const asOf = asOfQuery(query);
        if (!asOf.ok) return asOf;
        const after = query.cursor === undefined ? accepted(undefined) : marks.decode(query.cursor);
        if (!after.ok) return after;
        const { limit } = query;
        const found = await sourceShares(room, caller.authorityId, sourceCode, { after: after.value, limit: limit + 1 }, asOf.value);
        if (!found.ok) return found;
        const page = found.value.slice(0, limit);
        const last = found.value.length > limit ? page.at(-1)?.share : undefined;
        const nextCursor = last === undefined ? null : marks.encode({ line: last.line, financialYear: last.financialYear });
        const data = page.map((position) => ({ lineCode: position.share.line, ...shownShare(position) }));
        return accepted({ body: { data, nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'budgets.read-authority-position',
      method: 'get',
      path: '/v1/budget-position',
      summary: 'Where all budgets stand together',
      description: 'By stream, and by source and year with every pot that is short.',
      scope: 'budgets:read',
      query: z.strictObject(timeQuery),
      answer: {
        status: 200,
        description: 'The position.',
        body: z
          .strictObject({
            total: figuresSchema,
            streams: z.array(z.strictObject({ stream: streamSchema, figures: figuresSchema })),
            sources: z.array(potSchema),
          })
          .meta({ id: 'AuthorityPosition', description: 'All budgets of an authority.' }),
      },
      examples: {
        answer: { total: figuresExample, streams: [{ stream: 'CARE', figures: figuresExample }], sources: [potExample] },
      },
      refusals: ['two-times-named'],
      handle: async ({ caller, query }) => {
        const asOf = asOfQuery(query);
        if (!asOf.ok) return asOf;
        const { figures, streams, pots } = await authorityPosition(room, caller.authorityId, asOf.value);
        return accepted({
          body: {
            total: shownFigures(figures),
            streams: streams.map((each) => ({ stream: each.stream, figures: shownFigures(each.figures) })),
            sources: pots.map(shownPot),
          },
        });
      },
    }),
  ];
}

interface TimeQuery {
  readonly on?: PlainDate | undefined;
  readonly knownAt?: string | undefined;
}

function asOfQuery({ on, knownAt }: TimeQuery): Result<AsOf, { readonly code: 'two-times-named' }> {
  if (on !== undefined && knownAt !== undefined) return refused({ code: 'two-times-named' });
  if (on !== undefined) return accepted({ effectiveDate: on });
  return accepted(knownAt === undefined ? undefined : { recordedAt: new Date(knownAt) });
}
