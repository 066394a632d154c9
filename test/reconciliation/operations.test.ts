import { describe, expect, it } from 'vitest';
import { familyStatementOperations, reconciliationOperations } from '../../src/reconciliation/index.ts';

const operations = [...reconciliationOperations({} as never), ...familyStatementOperations({} as never)];

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (_id, operation) => {
  it('shows examples that its own schemas take', () => {
    const { params, query, body, answer } = operation.examples ?? {};
    if (operation.params !== undefined) expect(operation.params.safeParse(params).error).toBeUndefined();
    if (operation.query !== undefined) expect(operation.query.safeParse(query ?? {}).error).toBeUndefined();
    if (operation.body !== undefined) expect(operation.body.safeParse(body ?? {}).error).toBeUndefined();
    expect(operation.answer.body.safeParse(answer).error).toBeUndefined();
  });
});
