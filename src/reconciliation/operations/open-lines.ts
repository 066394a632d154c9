import { z } from 'zod';
import { keyedRequest } from '../../budgets/index.ts';
import { daysBetween } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { type StoredLine, storedLines } from '../bank-lines/list-lines.ts';
import { findMatch } from '../matches/list-matches.ts';
import { acceptSuggestion } from '../work-list/accept-suggestion.ts';
import { ageingOf, ages } from '../work-list/ageing.ts';
import { nextSteps, type OpenLineWork } from '../work-list/open-line.ts';
import { findOpenLine, handOver, listOpenLines, rejectSuggestion } from '../work-list/work-on-lines.ts';
import { MAKING } from './matches.ts';
import {
  actorOf,
  bankAmount,
  bankAmountSchema,
  dayQuery,
  matchDeskOf,
  pageOf,
  type ReconciliationOperationsOptions,
} from './reconciliation-room.ts';
import { matchExample, matchProblems, matchSchema, partSchema, reasonSchema, shownMatch, shownPart } from './shown-match.ts';

const suggestionSchema = z
  .strictObject({
    lineIds: z.array(z.uuid()),
    parts: z.array(partSchema),
    stage: z.string(),
    score: z.number(),
    margin: z.number(),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'MatchProposal', description: 'What the line may be about, and why.' });

const openLineSchema = z
  .strictObject({
    lineId: z.uuid(),
    accountId: z.uuid(),
    bookingDate: z.iso.date(),
    amount: bankAmountSchema,
    remittance: z.string(),
    counterpartyName: z.string().optional(),
    bankReference: z.string().optional(),
    /** Nobody has said whose money it is. */
    stream: z.literal('no stream yet'),
    ageDays: z.number().int(),
    owner: z.string().optional(),
    nextStep: z.enum(nextSteps),
    reason: z.string().meta({ description: 'Why it was not matched by itself.' }),
    suggestions: z.array(suggestionSchema).meta({ description: 'The best three, likeliest first; they are named by their place, from 0.' }),
    waitUntil: z.iso.date().optional(),
    version: z.number().int(),
  })
  .meta({ id: 'OpenBankLine', description: 'A bank line that waits for a person.' });

const lineParams = z.strictObject({ lineId: z.uuid().meta({ description: 'The id of the line.' }) });
const positions = cursorCodec('open-bank-lines', z.strictObject({ bookingDate: z.iso.date(), lineId: z.uuid() }));
const ownerQuery = z.string().min(1).max(200).optional().meta({ description: 'An officer’s id, or nobody.' });
const suggestionNumber = z.number().int().min(0).max(2);
const example = {
  lineId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a71',
  accountId: matchExample.accountId,
  bookingDate: '2026-05-07',
  amount: { amount: '-433.33', currency: 'GBP' },
  remittance: 'PENHALIGON NURSING',
  stream: 'no stream yet',
  ageDays: 4,
  nextStep: 'choose',
  reason: 'not-sure-enough',
  suggestions: [],
  version: 1,
};

