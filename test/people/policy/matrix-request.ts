import { z } from 'zod';
import type { Operation } from '../../../src/platform/http/operation.ts';

/** Ids of somebody else's things, by the name under which a path, query or body asks for them. */
export interface Foreign {
  readonly ids: Readonly<Record<string, string>>;
  readonly cursor: string;
}

export interface MatrixRequest {
  readonly place: string;
  readonly path: string;
  readonly body: unknown;
}

/** What a request needs to be let through to the use case, made from the operation's own schemas and examples. */
export function requestsFor(operation: Operation, foreign: Foreign): MatrixRequest[] {
  const body = operation.body === undefined ? undefined : withForeignIds(exampleBody(operation), foreign.ids);
  const query = operation.examples?.query ?? {};
  const parts = { operation, ids: foreign.ids, body };
  const requests = [{ place: operation.path.includes('{') ? 'path' : 'plain', path: pathOf(parts, query), body }];
  const names = operation.query instanceof z.ZodObject ? Object.keys(operation.query.def.shape) : [];
  if (names.includes('cursor')) requests.push({ place: 'cursor', path: pathOf(parts, { ...query, cursor: foreign.cursor }), body });
  for (const name of names.filter((each) => foreign.ids[each] !== undefined))
    requests.push({ place: `query ${name}`, path: pathOf(parts, { ...query, [name]: foreign.ids[name] as string }), body });
  return requests;
}

function pathOf({ operation, ids }: { operation: Operation; ids: Foreign['ids'] }, query: Readonly<Record<string, string>>): string {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(ids[name] ?? operation.examples?.params?.[name] ?? 'x'),
  );
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}

function exampleBody(operation: Operation): unknown {
  if (operation.examples?.body !== undefined) return operation.examples.body;
  throw new Error(`${operation.id} takes a body and shows no example of it.`);
}

function withForeignIds(value: unknown, ids: Foreign['ids']): unknown {
  if (Array.isArray(value)) return value.map((each) => withForeignIds(each, ids));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, ids[name] ?? withForeignIds(member, ids)]));
}
