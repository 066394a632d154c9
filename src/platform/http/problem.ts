import type { Response } from 'express';
import type { Refusal } from '../result.ts';
import { jsonText } from './json-text.ts';
import type { ProblemTable } from './problem-table.ts';
import { requestIdOf } from './request-id.ts';

/** RFC 9457, with the stable code beside the type, and the facts of the refusal as further members. */
export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly code: string;
  readonly [fact: string]: unknown;
}

const RESERVED = new Set(['type', 'title', 'status', 'instance', 'code']);

export function problemDocument(refusal: Refusal, problems: ProblemTable, requestId: string): ProblemDocument {
  const kind = problems[refusal.code];
  if (kind === undefined) throw new Error(`No problem table has a row for the refusal ${refusal.code}.`);
  return {
    type: `/problems/${refusal.code}`,
    title: kind.title,
    status: kind.status,
    detail: kind.advice,
    instance: `urn:threefold:request:${requestId}`,
    code: refusal.code,
    ...factsOf(refusal),
  };
}

/** The facts may sharpen `detail` and bring `errors`, but never displace what RFC 9457 defines: a hold's `status` becomes `refusedStatus`. */
function factsOf(refusal: Refusal): Record<string, unknown> {
  const facts = Object.entries(refusal).filter(([name]) => name !== 'code');
  return Object.fromEntries(
    facts.map(([name, fact]) => [RESERVED.has(name) ? `refused${name.charAt(0).toUpperCase()}${name.slice(1)}` : name, fact]),
  );
}

export function sendProblem(response: Response, refusal: Refusal, problems: ProblemTable): void {
  const problem = problemDocument(refusal, problems, requestIdOf(response));
  response.set({ ...problems[refusal.code]?.headers });
  if (typeof problem['retryAfterSeconds'] === 'number') response.set('Retry-After', String(Math.ceil(problem['retryAfterSeconds'])));
  response.status(problem.status).type('application/problem+json').send(jsonText(problem));
}
