import { z } from 'zod';
import { operationsRefusingWith } from '../../src/platform/http/checked-operation.ts';
import { cursorCodec } from '../../src/platform/http/cursor.ts';
import { listQuery, listSchema } from '../../src/platform/http/list.ts';
import { moneyJson, moneyJsonSchema, moneySchema } from '../../src/platform/http/money-json.ts';
import type { Operation } from '../../src/platform/http/operation.ts';
import type { ProblemTable } from '../../src/platform/http/problem-table.ts';
import { checkVersion, versionTag } from '../../src/platform/http/version-tag.ts';
import { accepted, refused } from '../../src/platform/result.ts';

export const toyProblems = {
  'jar-not-found': { status: 404, title: 'There is no such jar', advice: 'Check the name of the jar.' },
  'jar-too-full': { status: 422, title: 'The jar cannot hold that much', advice: 'Put less in, or use another jar.' },
  'key-reused': { status: 422, title: 'This Idempotency-Key was used for another request', advice: 'Make up a new key for a new request.' },
} as const satisfies ProblemTable;

interface Jar {
  readonly name: string;
  readonly label: string;
  readonly pence: bigint;
  readonly version: number;
}

const HOLDS_PENCE = 1_000_000n;

const jarSchema = z
  .strictObject({
    name: z.string().meta({ description: 'What the jar is called.', example: 'holidays' }),
    label: z.string().meta({ description: 'Shown on the lid.', example: 'Summer 2026' }),
    holds: moneyJsonSchema,
    version: z.number().int().min(1),
  })
  .meta({ id: 'Jar', description: 'A jar with money in it.' });

const jarName = z
  .string()
  .regex(/^[a-z-]{1,40}$/, 'Small letters and hyphens, at most 40.')
  .meta({ description: 'The name of the jar.' });

const jarExample = { name: 'holidays', label: 'Summer 2026', holds: moneyJson(123_456n), version: 7 };

const positions = cursorCodec('jars', z.strictObject({ after: z.string() }));

const shown = (jar: Jar) => ({ name: jar.name, label: jar.label, holds: moneyJson(jar.pence), version: jar.version });

