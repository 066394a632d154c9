import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checkOperations } from '../../../src/platform/http/check-operations.ts';
import { operationsRefusingWith } from '../../../src/platform/http/checked-operation.ts';
import { defineOperation, type Operation } from '../../../src/platform/http/operation.ts';
import { mergeProblemTables, platformProblems } from '../../../src/platform/http/problem-table.ts';
import { accepted, refused } from '../../../src/platform/result.ts';

const sound = {
  id: 'toys.show-toy',
  method: 'post',
  path: '/v1/toys/{toyId}',
  summary: 'Show a toy',
  scope: 'ledger:read',
  params: z.strictObject({ toyId: z.string() }),
  answer: { status: 200, description: 'The toy.', body: z.strictObject({}) },
  refusals: ['version-stale'],
  handle: async () => accepted({ body: {} }),
} as const satisfies Partial<Operation>;

const start = (...operations: Operation[]) => checkOperations(operations, platformProblems);

describe('the service does not start', () => {
  it.each<[string, Partial<Operation>, RegExp]>([
    [
      'an operation lists a refusal without a row',
      { refusals: ['toy-broken'] },
      /toys\.show-toy: no problem table has a row for the refusal toy-broken/,
    ],
    ['a parameter of the path is not described', { path: '/v1/toys/{toyId}/{part}' }, /exactly the names in/],
    ['a parameter is described that the path has not', { path: '/v1/toys' }, /exactly the names in/],
    ['a GET takes a body', { method: 'get', body: z.strictObject({}) }, /a GET takes no body/],
    ['a body would drop unknown members', { body: z.object({ name: z.string() }) }, /body \/ would drop unknown members/],
    [
      'a body would drop unknown members far down',
      { body: z.strictObject({ legs: z.array(z.union([z.strictObject({}), z.object({ of: z.string() })])).optional() }) },
      /body \/legs\/\* would drop unknown members/,
    ],
    ['a query is no object', { query: z.string() }, /the query schema must be an object/],
  ])('when %s', (_what, change, words) => {
    expect(() => start(defineOperation({ ...sound, ...change } as Operation))).toThrow(words);
  });

  it('when two operations have one id or one route', () => {
    expect(() =>
      start(defineOperation(sound), defineOperation({ ...sound, path: '/v1/toys/{id}', params: z.strictObject({ id: z.string() }) })),
    ).toThrow(/two operations have this id[\s\S]*POST \/v1\/toys\/\{\}: two operations have this route/);
  });

  it('when two tables claim one code', () => {
    expect(() => mergeProblemTables(platformProblems, { 'service-busy': { status: 429, title: 'Busy', advice: 'Wait.' } })).toThrow(
      /service-busy stands in two tables/,
    );
  });
});

describe('the service starts', () => {
  it('with operations that say what they mean', () => {
    expect(() => start(defineOperation(sound))).not.toThrow();
  });
});

describe('the compiler', () => {
  it('refuses an operation that lists a code without a row, or answers with one it does not list', () => {
    const define = operationsRefusingWith({ 'toy-broken': { status: 409, title: 'It is broken', advice: 'Mend it.' } });
    const { refusals: _refusals, handle: _handle, ...rest } = sound;
    // @ts-expect-error there is no row for toy-lost
    define({ ...rest, refusals: ['toy-lost'], handle: async () => accepted({ body: {} }) });
    // @ts-expect-error the operation does not say that it refuses with toy-broken
    define({ ...rest, refusals: ['version-stale'], handle: async () => refused({ code: 'toy-broken' }) });
    expect(define({ ...rest, refusals: ['toy-broken'], handle: async () => refused({ code: 'toy-broken' }) }).refusals).toEqual([
      'toy-broken',
    ]);
  });
});
