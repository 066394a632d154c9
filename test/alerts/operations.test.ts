import { describe, expect, it } from 'vitest';
import { alertOperations } from '../../src/alerts/index.ts';
import { rowsForAlerts } from '../../src/people/policy/rows-for-alerts.ts';

const operations = alertOperations({} as never);

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (id, operation) => {
  it('shows examples that its own schemas take', () => {
    const { params, query, body, answer } = operation.examples ?? {};
    if (operation.params !== undefined) expect(operation.params.safeParse(params).error).toBeUndefined();
    if (operation.query !== undefined) expect(operation.query.safeParse(query ?? {}).error).toBeUndefined();
    if (operation.body !== undefined) expect(operation.body.safeParse(body ?? {}).error).toBeUndefined();
    expect(operation.answer.body.safeParse(answer).error).toBeUndefined();
  });

  it('asks a machine for a scope of its own and people for a row of the policy', () => {
    expect(operation.scope).toMatch(/^alerts:(read|write)$/);
    expect(rowsForAlerts[id]).toBeDefined();
  });
});

it('every row of the policy is of an operation', () => {
  expect(Object.keys(rowsForAlerts).sort()).toEqual(operations.map(({ id }) => id).sort());
});
