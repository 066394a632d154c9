import { z } from 'zod';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { limitSchema, listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { sentenceOf } from '../audit/event-words.ts';
import {
  checkAudit,
  drawSample,
  listConflictingRights,
  listConflictingSteps,
  listStaffChanges,
  listUnusualPulls,
} from '../audit/for-auditors.ts';
import { type AuditRow, readEvents } from '../audit/read-events.ts';
import { overridesOfLedger, type RegisterSource, readRegister, registerKinds } from '../audit/register.ts';
import { recordProblems } from '../records/problems.ts';
import type { PeopleOperationsOptions } from './people-operations-options.ts';
import { dateSchema, ids, instantSchema } from './record-schemas.ts';

const eventSchema = z
  .strictObject({
    seq: z.string(),
    at: instantSchema,
    principal: z.string(),
    role: z.string().optional(),
    operation: z.string(),
    kind: z.enum(['read', 'change']),
    familyId: z.uuid().optional(),
    personId: z.uuid().optional(),
    purpose: z.string().optional(),
    onBehalfOf: z.uuid().optional(),
    channel: z.string(),
    address: z.string().optional(),
    requestId: z.string(),
    facts: z.record(z.string(), z.unknown()),
    restricted: z.boolean(),
    words: z.string().optional().meta({ description: 'The same in a sentence.' }),
  })
  .meta({ id: 'AuditEvent', description: 'Who did or saw what, when, from where, for whom and why.' });

const positions = cursorCodec('audit-events', z.strictObject({ before: z.string().regex(/^\d{1,18}$/) }));
const eventExample = {
  seq: '41',
  at: '2026-04-15T09:30:00.000Z',
  principal: `identity:${ids.other}`,
  role: 'caseworker',
  operation: 'people.read-family',
  kind: 'read',
  familyId: ids.family,
  purpose: 'review',
  channel: 'online',
  address: '10.1.2.3',
  requestId: ids.row,
  facts: {},
  restricted: false,
  words: 'A caseworker looked at a family’s record.',
};

const registerSchema = z
  .strictObject({
    kind: z.enum(registerKinds),
    at: instantSchema,
    principal: z.string(),
    permission: z.string().meta({ description: 'The named permission, or the code of the reason.' }),
    subject: z.string().meta({ description: 'What it was done to.', example: 'entry' }),
    subjectId: z.string(),
    amount: moneyJsonSchema.optional(),
  })
  .meta({ id: 'RegisterEntry', description: 'A step that went beyond the rule, and who let it.' });
const registerExample = {
  kind: 'override',
  at: '2026-04-15T09:30:00.000Z',
  principal: `identity:${ids.other}`,
  permission: 'agreed-by-head',
  subject: 'entry',
  subjectId: ids.row,
};

/** The audit as auditors and administrators ask it. */
export function auditOperations(
  { database }: PeopleOperationsOptions,
  registers: readonly RegisterSource[] = [overridesOfLedger(database)],
): readonly Operation[] {
  const define = operationsRefusingWith(recordProblems);
  const whole = { scope: 'people:administer', method: 'get' } as const;
  return [
    define({
      ...whole,
      id: 'people.list-audit-events',
      path: '/v1/audit/events',
      summary: 'Read the audit',
      description: 'Newest first; of one family or one principal, or of all. Restricted events are among them.',
      query: z.strictObject({
        ...listQuery,
        familyId: z.uuid().optional().meta({ description: 'Only of this family.' }),
        principal: z.string().max(100).optional().meta({ description: 'Only by this principal.' }),
      }),
      answer: { status: 200, description: 'A page of events.', body: listSchema(eventSchema) },
      examples: { query: { familyId: ids.family }, answer: { data: [eventExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query }) => {
        const from = query.cursor === undefined ? accepted(undefined) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const { familyId, principal, limit } = query;
        const before = from.value === undefined ? undefined : BigInt(from.value.before);
        const rows = await readEvents(database, caller.authorityId, { familyId, principal, before, limit: limit + 1 });
        const page = rows.slice(0, limit);
        const last = page.at(-1);
        const nextCursor = last !== undefined && rows.length > page.length ? positions.encode({ before: last.seq.toString() }) : null;
        return accepted({ body: { data: page.map(shownEvent), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      ...whole,
      id: 'people.check-audit',
      path: '/v1/audit/proof',
      summary: 'Prove the audit',
      description: 'Follows the chain from the first event to the last and names the first that was touched.',
      answer: {
        status: 200,
        description: 'The proof.',
        body: z.strictObject({
          green: z.boolean(),
          events: z.string(),
          head: z.string(),
          wrongSeq: z.string().optional(),
          problem: z.string().optional(),
        }),
      },
      examples: { answer: { green: true, events: '41', head: '5f70bf18a086007016e948b04aed3b82' } },
      refusals: [],
      handle: async ({ caller }) => {
        const { events, head, wrongSeq, problem } = await checkAudit(database, caller.authorityId);
        const wrong = wrongSeq === undefined ? {} : { wrongSeq: wrongSeq.toString(), problem };
        return accepted({ body: { green: wrongSeq === undefined, events: events.toString(), head, ...wrong } });
      },
    }),
    define({
      ...whole,
      id: 'people.list-unusual-pulls',
      path: '/v1/audit/unusual-pulls',
      summary: 'See who opened many families',
      description: 'Principals who opened more families within an hour than is usual.',
      answer: {
        status: 200,
        description: 'The newest hundred.',
        body: listSchema(z.strictObject({ principal: z.string(), hour: instantSchema, families: z.number().int() })),
      },
      examples: {
        answer: { data: [{ principal: `identity:${ids.other}`, hour: '2026-04-15T09:00:00.000Z', families: 61 }], nextCursor: null },
      },
      refusals: [],
      handle: async ({ caller }) => {
        const pulls = await listUnusualPulls(database, caller.authorityId);
        return accepted({ body: { data: pulls.map(({ hour, ...pull }) => ({ ...pull, hour: hour.toISOString() })), nextCursor: null } });
      },
    }),
    define({
      ...whole,
      id: 'people.list-conflicting-duties',
      path: '/v1/audit/conflicting-duties',
      summary: 'See conflicting duties',
      description: 'Rights that one person holds together, and steps that one person has done, where there should be two people.',
      answer: {
        status: 200,
        description: 'Both lists.',
        body: z.strictObject({
          rights: z.array(z.strictObject({ identityId: z.uuid(), roles: z.array(z.string()), since: z.iso.date() })),
          steps: z.array(z.strictObject({ principal: z.string(), operations: z.array(z.string()), familyId: z.uuid().nullable() })),
        }),
      },
      examples: {
        answer: { rights: [{ identityId: ids.other, roles: ['finance-officer', 'approver'], since: '2026-04-01' }], steps: [] },
      },
      refusals: [],
      handle: async ({ caller: { authorityId } }) =>
        accepted({
          body: { rights: await listConflictingRights(database, authorityId), steps: await listConflictingSteps(database, authorityId) },
        }),
    }),
    define({
      ...whole,
      id: 'people.list-staff-changes',
      path: '/v1/audit/staff-changes',
      summary: 'See joiners, movers and leavers',
      query: z.strictObject({ from: dateSchema, to: dateSchema }),
      answer: {
        status: 200,
        description: 'Every role that began or ended.',
        body: listSchema(
          z.strictObject({ on: z.iso.date(), change: z.enum(['joined', 'left']), identityId: z.uuid(), role: z.string(), by: z.string() }),
        ),
      },
      examples: { query: { from: '2026-04-01', to: '2026-06-30' }, answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller, query: { from, to } }: { caller: { authorityId: number }; query: { from: PlainDate; to: PlainDate } }) =>
        accepted({ body: { data: await listStaffChanges(database, caller.authorityId, from, to), nextCursor: null } }),
    }),
    define({
      ...whole,
      id: 'people.list-overrides',
      path: '/v1/audit/overrides',
      summary: 'Read the register of overrides',
      description: 'Limits that were passed, urgent payments and waived checks, newest first, with the name under which somebody let each.',
      query: z.strictObject({
        limit: limitSchema,
        kind: z.enum(registerKinds).optional().meta({ description: 'Only these.' }),
      }),
      answer: { status: 200, description: 'The register.', body: listSchema(registerSchema) },
      examples: { answer: { data: [registerExample], nextCursor: null } },
      refusals: [],
      handle: async ({ caller, query }) => {
        const entries = await readRegister(registers, caller.authorityId, query);
        const data = entries.map(({ at, amount, ...entry }) => {
          return { ...entry, at: at.toISOString(), ...(amount !== undefined && { amount: moneyJson(amount) }) };
        });
        return accepted({ body: { data, nextCursor: null } });
      },
    }),
    define({
      ...whole,
      id: 'people.draw-sample',
      path: '/v1/audit/sample',
      summary: 'Draw a sample with its whole trail',
      description: 'At random or by kind of step. The same seed draws the same sample from the same audit.',
      query: z.strictObject({
        seed: z.string().min(1).max(60).meta({ description: 'Any text; note it down.' }),
        size: limitSchema.meta({ description: 'How many, or how many of each kind.' }),
        stratified: z.enum(['yes', 'no']).default('no').meta({ description: 'Draw from each kind of step by itself.' }),
      }),
      answer: {
        status: 200,
        description: 'The packs, at most a hundred.',
        body: listSchema(z.strictObject({ stratum: z.string(), event: eventSchema, trail: z.array(eventSchema) })),
      },
      examples: { query: { seed: '2026-Q1', size: '5' }, answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller, query: { seed, size, stratified } }) => {
        const packs = await drawSample(database, caller.authorityId, { seed, size, stratified: stratified === 'yes' });
        const data = packs.map(({ stratum, event, trail }) => ({ stratum, event: shownEvent(event), trail: trail.map(shownEvent) }));
        return accepted({ body: { data, nextCursor: null } });
      },
    }),
  ];
}

function shownEvent({ authorityId: _own, hash: _hash, seq, at, ...event }: AuditRow): z.infer<typeof eventSchema> {
  const words = sentenceOf(event);
  const said = Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null)) as Omit<
    z.infer<typeof eventSchema>,
    'seq' | 'at'
  >;
  return { seq: seq.toString(), at: at.toISOString(), ...said, ...(words !== undefined && { words }) };
}
