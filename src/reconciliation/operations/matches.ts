import { z } from 'zod';
import { keyedRequest } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted, refused } from '../../platform/result.ts';
import { findMatch, listMatches } from '../matches/list-matches.ts';
import { type MatchPart, matchStates } from '../matches/match.ts';
import { matchAccount } from '../matches/match-account.ts';
import { matchLinesByHand } from '../matches/match-lines.ts';
import { undoMatch } from '../matches/undo-match.ts';
import { actorOf, matchDeskOf, pageOf, type ReconciliationOperationsOptions } from './reconciliation-room.ts';
import { matchExample, matchProblems, matchSchema, partDraftSchema, reasonSchema, shownMatch } from './shown-match.ts';

const positions = cursorCodec('bank-matches', z.strictObject({ lastDay: z.iso.date(), matchId: z.uuid() }));
const matchParams = z.strictObject({ matchId: z.uuid().meta({ description: 'The id of the match.' }) });
const accountParams = z.strictObject({ accountId: z.uuid().meta({ description: 'The id of the account.' }) });
const example = { matchId: matchExample.matchId };

export const MAKING = [
  'bank-line-not-found',
  'bank-line-matched',
  'item-no-longer-open',
  'parts-do-not-add-up',
  'account-not-for-lines',
  'no-open-day',
  'bank-account-not-in-books',
  'books-refused',
  'booking-under-way',
  'idempotency-conflict',
  'version-stale',
] as const;

export function matchOperations(room: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(matchProblems);
  const desk = matchDeskOf(room);
  const shown = async (authorityId: number, matchId: string, replayed = false) => {
    const match = await findMatch(room, authorityId, matchId);
    return match === undefined ? refused({ code: 'match-not-found' } as const) : accepted({ body: shownMatch(match), replayed });
  };
  return [
    define({
      id: 'reconciliation.match-account',
      method: 'post',
      path: '/v1/bank-accounts/{accountId}/matching',
      summary: 'Match an account now',
      description:
        'What is sure is matched and booked; for the rest up to three proposals are kept. It runs by itself after every import and every day.',
      scope: 'reconciliation:write',
      params: accountParams,
      answer: {
        status: 200,
        description: 'What came of it.',
        body: z.strictObject({
          matched: z.number().int(),
          open: z.number().int().meta({ description: 'Lines that wait for a person.' }),
          refused: z.array(z.strictObject({ lineIds: z.array(z.uuid()), code: z.string() })),
        }),
      },
      examples: { params: { accountId: matchExample.accountId }, answer: { matched: 128, open: 3, refused: [] } },
      refusals: ['bank-account-not-found', 'bank-account-not-in-books'],
      handle: async ({ caller, params }) => {
        const run = await matchAccount(desk, actorOf(caller), params.accountId);
        return run.ok ? accepted({ body: run.value }) : run;
      },
    }),
    define({
      id: 'reconciliation.list-matches',
      method: 'get',
      path: '/v1/bank-matches',
      summary: 'List matches',
      description: 'By the latest day of their lines, the undone ones too.',
      scope: 'reconciliation:read',
      query: z.strictObject({ ...listQuery, accountId: z.uuid().optional(), state: z.enum(matchStates).optional() }),
      answer: { status: 200, description: 'A page of matches.', body: listSchema(matchSchema) },
      examples: { answer: { data: [matchExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { limit, cursor, ...filter } }) => {
        const from = cursor === undefined ? accepted(undefined) : positions.decode(cursor);
        if (!from.ok) return from;
        const after = from.value && { lastDay: from.value.lastDay as PlainDate, matchId: from.value.matchId };
        const rest = await listMatches(room, caller.authorityId, { ...filter, after, limit: limit + 1 });
        const { data, nextCursor } = pageOf(rest, limit, ({ lastDay, matchId }) => positions.encode({ lastDay, matchId }));
        return accepted({ body: { data: data.map(shownMatch), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'reconciliation.show-match',
      method: 'get',
      path: '/v1/bank-matches/{matchId}',
      summary: 'Show a match',
      scope: 'reconciliation:read',
      params: matchParams,
      answer: { status: 200, description: 'The match.', body: matchSchema },
      examples: { params: example, answer: matchExample },
      refusals: ['match-not-found'],
      handle: ({ caller, params }) => shown(caller.authorityId, params.matchId),
    }),
    define({
      id: 'reconciliation.make-match',
      method: 'post',
      path: '/v1/bank-matches',
      summary: 'Match lines by hand',
      description:
        'One line with one item, one with several, or several with one: the parts of each line add up to it. A part that nobody can explain yet goes to the account suspense, with no stream.',
      scope: 'reconciliation:write',
      idempotent: true,
      body: z.strictObject({
        lineIds: z.array(z.uuid()).min(1).max(100),
        parts: z.array(partDraftSchema).min(1).max(1_000),
        reason: reasonSchema,
      }),
      answer: { status: 201, description: 'The match, booked.', body: matchSchema },
      examples: {
        body: {
          lineIds: matchExample.lineIds,
          parts: [{ lineId: matchExample.lineIds[0], kind: 'account', target: 'suspense', amount: { amount: '-433.33', currency: 'GBP' } }],
          reason: 'Nobody knows this payer yet.',
        },
        answer: matchExample,
      },
      refusals: [...MAKING, 'match-not-found'],
      handle: async ({ caller, body: { lineIds, parts, reason }, idempotencyKey }) => {
        const request = keyedRequest(caller, 'reconciliation.make-match', idempotencyKey ?? '', { lineIds, parts, reason });
        const wanted = parts.map(
          ({ amount, lineId, ...part }): MatchPart => ({ ...part, amountMinor: amount, ...(lineId !== undefined && { lineId }) }),
        );
        const made = await matchLinesByHand(
          desk,
          actorOf(caller),
          { lineIds, parts: wanted, stage: 'by-hand', reasons: [reason] },
          request,
        );
        return made.ok ? shown(caller.authorityId, made.value.matchId, made.value.replayed) : made;
      },
    }),
    define({
      id: 'reconciliation.undo-match',
      method: 'post',
      path: '/v1/bank-matches/{matchId}/undoing',
      summary: 'Undo a match',
      description:
        'By reversing entries. The lines are open again, what they settled is awaited again, and the matching never puts them together again.',
      scope: 'reconciliation:write',
      idempotent: true,
      params: matchParams,
      body: z.strictObject({ reason: reasonSchema }),
      answer: { status: 200, description: 'The match, undone.', body: matchSchema },
      examples: { params: example, body: { reason: 'Another family’s payment.' }, answer: { ...matchExample, state: 'undone' } },
      refusals: [
        'match-not-found',
        'match-not-standing',
        'item-not-undoable',
        'no-open-day',
        'books-refused',
        'booking-under-way',
        'idempotency-conflict',
      ],
      handle: async ({ caller, params: { matchId }, body: { reason }, idempotencyKey }) => {
        const request = keyedRequest(caller, 'reconciliation.undo-match', idempotencyKey ?? '', { matchId, reason });
        const undone = await undoMatch(desk, actorOf(caller), { matchId, reason }, request);
        return undone.ok ? shown(caller.authorityId, matchId, undone.value.replayed) : undone;
      },
    }),
  ];
}