/** A room of jars in memory: small, and it uses every convention. */
export function toyRoom(): readonly Operation[] {
  const define = operationsRefusingWith(toyProblems);
  const jars = new Map<string, Jar>();
  const answered = new Map<string, { readonly fingerprint: string; readonly body: unknown }>();
  return [
    define({
      id: 'toys.list-jars',
      method: 'get',
      path: '/v1/toys/jars',
      summary: 'List jars',
      description: 'In the order of their names. Filter by the words on the lid.',
      scope: 'ledger:read',
      query: z.strictObject({ ...listQuery, label: z.string().max(40).optional().meta({ description: 'Only jars with this label.' }) }),
      answer: { status: 200, description: 'A page of jars.', body: listSchema(jarSchema) },
      examples: { query: { limit: '10' }, answer: { data: [jarExample], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ query }) => {
        const from = query.cursor === undefined ? accepted({ after: '' }) : positions.decode(query.cursor);
        if (!from.ok) return from;
        const rest = [...jars.values()].filter(({ name }) => name > from.value.after).toSorted((a, b) => (a.name < b.name ? -1 : 1));
        const page = rest.slice(0, query.limit);
        const last = page.at(-1);
        const nextCursor = last !== undefined && rest.length > page.length ? positions.encode({ after: last.name }) : null;
        return accepted({ body: { data: page.map(shown), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'toys.fill-jar',
      method: 'post',
      path: '/v1/toys/jars',
      summary: 'Put money into a jar',
      description: 'Makes the jar if there is none of that name.',
      scope: 'ledger:post',
      idempotent: true,
      bodyLimitBytes: 100_000,
      body: z.strictObject({
        name: jarName,
        label: z.string().min(1).max(40).optional().meta({ description: 'Shown on the lid; the name when left out.' }),
        amount: moneySchema,
        coins: z
          .array(z.strictObject({ kind: z.enum(['round', 'square']), count: z.number().int().min(1).max(99) }))
          .max(3)
          .optional()
          .meta({ description: 'Which coins, for the curious.' }),
      }),
      answer: { status: 201, description: 'The jar as it is now.', body: jarSchema },
      examples: { body: { name: 'holidays', label: "Sam's summer", amount: moneyJson(2_550n) }, answer: jarExample },
      refusals: ['jar-too-full', 'key-reused'],
      handle: async ({ body, idempotencyKey, caller }) => {
        const key = `${caller.principal} ${idempotencyKey}`;
        const fingerprint = `${body.name} ${body.amount}`;
        const earlier = answered.get(key);
        if (earlier !== undefined)
          return earlier.fingerprint === fingerprint ? accepted({ body: earlier.body, replayed: true }) : refused({ code: 'key-reused' });
        const jar = jars.get(body.name);
        const pence = (jar?.pence ?? 0n) + body.amount;
        if (pence > HOLDS_PENCE) return refused({ code: 'jar-too-full', status: 'open', roomPence: HOLDS_PENCE - (jar?.pence ?? 0n) });
        const filled = { name: body.name, label: body.label ?? jar?.label ?? body.name, pence, version: (jar?.version ?? 0) + 1 };
        jars.set(body.name, filled);
        answered.set(key, { fingerprint, body: shown(filled) });
        return accepted({ body: shown(filled), headers: { ETag: versionTag(filled.version) } });
      },
    }),
    define({
      id: 'toys.show-jar',
      method: 'get',
      path: '/v1/toys/jars/{name}',
      summary: 'Look into a jar',
      scope: 'ledger:read',
      params: z.strictObject({ name: jarName }),
      answer: { status: 200, description: 'The jar.', body: jarSchema },
      examples: { params: { name: 'holidays' }, answer: jarExample },
      refusals: ['jar-not-found'],
      handle: async ({ params }) => {
        const jar = jars.get(params.name);
        return jar === undefined
          ? refused({ code: 'jar-not-found' })
          : accepted({ body: shown(jar), headers: { ETag: versionTag(jar.version) } });
      },
    }),
    define({
      id: 'toys.relabel-jar',
      method: 'patch',
      path: '/v1/toys/jars/{name}',
      summary: 'Write something else on the lid',
      scope: 'ledger:administer',
      ifMatchRequired: true,
      params: z.strictObject({ name: jarName }),
      body: z.strictObject({ label: z.string().min(1).max(40).meta({ description: 'What to write.' }) }),
      answer: { status: 200, description: 'The jar as it is now.', body: jarSchema },
      examples: { params: { name: 'holidays' }, body: { label: 'Winter 2026' }, answer: { ...jarExample, label: 'Winter 2026' } },
      refusals: ['jar-not-found', 'version-stale'],
      handle: async ({ params, body, ifMatch }) => {
        const jar = jars.get(params.name);
        if (jar === undefined) return refused({ code: 'jar-not-found' });
        const checked = checkVersion(ifMatch ?? '', jar.version);
        if (!checked.ok) return checked;
        const relabelled = { ...jar, label: body.label, version: jar.version + 1 };
        jars.set(jar.name, relabelled);
        return accepted({ body: shown(relabelled), headers: { ETag: versionTag(relabelled.version) } });
      },
    }),
    define({
      id: 'toys.break-jar',
      method: 'delete',
      path: '/v1/toys/jars/{name}',
      summary: 'Break a jar',
      scope: 'ledger:administer',
      params: z.strictObject({ name: jarName }),
      answer: { status: 204, description: 'It is gone.', body: z.undefined() },
      refusals: ['service-busy'],
      handle: async ({ params }) => {
        if (params.name === 'unbreakable') throw new Error('the hammer slipped: password=hunter2');
        if (params.name === 'busy') return refused({ code: 'service-busy', retryAfterSeconds: 7 });
        jars.delete(params.name);
        return accepted({ body: undefined });
      },
    }),
    define({
      id: 'toys.count-jars',
      method: 'get',
      path: '/v1/toys/jars/count',
      summary: 'Count the jars',
      scope: 'public',
      answer: { status: 200, description: 'How many there are.', body: z.strictObject({ count: z.string() }) },
      refusals: [],
      handle: async () => accepted({ body: { count: BigInt(jars.size) } }),
    }),
  ];
}
