import type { Express } from 'express';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountAdminApi } from '../../src/api/index.ts';
import { refusalsOf } from '../../src/platform/http/implied-refusals.ts';
import type { Operation } from '../../src/platform/http/operation.ts';
import { accepted } from '../../src/platform/result.ts';
import { manualClock } from '../support/manual-clock.ts';
import { startToyApi, type ToyApi } from './toy-api.ts';
import { toyProblems, toyRoom } from './toy-room.ts';

interface Layer {
  readonly route?: { readonly path: string; readonly stack: readonly { readonly method?: string }[] };
  readonly handle: { readonly stack?: readonly Layer[] };
}

interface Described {
  readonly operationId: string;
  readonly security: readonly unknown[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<
    Record<string, { readonly content?: Record<string, { schema: { allOf: { properties?: { code: { enum: string[] } } }[] } }> }>
  >;
}

/** What people and monitoring read, and no operation: the whole list, so that nothing else is served unnoticed. */
const PAGES = ['GET /metrics', 'GET /docs', 'GET /docs/page.css', 'GET /problems', 'GET /problems/{code}'];

let api: ToyApi;
let document: {
  openapi: string;
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, unknown>; securitySchemes: unknown };
};
beforeAll(async () => {
  api = await startToyApi();
  document = (await (await api.fetch('/openapi.json', { key: 'none' })).json()) as typeof document;
});
afterAll(() => api.stop());

const described = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, operation })),
  );

function routesOf(layers: readonly Layer[]): string[] {
  return layers.flatMap(({ route, handle }) => {
    if (route === undefined) return handle.stack === undefined ? [] : routesOf(handle.stack);
    const methods = route.stack.flatMap(({ method }) => (method === undefined ? [] : [method.toUpperCase()]));
    return methods.map((method) => `${method} ${route.path.replaceAll(/:(\w+)/g, '{$1}')}`);
  });
}

describe('the OpenAPI document', () => {
  it('describes every route that is served, and serves every route it describes', () => {
    const app: Express = mountAdminApi({
      operations: toyRoom(),
      problems: [toyProblems],
      authenticate: async () => accepted({ principal: 'x', authorityId: 1, scopes: [] }),
      log: pino({ level: 'silent' }),
      clock: manualClock('2026-04-01T09:30:00.000Z'),
      readiness: {},
      metrics: { registry: new Registry(), access: 'open' },
    });
    const served = routesOf((app.router as unknown as { stack: Layer[] }).stack);
    expect(served.toSorted()).toEqual([...described().map(({ route }) => route), ...PAGES].toSorted());
  });

  it('is OpenAPI 3.1 with every reference leading somewhere and every operation named once', () => {
    expect(document.openapi).toBe('3.1.0');
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      (match) => match[1] as string,
    );
    expect(references.filter((name) => document.components.schemas[name] === undefined)).toEqual([]);
    expect(references).toContain('Money');
    const ids = described().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says for every operation which key, headers and body it takes', () => {
    for (const operation of toyRoom()) {
      const written = document.paths[operation.path]?.[operation.method] as Described;
      expect(written.security).toEqual(operation.scope === 'public' ? [] : [{ apiKey: [] }]);
      const required = (written.parameters ?? [])
        .filter((parameter) => parameter.in === 'header' && parameter.required)
        .map(({ name }) => name);
      expect(required).toEqual([...(operation.idempotent ? ['Idempotency-Key'] : []), ...(operation.ifMatchRequired ? ['If-Match'] : [])]);
      expect(written.requestBody !== undefined).toBe(operation.body !== undefined);
    }
  });

  it('lists every refusal of every operation under its status', () => {
    for (const operation of toyRoom()) {
      const responses = document.paths[operation.path]?.[operation.method]?.responses ?? {};
      const codes = Object.entries(responses).flatMap(
        ([, { content }]) => content?.['application/problem+json']?.schema.allOf[1]?.properties?.code.enum ?? [],
      );
      expect(codes.toSorted()).toEqual([...refusalsOf(operation)].toSorted());
    }
  });

  it('shows examples that its own schemas accept', () => {
    const shown = toyRoom().flatMap(
      (operation: Operation) =>
        [
          [operation.params, operation.examples?.params],
          [operation.query, operation.examples?.query],
          [operation.body, operation.examples?.body],
          [operation.answer.body, operation.examples?.answer],
        ] as const,
    );
    for (const [schema, example] of shown) if (example !== undefined) expect(schema?.safeParse(example).error).toBeUndefined();
  });
});
