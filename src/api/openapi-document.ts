import { OpenAPIRegistry, OpenApiGeneratorV31, type RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { refusalsOf } from '../platform/http/implied-refusals.ts';
import type { Operation } from '../platform/http/operation.ts';
import { problemDocument } from '../platform/http/problem.ts';
import type { ProblemTable } from '../platform/http/problem-table.ts';

export type OpenApiDocument = ReturnType<OpenApiGeneratorV31['generateDocument']>;

const SAMPLE_REQUEST_ID = '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d';

/** RFC 9457 with our two additions; the facts of a refusal are further members. */
const problemSchema = z
  .looseObject({
    type: z.string().meta({ description: 'Address of a page that explains the problem.', example: '/problems/request-invalid' }),
    title: z.string().meta({ description: 'The same words for every problem of this code.' }),
    status: z.number().int(),
    detail: z.string().meta({ description: 'What you can do about it.' }),
    instance: z.string().meta({ description: 'The request, as the log knows it.', example: `urn:threefold:request:${SAMPLE_REQUEST_ID}` }),
    code: z.string().meta({ description: 'Stable: programs decide by this.', example: 'request-invalid' }),
    errors: z
      .array(
        z.strictObject({
          in: z.enum(['path', 'query', 'body']).meta({ description: 'Which part of the request.' }),
          pointer: z.string().meta({ description: 'JSON pointer to the member within that part.', example: '/postings/0/amount' }),
          code: z.string().meta({ example: 'missing' }),
          message: z.string(),
        }),
      )
      .optional()
      .meta({ description: 'Everything that is wrong with the request, not only the first thing.' }),
  })
  .meta({ id: 'Problem', description: 'Why a request was refused (RFC 9457).' });

export interface DocumentOptions {
  readonly operations: readonly Operation[];
  readonly problems: ProblemTable;
  readonly version: string;
}

export function openApiDocument(options: DocumentOptions): OpenApiDocument {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'apiKey', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key, made with `threefold keys create` and kept for one authority with the scopes it needs.',
  });
  for (const operation of options.operations) registry.registerPath(routeOf(operation, options.problems));
  const { webhooks: _none, ...document } = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Threefold admin API',
      version: options.version,
      description: "Keeps each family's personal budget, pays it out and proves where every penny went.",
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(options.operations.map(roomOf))].map((name) => ({ name })),
  });
  return document;
}

export function roomOf(operation: Pick<Operation, 'id'>): string {
  return operation.id.split('.', 1)[0] as string;
}

function routeOf(operation: Operation, problems: ProblemTable): RouteConfig {
  return {
    method: operation.method,
    path: operation.path,
    operationId: operation.id,
    summary: operation.summary,
    description: [operation.description, operation.scope === 'public' ? undefined : `Needs the scope \`${operation.scope}\`.`]
      .filter(Boolean)
      .join('\n\n'),
    tags: [roomOf(operation)],
    security: operation.scope === 'public' ? [] : [{ apiKey: [] }],
    request: requestOf(operation),
    responses: { ...answerOf(operation), ...refusalResponses(operation, problems) },
  };
}

function requestOf(operation: Operation): NonNullable<RouteConfig['request']> {
  const headers = z.strictObject({
    ...(operation.idempotent === true && { 'Idempotency-Key': idempotencyKeySchema }),
    ...(operation.ifMatchRequired === true && { 'If-Match': ifMatchSchema }),
  });
  return {
    headers,
    ...(operation.params instanceof z.ZodObject && { params: operation.params }),
    ...(operation.query instanceof z.ZodObject && { query: operation.query }),
    ...(operation.upload !== undefined && {
      body: { required: true, content: Object.fromEntries(operation.upload.mediaTypes.map((type) => [type, { schema: FILE_SCHEMA }])) },
    }),
    ...(operation.body !== undefined && {
      body: {
        required: true,
        content: {
          'application/json': {
            schema: operation.body,
            ...(operation.examples?.body !== undefined && { example: operation.examples.body }),
          },
        },
      },
    }),
  };
}

const FILE_SCHEMA = { type: 'string' as const, format: 'binary', description: 'The bytes of the file, as they are.' };

const idempotencyKeySchema = z.string().min(1).max(255).meta({
  description: 'Made up once for this request; a retry with the same key has the same effect once.',
  example: 'b7f0a9a2-6d0c-4c6e-9d43-0f3f4f7f2a11',
});

const ifMatchSchema = z
  .string()
  .meta({ description: 'The ETag of what you read, so that you change nothing you have not seen.', example: '"7"' });

function answerOf(operation: Operation): RouteConfig['responses'] {
  const { status, description, body } = operation.answer;
  const headers = {
    'X-Request-Id': { description: 'Names this request in the log; quote it when you ask us.', schema: { type: 'string' as const } },
    ...(operation.idempotent === true && {
      'Idempotency-Hit': {
        description: '`true` when this is the answer to an earlier request with the same key.',
        schema: { type: 'string' as const, enum: ['true'] },
      },
    }),
    ...(isList(operation) && {
      Link: { description: 'rel="next" leads to the next page, when there is one.', schema: { type: 'string' as const } },
    }),
  };
  const example = operation.examples?.answer;
  const mediaType = operation.answer.events === true ? 'text/event-stream' : 'application/json';
  const content = { [mediaType]: { schema: body, ...(example !== undefined && { example }) } };
  return { [status]: { description, headers, ...(status !== 204 && { content }) } };
}

function isList(operation: Operation): boolean {
  return operation.query instanceof z.ZodObject && 'cursor' in operation.query.def.shape;
}

/** One response for each status, with every code that may stand behind it and an example of each. */
function refusalResponses(operation: Operation, problems: ProblemTable): RouteConfig['responses'] {
  const byStatus = new Map<number, string[]>();
  for (const code of refusalsOf(operation)) {
    const status = problems[code]?.status;
    if (status !== undefined) byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const entries = [...byStatus].toSorted(([one], [other]) => one - other);
  return Object.fromEntries(entries.map(([status, codes]) => [status, refusalResponse(codes, problems)]));
}

function refusalResponse(codes: readonly string[], problems: ProblemTable): RouteConfig['responses'][string] {
  const examples = codes.map(
    (code) => [code, { summary: problems[code]?.title ?? code, value: problemDocument({ code }, problems, SAMPLE_REQUEST_ID) }] as const,
  );
  const schema = problemSchema.and(z.looseObject({ code: z.enum(codes) }));
  return {
    description: codes.map((code) => `\`${code}\`: ${problems[code]?.title}.`).join(' '),
    content: { 'application/problem+json': { schema, examples: Object.fromEntries(examples) } },
  };
}
