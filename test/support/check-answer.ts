import { z } from 'zod';
import { refusalsOf } from '../../src/platform/http/implied-refusals.ts';
import type { Operation } from '../../src/platform/http/operation.ts';

const problemShape = z.looseObject({
  type: z.string().regex(/^\/problems\/[a-z0-9-]+$/),
  title: z.string().min(1),
  status: z.number().int(),
  detail: z.string().min(1),
  instance: z.string().startsWith('urn:threefold:request:'),
  code: z.string(),
  errors: z.array(z.strictObject({ in: z.string(), pointer: z.string(), code: z.string(), message: z.string() })).optional(),
});

/** Throws unless an answer is one that the operation says it gives: status and body by its schema, or a refusal that it lists. */
export async function checkAnswer(operations: readonly Operation[], method: string, path: string, response: Response): Promise<void> {
  const operation = operationAt(operations, method, path);
  if (operation === undefined || method === 'HEAD' || response.status === 304) return;
  const text = await response.clone().text();
  if (response.status >= 400) {
    const problem = problemShape.parse(JSON.parse(text));
    if (problem.status !== response.status)
      throw new Error(`${operation.id} says ${problem.status} in the body and ${response.status} in the status line.`);
    if (!refusalsOf(operation).includes(problem.code)) throw new Error(`${operation.id} does not list the refusal ${problem.code}.`);
    return;
  }
  if (response.status !== operation.answer.status)
    throw new Error(`${operation.id} answers ${response.status} and says ${operation.answer.status}.`);
  if (operation.answer.events === true) {
    for (const [, data = ''] of text.matchAll(/^data: (.*)$/gm)) operation.answer.body.parse(JSON.parse(data));
    return;
  }
  operation.answer.body.parse(text === '' ? undefined : JSON.parse(text));
}

/** Literal paths first, as the router does. */
function operationAt(operations: readonly Operation[], method: string, path: string): Operation | undefined {
  const pathname = path.split('?', 1)[0] as string;
  const matches = operations.filter((operation) => operation.method.toUpperCase() === method && patternOf(operation.path).test(pathname));
  return matches.toSorted((one, other) => one.path.split('{').length - other.path.split('{').length)[0];
}

function patternOf(path: string): RegExp {
  return new RegExp(`^${path.replaceAll(/[.]/g, '\\.').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
}
