import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approvePaymentRun, planPaymentRun, submitPaymentRun } from '../../../src/payments/index.ts';
import { buildPolicy, policyRows } from '../../../src/people/index.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import type { Caller } from '../../../src/platform/http/operation.ts';
import { paymentBook } from '../../support/payment-book.ts';

describe('a person who approves a payment run', () => {
  let book: Awaited<ReturnType<typeof paymentBook>>;
  beforeAll(async () => {
    book = await paymentBook();
  });
  afterAll(() => book.store.close());

  const policy = buildPolicy(policyRows, []);
  const approver = (limit: bigint, more: Partial<Caller> = {}): Caller => ({
    kind: 'person',
    principal: 'identity:approver',
    authorityId: book.authorityId,
    scopes: [],
    standings: [{ standingId: 'm', role: 'approver', limit }],
    secondFactorAt: book.desk.clock.now(),
    requestId: 'r',
    ...more,
  });
  const approve = async (runId: string, caller: Caller, seenHash?: string) => {
    const actor = { authorityId: book.authorityId, principal: caller.principal };
    const result = await approvePaymentRun(book.desk, actor, {
      runId,
      person: { caller, policy },
      ...(seenHash !== undefined && { seenHash }),
    });
    return result.ok ? 'approved' : result.refusal.code;
  };

  it('needs the limit, a second factor just shown, and a bank account that has cooled off', async () => {
    const submit = async (name: string, accountChangedOn?: PlainDate) => {
      const { lines, ...plan } = book.plan(name);
      const changed = lines.map((line) => ({ ...line, ...(accountChangedOn !== undefined && { accountChangedOn }) }));
      const planned = await planPaymentRun(book.desk, book.as('maker'), { ...plan, lines: changed });
      if (!planned.ok) throw new Error(planned.refusal.code);
      await submitPaymentRun(book.desk, book.as('maker'), planned.value);
      return planned.value;
    };
    const { runId, instructions } = await submit('judged');
    const amount = instructions.reduce((sum, each) => sum + each.amount, 0n);
    const fresh = await submit('judged-account', '2026-05-05');
    expect(await approve(runId, approver(amount - 1n))).toBe('above-your-limit');
    expect(await approve(runId, approver(amount, { secondFactorAt: new Date(0) }))).toBe('second-factor-needed');
    expect(await approve(runId, approver(amount, { standings: [{ standingId: 'm', role: 'finance-officer' }] }))).toBe('role-missing');
    expect(await approve(fresh.runId, approver(amount))).toBe('bank-account-cooling-off');
    expect(await approve(runId, approver(amount), 'another hash')).toBe('version-stale');
    expect(await approve(runId, approver(amount))).toBe('approved');
  });
});
