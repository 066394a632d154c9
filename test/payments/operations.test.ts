import { describe, expect, it } from 'vitest';
import { paymentOperations } from '../../src/payments/index.ts';

const operations = paymentOperations({} as never);

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  it('shows examples that its own schemas take', () => {
    const { params, query, body, answer } = operation.examples ?? {};
    if (operation.params !== undefined) expect(operation.params.safeParse(params).error).toBeUndefined();
    if (operation.query !== undefined) expect(operation.query.safeParse(query ?? {}).error).toBeUndefined();
    if (operation.body !== undefined) expect(operation.body.safeParse(body ?? {}).error).toBeUndefined();
    expect(operation.answer.body.safeParse(answer).error).toBeUndefined();
  });

  it('asks a machine for a scope of its own, and more than reading where it changes something', () => {
    expect(operation.scope).toMatch(/^payments:(read|write)$/);
    // A preview is asked with a body and changes nothing.
    const changes = operation.method !== 'get' && !operation.id.startsWith('payments.preview-');
    if (changes) expect(operation.scope).not.toBe('payments:read');
  });
});
