import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { defineOperation, type Operation } from '../platform/http/operation.ts';
import type { ProblemTable } from '../platform/http/problem-table.ts';
import { accepted } from '../platform/result.ts';
import { type OpenApiDocument, openApiDocument } from './openapi-document.ts';

/** Adds the operation that shows the document, and the document that describes all operations, this one too. */
export function describedOperations(
  operations: readonly Operation[],
  problems: ProblemTable,
): { readonly operations: readonly Operation[]; readonly document: OpenApiDocument } {
  const described: readonly Operation[] = [
    ...operations,
    defineOperation({
      id: 'service.show-openapi-document',
      method: 'get',
      path: '/openapi.json',
      summary: 'The OpenAPI document',
      description: 'Describes every operation for programs, in OpenAPI 3.1.',
      scope: 'public',
      answer: { status: 200, description: 'The document.', body: z.looseObject({ openapi: z.string() }) },
      examples: { answer: { openapi: '3.1.0' } },
      refusals: [],
      handle: async () => accepted({ body: document }),
    }),
  ];
  const document = openApiDocument({ operations: described, problems, version: productVersion() });
  return { operations: described, document };
}

function productVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return z.object({ version: z.string() }).parse(manifest).version;
}
