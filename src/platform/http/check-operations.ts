import { z } from 'zod';
import { refusalsOf } from './implied-refusals.ts';
import type { Operation } from './operation.ts';
import type { ProblemTable } from './problem-table.ts';
import { forgivingPlaces } from './strict-schemas.ts';

/** Refuses to start with operations that contradict themselves; all faults are named at once. */
export function checkOperations(operations: readonly Operation[], problems: ProblemTable): void {
  const faults = [
    ...repeated(operations.map((operation) => operation.id)).map((id) => `${id}: two operations have this id.`),
    ...repeated(operations.map(routeOf)).map((route) => `${route}: two operations have this route.`),
    ...operations.flatMap((operation) => faultsOf(operation, problems).map((fault) => `${operation.id}: ${fault}`)),
  ];
  if (faults.length > 0) throw new Error(`The operations cannot be served:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
}

export function parameterNames(path: string): readonly string[] {
  return [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1] as string);
}

function faultsOf(operation: Operation, problems: ProblemTable): string[] {
  const faults = refusalsOf(operation)
    .filter((code) => problems[code] === undefined)
    .map((code) => `no problem table has a row for the refusal ${code}.`);
  if (operation.body !== undefined && operation.method === 'get') faults.push('a GET takes no body.');
  if (operation.upload !== undefined && (operation.method === 'get' || operation.body !== undefined)) faults.push('an upload is the body.');
  const described = operation.params instanceof z.ZodObject ? Object.keys(operation.params.def.shape) : [];
  if (described.toSorted().join() !== parameterNames(operation.path).toSorted().join()) {
    faults.push(`the params schema must be an object of exactly the names in ${operation.path}.`);
  }
  if (operation.query !== undefined && !(operation.query instanceof z.ZodObject)) faults.push('the query schema must be an object.');
  for (const part of ['params', 'query', 'body'] as const) {
    const schema = operation[part];
    if (schema === undefined) continue;
    for (const place of forgivingPlaces(schema)) faults.push(`${part} ${place} would drop unknown members in silence; use z.strictObject.`);
  }
  return faults;
}

function routeOf(operation: Operation): string {
  return `${operation.method.toUpperCase()} ${operation.path.replaceAll(/\{[^}]+\}/g, '{}')}`;
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
