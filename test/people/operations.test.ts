import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { recordOperations } from '../../src/people/index.ts';
import { readKeyRing } from '../../src/platform/secrets/key-ring.ts';

const keyRing = readKeyRing(`test:${randomBytes(32).toString('base64')}`);
if (keyRing === undefined) throw new Error('a drawn key ring must be readable');
const operations = recordOperations({ database: {} as never, clock: { now: () => new Date(0) }, keyRing });

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  it('shows examples that its own schemas take', () => {
    const { params, query, body, answer } = operation.examples ?? {};
    if (operation.params !== undefined) expect(operation.params.safeParse(params).error).toBeUndefined();
    if (operation.query !== undefined) expect(operation.query.safeParse(query ?? {}).error).toBeUndefined();
    if (operation.body !== undefined) expect(operation.body.safeParse(body).error).toBeUndefined();
    expect(operation.answer.body.safeParse(answer).error).toBeUndefined();
  });

  it('asks a machine for a scope of its own, and more than reading where it changes something', () => {
    expect(operation.scope).toMatch(/^people:(read|write|administer)$/);
    if (operation.method !== 'get') expect(operation.scope).not.toBe('people:read');
  });
});