export function openLineOperations(room: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(matchProblems);
  const desk = matchDeskOf(room);
  const shownAll = async (authorityId: number, works: readonly OpenLineWork[]) => {
    const today = await room.businessDate(authorityId);
    const lines = await storedLines(
      room.database,
      authorityId,
      works.map(({ lineId }) => lineId),
    );
    return works.map((work) => shownOpenLine(work, lines.get(work.lineId) as StoredLine, today));
  };
  const shownMatchOf = async (authorityId: number, matchId: string, replayed: boolean) => {
    const match = await findMatch(room, authorityId, matchId);
    return match === undefined ? refused({ code: 'open-line-not-found' } as const) : accepted({ body: shownMatch(match), replayed });
  };
  return [
    define({
      id: 'reconciliation.list-open-lines',
      method: 'get',
      path: '/v1/open-bank-lines',
      summary: 'List open bank lines',
      description: 'The work list, oldest first: what each line may be, since when it waits, who looks after it and what comes next.',
      scope: 'reconciliation:read',
      query: z.strictObject({ ...listQuery, accountId: z.uuid().optional(), owner: ownerQuery, bookedUntil: dayQuery.optional() }),
      answer: { status: 200, description: 'A page of open lines.', body: listSchema(openLineSchema) },
      examples: { answer: { data: [example], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { limit, cursor, ...filter } }) => {
        const from = cursor === undefined ? accepted(undefined) : positions.decode(cursor);
        if (!from.ok) return from;
        const after = from.value && { bookingDate: from.value.bookingDate as PlainDate, lineId: from.value.lineId };
        const rest = await listOpenLines(room, caller.authorityId, { ...filter, after, limit: limit + 1 });
        const { data, nextCursor } = pageOf(rest, limit, ({ bookingDate, lineId }) => positions.encode({ bookingDate, lineId }));
        return accepted({
          body: { data: await shownAll(caller.authorityId, data), nextCursor },
          ...(nextCursor !== null && { nextCursor }),
        });
      },
    }),
    define({
      id: 'reconciliation.next-open-line',
      method: 'get',
      path: '/v1/next-open-bank-line',
      summary: 'Take the next open bank line',
      description:
        'The oldest one after the line that was last looked at, without those that wait for a later day. Made for one key press.',
      scope: 'reconciliation:read',
      query: z.strictObject({
        accountId: z.uuid().optional(),
        owner: ownerQuery,
        after: z.uuid().optional().meta({ description: 'The line that was looked at last.' }),
      }),
      answer: { status: 200, description: 'The line, and its version as ETag.', body: openLineSchema },
      examples: { answer: example },
      refusals: ['open-line-not-found'],
      handle: async ({ caller: { authorityId }, query: { after: last, ...filter } }) => {
        const before = last === undefined ? undefined : (await storedLines(room.database, authorityId, [last])).get(last);
        const after = before && { bookingDate: before.bookingDate, lineId: before.lineId };
        const dueOn = await room.businessDate(authorityId);
        const [work] = await listOpenLines(room, authorityId, { ...filter, after, dueOn, limit: 1 });
        if (work === undefined) return refused({ code: 'open-line-not-found' });
        const [body] = await shownAll(authorityId, [work]);
        return accepted({ body, headers: { ETag: versionTag(work.version) } });
      },
    }),
    define({
      id: 'reconciliation.show-open-line',
      method: 'get',
      path: '/v1/open-bank-lines/{lineId}',
      summary: 'Show an open bank line',
      scope: 'reconciliation:read',
      params: lineParams,
      answer: { status: 200, description: 'The line, and its version as ETag.', body: openLineSchema },
      examples: { params: { lineId: example.lineId }, answer: example },
      refusals: ['open-line-not-found'],
      handle: async ({ caller: { authorityId }, params: { lineId } }) => {
        const work = await findOpenLine(room, authorityId, lineId);
        if (work === undefined) return refused({ code: 'open-line-not-found' });
        const [body] = await shownAll(authorityId, [work]);
        return accepted({ body, headers: { ETag: versionTag(work.version) } });
      },
    }),
    define({
      id: 'reconciliation.age-open-lines',
      method: 'get',
      path: '/v1/open-bank-lines-by-age',
      summary: 'Show how old the open lines are',
      scope: 'reconciliation:read',
      answer: {
        status: 200,
        description: 'By account and age in days.',
        body: z.strictObject({
          data: z.array(
            z.strictObject({
              accountId: z.uuid(),
              age: z.enum(ages),
              lines: z.number().int(),
              cameIn: moneyJsonSchema,
              wentOut: moneyJsonSchema,
            }),
          ),
        }),
      },
      examples: {
        answer: {
          data: [{ accountId: example.accountId, age: 'up-to-7', lines: 1, cameIn: moneyJson(0n), wentOut: moneyJson(43_333n) }],
        },
      },
      refusals: [],
      handle: async ({ caller: { authorityId } }) => {
        const ageing = await ageingOf(room, authorityId, await room.businessDate(authorityId));
        return accepted({
          body: {
            data: ageing.map(({ inMinor, outMinor, ...row }) => ({ ...row, cameIn: moneyJson(inMinor), wentOut: moneyJson(outMinor) })),
          },
        });
      },
    }),
    define({
      id: 'reconciliation.accept-proposal',
      method: 'post',
      path: '/v1/open-bank-lines/{lineId}/acceptance',
      summary: 'Accept a proposal',
      description: 'The line is matched as proposed, and the matching learns from it.',
      scope: 'reconciliation:write',
      idempotent: true,
      ifMatchRequired: true,
      params: lineParams,
      body: z.strictObject({ proposal: suggestionNumber, reason: reasonSchema }),
      answer: { status: 201, description: 'The match, booked.', body: matchSchema },
      examples: {
        params: { lineId: example.lineId },
        body: { proposal: 0, reason: 'The invoice number is in the letter.' },
        answer: matchExample,
      },
      refusals: [...MAKING, 'open-line-not-found', 'suggestion-not-found', 'write-off-beyond-rules'],
      handle: async ({ caller, params: { lineId }, body: { proposal, reason }, ifMatch = '', idempotencyKey }) => {
        const request = keyedRequest(caller, 'reconciliation.accept-proposal', idempotencyKey ?? '', { lineId, proposal, reason });
        const done = await acceptSuggestion(desk, actorOf(caller), { lineId, suggestion: proposal, reason, ifMatch }, request);
        return done.ok ? shownMatchOf(caller.authorityId, done.value.matchId, done.value.replayed) : done;
      },
    }),
    define({
      id: 'reconciliation.accept-proposals',
      method: 'post',
      path: '/v1/open-bank-lines/acceptances',
      summary: 'Accept the first proposals of many lines',
      description: 'Each line by itself, with one reason for all: what holds no longer is told and stops no other.',
      scope: 'reconciliation:write',
      idempotent: true,
      body: z.strictObject({
        lines: z
          .array(z.strictObject({ lineId: z.uuid(), version: z.number().int().min(1) }))
          .min(1)
          .max(100),
        reason: reasonSchema,
      }),
      answer: {
        status: 200,
        description: 'What became of each.',
        body: z.strictObject({
          data: z.array(
            z.strictObject({
              lineId: z.uuid(),
              matchId: z.uuid().optional(),
              code: z.string().optional().meta({ description: 'Why not.' }),
            }),
          ),
        }),
      },
      examples: {
        body: { lines: [{ lineId: example.lineId, version: 1 }], reason: 'Checked against the remittance of May.' },
        answer: { data: [{ lineId: example.lineId, matchId: matchExample.matchId }] },
      },
      refusals: [],
      handle: async ({ caller, body: { lines, reason }, idempotencyKey }) => {
        const data: { lineId: string; matchId?: string; code?: string }[] = [];
        for (const { lineId, version } of lines) {
          const request = keyedRequest(caller, 'reconciliation.accept-proposals', `${idempotencyKey} ${lineId}`, { lineId, reason });
          const done = await acceptSuggestion(desk, actorOf(caller), { lineId, suggestion: 0, reason, ifMatch: `${version}` }, request);
          data.push(done.ok ? { lineId, matchId: done.value.matchId } : { lineId, code: done.refusal.code });
        }
        return accepted({ body: { data } });
      },
    }),
    define({
      id: 'reconciliation.reject-proposal',
      method: 'post',
      path: '/v1/open-bank-lines/{lineId}/rejection',
      summary: 'Reject a proposal',
      description: 'It is not made again; the other proposals stay.',
      scope: 'reconciliation:write',
      ifMatchRequired: true,
      params: lineParams,
      body: z.strictObject({ proposal: suggestionNumber, reason: reasonSchema.optional() }),
      answer: { status: 200, description: 'The line without it.', body: openLineSchema },
      examples: { params: { lineId: example.lineId }, body: { proposal: 0 }, answer: { ...example, version: 2 } },
      refusals: ['open-line-not-found', 'suggestion-not-found', 'version-stale'],
      handle: async ({ caller, params: { lineId }, body: { proposal, reason }, ifMatch = '' }) => {
        const done = await rejectSuggestion(room, actorOf(caller), { lineId, suggestion: proposal, reason, ifMatch });
        if (!done.ok) return done;
        const [body] = await shownAll(caller.authorityId, [done.value]);
        return accepted({ body, headers: { ETag: versionTag(done.value.version) } });
      },
    }),
    define({
      id: 'reconciliation.hand-over-lines',
      method: 'post',
      path: '/v1/open-bank-lines/handover',
      summary: 'Hand lines over',
      description: 'To a colleague, or to nobody; with what comes next and until when it waits. All of them or none.',
      scope: 'reconciliation:write',
      body: z.strictObject({
        lineIds: z.array(z.uuid()).min(1).max(500),
        owner: z.string().min(1).max(200).nullable().optional(),
        nextStep: z.enum(nextSteps).optional(),
        waitUntil: dayQuery.nullable().optional(),
      }),
      answer: { status: 200, description: 'How many lines changed.', body: z.strictObject({ lines: z.number().int() }) },
      examples: { body: { lineIds: [example.lineId], owner: 'officer-7', nextStep: 'ask-bank' }, answer: { lines: 1 } },
      refusals: ['open-line-not-found'],
      handle: async ({ caller, body }) => {
        const done = await handOver(room, actorOf(caller), body);
        return done.ok ? accepted({ body: done.value }) : refused({ code: 'open-line-not-found' });
      },
    }),
  ];
}

function shownOpenLine({ suggestions, ...work }: OpenLineWork, line: StoredLine, today: PlainDate) {
  const { amountMinor, currency, remittance, counterpartyName, bankReference } = line;
  return {
    ...work,
    amount: bankAmount(amountMinor, currency),
    remittance,
    ...(counterpartyName !== null && { counterpartyName }),
    ...(bankReference !== null && { bankReference }),
    stream: 'no stream yet' as const,
    ageDays: Math.max(0, daysBetween(work.bookingDate, today)),
    suggestions: suggestions.map(({ parts, ...suggestion }) => ({
      ...suggestion,
      parts: parts.map(({ amountMinor: pence, kind, ...part }) => shownPart({ ...part, kind: kind as 'item', amountMinor: BigInt(pence) })),
    })),
  };
}
