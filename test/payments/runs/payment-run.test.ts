import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerDirectPayments } from '../../../jobs/direct-payments.ts';
import { shareAccount } from '../../../src/budgets/index.ts';
import { verifyBook } from '../../../src/ledger/index.ts';
import {
  approvePaymentRun,
  findPaymentRun,
  parsePaymentReference,
  planPaymentRun,
  releasePaymentRun,
  settlePayment,
  submitPaymentRun,
  withdrawPaymentRun,
} from '../../../src/payments/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { JobRegistry } from '../../../src/platform/queue/job-registry.ts';
import { LINE, paymentBook, uuidOf } from '../../support/payment-book.ts';

describe('a payment run', () => {
  let book: Awaited<ReturnType<typeof paymentBook>>;
  beforeAll(async () => {
    book = await paymentBook();
  });
  afterAll(() => book.store.close());

  const planned = async (name: string) => {
    const run = await planPaymentRun(book.desk, book.as('maker'), book.plan(name));
    if (!run.ok) throw new Error(run.refusal.code);
    return run.value;
  };
  const approved = async (name: string) => {
    return book.approved(book.plan(name));
  };
  const paid = () => book.balance(shareAccount(LINE, 'paid'));
  /** What only somebody with the keys to the database can do. */
  const tamper = async (statement: string) => {
    const client = new pg.Client({ connectionString: book.store.adminUrl });
    await client.connect();
    await client.query(`set session_replication_role = replica; ${statement}`);
    await client.end();
  };

  it('gives each payment a reference of its own and moves no money', async () => {
    const before = await paid();
    const run = await planned('plan-only');
    expect(run.instructions.map(({ state }) => state)).toEqual(['due']);
    expect(parsePaymentReference(run.instructions[0]?.reference ?? '')).toMatchObject({
      ok: true,
      value: { authorityId: book.authorityId },
    });
    expect(await paid()).toBe(before);
  });

  it('is one run when the same plan is sent twice, and refuses another plan under its id', async () => {
    const first = await planned('planned-twice');
    expect(await planned('planned-twice')).toEqual(first);
    const other = await planPaymentRun(book.desk, book.as('maker'), book.plan('planned-twice', { payDate: '2026-05-07' }));
    expect(other).toMatchObject({ refusal: { code: 'payment-run-differs' } });
  });

  it('pays nothing that another run pays, nothing twice, nothing of nothing and not nobody', async () => {
    const { lines } = book.plan('first');
    const [line] = lines;
    if (line === undefined) throw new Error('no line');
    await planned('first');
    const refusals = [
      book.plan('second', { lines }),
      book.plan('third', { lines: [line, line] }),
      book.plan('fourth', { lines: [{ ...line, dueRef: 'nothing', parts: [{ share: LINE, amount: 0n }] }] }),
      book.plan('fifth', { lines: [] }),
    ].map(async (plan) => {
      const result = await planPaymentRun(book.desk, book.as('maker'), plan);
      return result.ok ? 'planned' : result.refusal.code;
    });
    expect(await Promise.all(refusals)).toEqual(['already-planned', 'already-planned', 'payment-not-positive', 'payment-run-empty']);
  });

  it('numbers payments without a double when two people plan at once', async () => {
    const runs = await Promise.all(['at-once-1', 'at-once-2', 'at-once-3'].map(planned));
    expect(new Set(runs.map(({ instructions }) => instructions[0]?.number)).size).toBe(3);
  });

  it('is never approved by the person who planned it', async () => {
    const run = await planned('own-run');
    expect(await approvePaymentRun(book.desk, book.as('checker'), run)).toMatchObject({ refusal: { code: 'payment-run-not-submitted' } });
    await submitPaymentRun(book.desk, book.as('submitter'), run);
    for (const maker of ['maker', 'submitter']) {
      expect(await approvePaymentRun(book.desk, book.as(maker), run)).toMatchObject({ refusal: { code: 'approver-is-maker' } });
    }
    const stored = await findPaymentRun(book.desk, book.authorityId, run.runId);
    expect(stored?.state).toBe('submitted');
    // The table says so too, should a use case ever forget.
    const both = book.store.database.pool.query(
      `select set_config('threefold.authority', '${book.authorityId}', false); update payments.payment_runs set state = 'approved', approved_by = planned_by, approved_at = now(), approved_hash = 'x' where run_id = '${run.runId}'`,
    );
    await expect(both).rejects.toThrow('payment_runs_two_people');
  });

  it('is approved once: again by the same person is the same answer, by another it is refused', async () => {
    const run = await approved('approved-twice');
    const again = await approvePaymentRun(book.desk, book.as('checker'), run);
    expect(again.ok).toBe(true);
    expect(await approvePaymentRun(book.desk, book.as('third person'), run)).toMatchObject({ refusal: { code: 'already-approved' } });
  });

  it('is not released before it is approved', async () => {
    const run = await planned('unapproved');
    expect(await releasePaymentRun(book.desk, book.as('system'), run)).toMatchObject({ refusal: { code: 'payment-run-not-approved' } });
  });

  it('is not released when its lines are not those that were approved, and pays nothing of it', async () => {
    const before = await paid();
    const run = await approved('touched');
    await tamper(`update payments.payment_instructions set payee = 'payee-2' where run_id = '${run.runId}'`);
    expect(await releasePaymentRun(book.desk, book.as('system'), run)).toMatchObject({ refusal: { code: 'lines-changed-after-approval' } });
    expect(await paid()).toBe(before);
  });

  it('cannot be changed or moved back by the service itself', async () => {
    const run = await approved('fixed');
    const set = `select set_config('threefold.authority', '${book.authorityId}', false)`;
    const change = (what: string) =>
      book.store.database.pool.query(`${set}; update payments.payment_instructions set ${what} where run_id = '${run.runId}'`);
    await expect(change('amount = 1')).rejects.toThrow('does not change');
    await expect(change("payee = 'payee-2'")).rejects.toThrow('does not change');
    await expect(change("state = 'due'")).rejects.toThrow('moves from approved');
  });

  it('judges every column of a payment and of an instalment but those that move', async () => {
    const moving = {
      payment_instructions: ['authority_id', 'instruction_id', 'state', 'settled_on', 'bank_reference'],
      instalments: ['authority_id', 'instalment_id', 'state', 'hold_reason', 'paid_on', 'returns'],
    };
    const judges = { payment_instructions: 'payments_only_forward', instalments: 'keep_instalments' };
    for (const table of ['payment_instructions', 'instalments'] as const) {
      const { rows } = await book.store.database.pool.query<{ column: string }>(
        `select attname as column from pg_attribute
         where attrelid = 'payments.${table}'::regclass and attnum > 0 and not attisdropped and not attname = any($1)
           and not pg_get_functiondef('payments.${judges[table]}'::regproc) ~ ('[(, ]n\\.' || attname || '[,)]')`,
        [moving[table]],
      );
      expect([table, rows]).toEqual([table, []]);
    }
  });

  it('charges the budget and goes to clearing once, however often and however much at once its job runs', async () => {
    const before = (await paid()) ?? 0n;
    const clearing = (await book.balance('clearing:bacs')) ?? 0n;
    const run = await approved('released');
    const { clock, ...desk } = book.desk;
    const processors = registerDirectPayments(new JobRegistry(), { ...desk, businessDate: async () => '2026-05-05' });
    const context = {
      authorityId: book.authorityId,
      outboxId: uuidOf('job'),
      attempt: 1,
      clock,
      signal: new AbortController().signal,
      log: pino({ level: 'silent' }),
    };
    const jobs = (topic: string) => [1, 2, 3].map(() => processors.processorOf(topic)?.({ runId: run.runId }, context));
    const released = await Promise.all(jobs('payments.release-run'));
    const sent = await Promise.all(jobs('payments.send-run'));
    expect([...released, ...sent].map((result) => result?.ok)).toEqual(Array(6).fill(true));
    expect(await paid()).toBe(before + 10_000n);
    expect(await book.balance('clearing:bacs')).toBe(clearing + 10_000n);
    expect(await book.balance('payable:payee-1')).toBe(0n);
    expect((await findPaymentRun(book.desk, book.authorityId, run.runId))?.state).toBe('sent');
    expect(book.rail.calls.filter(({ reference }) => reference === run.instructions[0]?.reference)).toHaveLength(1);
  });

  it('goes on where a release was cut off between the books and its own note', async () => {
    const before = (await paid()) ?? 0n;
    const run = await approved('cut-off');
    const cut = {
      ...book.desk,
      ledger: {
        ...book.ledger,
        post: async (...call: Parameters<typeof book.ledger.post>) => {
          await book.ledger.post(...call);
          throw new Error('the worker is killed here');
        },
      },
    };
    await expect(releasePaymentRun(cut, book.as('system'), run)).rejects.toThrow('killed');
    await expect(releasePaymentRun(cut, book.as('system'), run)).rejects.toThrow('killed');
    expect((await releasePaymentRun(book.desk, book.as('system'), run)).ok).toBe(true);
    expect(await paid()).toBe(before + 10_000n);
  });

  it('holds what the books refuse, tells why, and pays the rest', async () => {
    const before = (await paid()) ?? 0n;
    const [line] = book.plan('half').lines;
    if (line === undefined) throw new Error('no line');
    const nextYear = { share: { ...LINE, financialYear: '2027-28' as const }, amount: 10_000n };
    const lines = [
      line,
      {
        ...line,
        dueRef: 'half:2',
        kind: 'invoice' as const,
        offsets: [{ recoveryCase: 'unknown', parts: [{ ...nextYear, amount: 1n }], freed: { to: 'line' as const } }],
      },
      { ...line, dueRef: 'half:3', parts: [nextYear] },
    ];
    const run = await book.approved(book.plan('half', { lines }));
    await book.pay(run);
    const stored = await findPaymentRun(book.desk, book.authorityId, run.runId);
    expect(stored?.instructions.map(({ state }) => state)).toEqual(['sent', 'held', 'held']);
    const { rows } = await inTransaction(book.store.database, { authorityId: book.authorityId }, (_, client) =>
      client.query('select due_ref, reason from payments.run_exclusions where run_id = $1 order by due_ref', [run.runId]),
    );
    expect(rows).toEqual([
      { due_ref: 'half:2', reason: 'books-refuse' },
      { due_ref: 'half:3', reason: 'not-promised' },
    ]);
    expect(await paid()).toBe(before + 10_000n);
  });

  it('settles on the bank line’s day, once, and is told from a second line for the same payment', async () => {
    const run = await approved('settled');
    const instructionId = run.instructions[0]?.instructionId ?? '';
    const line = { instructionId, bank: 'main', seenOn: '2026-05-08', bankReference: 'B1' } as const;
    expect(await settlePayment(book.desk, book.as('bank'), line)).toMatchObject({ refusal: { code: 'payment-not-sent' } });
    await book.pay(run);
    const before = (await book.balance('bank:main')) ?? 0n;
    expect(await settlePayment(book.desk, book.as('bank'), line)).toEqual({ ok: true, value: { settledBefore: false } });
    expect(await settlePayment(book.desk, book.as('bank'), line)).toEqual({ ok: true, value: { settledBefore: true } });
    const second = await settlePayment(book.desk, book.as('bank'), { ...line, bankReference: 'B2' });
    expect(second).toMatchObject({ refusal: { code: 'payment-already-settled' } });
    expect(await book.balance('bank:main')).toBe(before - 10_000n);
    const [onTheDay] = await book.ledger.balances(book.authorityId, ['bank:main'], { effectiveDate: '2026-05-07' });
    expect(onTheDay?.balance).toBe(before);
    expect((await findPaymentRun(book.desk, book.authorityId, run.runId))?.state).toBe('settled');
  });

  it('frees what it would have paid when it is withdrawn, and is withdrawn no more once it is approved', async () => {
    const run = await planned('taken-back');
    expect((await withdrawPaymentRun(book.desk, book.as('maker'), run)).ok).toBe(true);
    expect(await submitPaymentRun(book.desk, book.as('maker'), run)).toMatchObject({ refusal: { code: 'payment-run-not-draft' } });
    const [line] = book.plan('taken-back').lines;
    const again = await planPaymentRun(book.desk, book.as('maker'), book.plan('planned-anew', { lines: line === undefined ? [] : [line] }));
    expect(again.ok).toBe(true);
    const other = await approved('too-late');
    expect(await withdrawPaymentRun(book.desk, book.as('maker'), other)).toMatchObject({ refusal: { code: 'payment-run-approved' } });
  });

  it('is not found by another authority', async () => {
    const run = await planned('mine');
    const elsewhere = { authorityId: book.authorityId + 1, principal: 'checker' };
    expect(await approvePaymentRun(book.desk, elsewhere, run)).toMatchObject({ refusal: { code: 'payment-run-not-found' } });
  });

  it('leaves books that prove', async () => {
    expect((await verifyBook(book.store.database, book.authorityId)).findings).toEqual([]);
  });
});
