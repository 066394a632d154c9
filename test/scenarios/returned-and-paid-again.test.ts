import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountForRecovery, allocatedToLine, committed, fundsPutUp, shareAccount } from '../../src/budgets/index.ts';
import { type StoredEntry, verifyBook } from '../../src/ledger/index.ts';
import {
  approvePaymentRun,
  type DueLine,
  findPaymentRun,
  followAllRails,
  instalmentReleased,
  type Offset,
  planDueRun,
  recoveryDecided,
  releasePaymentRun,
  SANDBOX_RAIL,
  sandboxRail,
  sendRunPayments,
  setUpRail,
  spendingShown,
  startSandbox,
  submitPaymentRun,
} from '../../src/payments/index.ts';
import { daysBetween } from '../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { LINE, paymentBook, quiet, uuidOf } from '../support/payment-book.ts';

/** Events 1 and 2 of the worked example: the line of the personal assistant, by the real run, the sandbox rail and the books. */
describe('the instalment that came back, was paid again, and the one from which money to return was kept', () => {
  const OLD = { code: 'payee-1', accountId: uuidOf('old account'), maskedAccount: '••••1111' };
  const NEW = { code: 'payee-1', accountId: uuidOf('new account'), maskedAccount: '••••2222', changedOn: '2026-10-19' as const };
  const payeeId = uuidOf('payee');
  let book: Awaited<ReturnType<typeof paymentBook>>;
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let folder: string;
  let desk: Awaited<ReturnType<typeof paymentBook>>['desk'];
  let rail: ReturnType<typeof sandboxRail>;

  const at = async (date: PlainDate) => {
    book.clock.set(`${date}T09:00:00Z`);
    await rail.moveTo(date);
  };
  const balances = async (...codes: string[]) => {
    const found = await book.ledger.balances(book.authorityId, codes);
    return found.map(({ balance }) => balance);
  };
  const fallsDue = (number: number, payOn: PlainDate, offsets: readonly Offset[] = []) => {
    const line: DueLine = {
      dueRef: `L2:instalment:${number}`,
      kind: 'instalment',
      payeeId,
      parts: [{ share: LINE, amount: 76_923n }],
      dueOn: payOn,
      offsets,
    };
    desk.dueLines.lines.set(line.dueRef, { ...line, payOn });
  };
  const payDay = async (payDate: PlainDate) => {
    await at(payDate);
    const planned = await planDueRun(desk, book.as('system'), { payDate, rail: SANDBOX_RAIL });
    if (!planned.ok) throw new Error(planned.refusal.code);
    const { run } = planned.value;
    await submitPaymentRun(desk, book.as('priya'), run);
    await approvePaymentRun(desk, book.as('tom'), run);
    return run;
  };
  const follow = () => followAllRails(desk, book.as('system'), { log: quiet });

  beforeAll(async () => {
    book = await paymentBook();
    folder = await mkdtemp(join(tmpdir(), 'threefold-returned-'));
    sandbox = await startSandbox({ folder, firstDay: '2026-10-01' });
    rail = sandboxRail(sandbox.address);
    desk = { ...book.desk, rails: new Map([[SANDBOX_RAIL, rail]]) };
    const settings = { rail: SANDBOX_RAIL, bank: 'main', settledBy: 'rail-statement', plannedDaily: true } as const;
    await setUpRail(desk, book.as('test'), { ...settings, largestPayment: 100_000n, largestRun: 200_000n });
    // 10,400.00 on the line, 10,000.00 of it promised, and seven instalments paid before: the example's state of 30 September.
    const more = (amount: bigint) => ({ effectiveDate: '2026-04-01' as const, parts: [{ share: LINE, amount }] });
    const { source, financialYear } = LINE;
    await book.post('more-funds', fundsPutUp({ effectiveDate: '2026-04-01', source, financialYear, amount: 540_000n }));
    await book.post('more-allocated', allocatedToLine(more(940_000n)));
    await book.post('more-committed', committed(more(900_000n)));
    await book.post('seven-instalments', instalmentReleased({ ...more(538_462n), effectiveDate: '2026-09-16', payee: 'payee-1' }));
    desk.payees.payees.set(payeeId, OLD);
  });
  afterAll(async () => {
    await sandbox.stop();
    await book.store.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends on the worked example’s figures', async () => {
    const [bankBefore = 0n, payableBefore = 0n] = await balances('bank:main', 'payable:payee-1');
    fallsDue(8, '2026-10-14');
    const first = await payDay('2026-10-14');
    await rail.play({
      rules: [
        { every: 1, times: 1, fault: 'come-back', afterDays: 2, reason: 'account-closed' },
        { every: 1, fault: 'tell-twice' },
      ],
    });
    await payWith(first.runId);
    await follow();
    expect(await balances('bank:main', 'clearing:sandbox')).toEqual([bankBefore - 76_923n, 0n]);
    expect(desk.dueLines.told.get('L2:instalment:8')).toBe('paid');

    await at('2026-10-16');
    await follow();
    await follow();
    expect(desk.dueLines.told.get('L2:instalment:8')).toBe('returned');
    expect(await balances('bank:main', 'clearing:sandbox', 'payable:payee-1')).toEqual([bankBefore, 0n, payableBefore]);
    expect(await balances(shareAccount(LINE, 'committed'))).toEqual([1_000_000n - 538_462n]);
    const entries: StoredEntry[] = (
      await book.ledger.listEntries(book.authorityId, { limit: 50, reference: first.instructions[0]?.reference ?? '' })
    ).entries;
    expect(entries.map(({ effectiveDate }) => effectiveDate).sort()).toEqual([
      ...Array(3).fill('2026-10-14'),
      ...Array(3).fill('2026-10-16'),
    ]);
    expect((await findPaymentRun(desk, book.authorityId, first.runId))?.state).toBe('part-returned');

    desk.payees.payees.set(payeeId, NEW);
    const again = await payDay('2026-10-23');
    await payWith(again.runId);
    await follow();
    const settled = (await findPaymentRun(desk, book.authorityId, again.runId))?.instructions[0];
    expect(settled).toMatchObject({ state: 'settled', settledOn: '2026-10-23', paidTo: '••••2222' });
    expect(settled?.reference).not.toBe(first.instructions[0]?.reference);
    expect(daysBetween(settled?.dueOn ?? '2026-01-01', settled?.settledOn ?? '2026-01-01')).toBe(9);

    const toReturn = [{ share: LINE, amount: 6_154n }];
    await book.ledger.openAccounts(book.as('test'), [{ ...accountForRecovery('case-1'), opensOn: '2026-04-01' }]);
    await book.post('decided', recoveryDecided({ effectiveDate: '2026-11-02', parts: toReturn, recoveryCase: 'case-1', of: 'advance' }));
    fallsDue(9, '2026-11-11', [{ recoveryCase: 'case-1', parts: toReturn, freed: { to: 'line' } }]);
    const netted = await payDay('2026-11-11');
    expect(netted.instructions[0]?.amount).toBe(70_769n);
    await payWith(netted.runId);
    fallsDue(10, '2026-12-09');
    await payWith((await payDay('2026-12-09')).runId);
    await follow();

    const states = ['paid', 'committed', 'available'] as const;
    expect(await balances(...states.map((state) => shareAccount(LINE, state)))).toEqual([763_077n, 230_769n, 46_154n]);
    expect(await balances('receivable:recovery:case-1', 'clearing:sandbox', 'payable:payee-1')).toEqual([0n, 0n, payableBefore]);
    await book.post('spent', spendingShown({ effectiveDate: '2026-12-31', parts: [{ share: LINE, amount: 650_000n }] }));
    expect(await balances(`advance:${LINE.line}:${LINE.source}:${LINE.financialYear}`)).toEqual([113_077n]);
    const journal = (await readFile(join(folder, 'journal.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(journal.filter(({ fact }) => fact === 'paid').map(({ amount }) => amount)).toEqual(['76923', '76923', '70769', '76923']);
    expect((await verifyBook(book.store.database, book.authorityId)).findings).toEqual([]);
  });

  async function payWith(runId: string): Promise<void> {
    const released = await releasePaymentRun(desk, book.as('system'), { runId });
    if (!released.ok) throw new Error(released.refusal.code);
    const sent = await sendRunPayments(desk, book.as('system'), { runId, log: quiet });
    if (!sent.ok) throw new Error(sent.refusal.code);
  }
});
