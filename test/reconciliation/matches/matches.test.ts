import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPaymentRun, type PaymentRun, recordReturn } from '../../../src/payments/index.ts';
import { listMatches, listOpenLines, matchLinesByHand, undoImport, undoMatch } from '../../../src/reconciliation/index.ts';
import { asked, DAY, type MatchingBook, matchingBook, paymentLine } from './matching-book.ts';

const must = <Value>(result: { ok: true; value: Value } | { ok: false; refusal: unknown }): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.refusal));
  return result.value;
};

describe('matching an account', () => {
  let book: MatchingBook;
  let run: PaymentRun;
  let lineIds: string[];
  beforeAll(async () => {
    book = await matchingBook();
    run = await book.sent('run', [1_000n, 2_000n, 3_000n]);
  });
  afterAll(() => book.store.close());

  const payment = (n: number) => run.instructions[n] as PaymentRun['instructions'][number];
  const states = async () => (await findPaymentRun(book.desk, book.authorityId, run.runId))?.instructions.map(({ state }) => state);
  const open = () => listOpenLines(book.desk, book.authorityId, { limit: 100 });
  const matchesOf = async (state: 'matched' | 'undone') =>
    listMatches(book.desk, book.authorityId, { accountId: book.accountId, state, limit: 100 });

  it('settles the payments that lines name, to the penny, and leaves the rest to a person with proposals', async () => {
    lineIds = await book.bring([
      paymentLine(payment(0)),
      paymentLine(payment(1), { amountMinor: -1_999n }),
      paymentLine({ reference: 'RENT', amount: 4_444n }),
    ]);
    const before = await book.balances();
    expect(await book.match()).toEqual({ matched: 1, open: 2, refused: [] });
    expect(await states()).toEqual(['settled', 'sent', 'sent']);
    const after = await book.balances();
    expect((after['bank:main'] ?? 0n) - (before['bank:main'] ?? 0n)).toBe(-1_000n);
    expect((after['clearing:faster-payments'] ?? 0n) - (before['clearing:faster-payments'] ?? 0n)).toBe(1_000n);
    const [named, rent] = await open();
    expect([named, rent].map((line) => line?.lineId).toSorted()).toEqual(lineIds.slice(1).toSorted());
    const proposals = [...(named?.suggestions ?? []), ...(rent?.suggestions ?? [])];
    expect(proposals.map(({ stage, parts }) => [stage, parts[0]?.target])).toEqual([
      ['part-payment', `payment:${payment(1).instructionId}`],
    ]);
  });

  it('changes nothing the second time, and does not settle a payment by another equal line', async () => {
    const before = await book.balances();
    await book.bring([paymentLine(payment(0), { bankReference: 'ANOTHER' })]);
    expect(await book.match()).toEqual({ matched: 0, open: 3, refused: [] });
    expect(await book.balances()).toEqual(before);
  });

  it('keeps an import whose lines are matched', async () => {
    const [{ importId } = { importId: '' }] = await book.rows<{ importId: string }>(
      `select import_id as "importId" from reconciliation.bank_lines where line_id = '${lineIds[0]}'`,
    );
    const undone = await undoImport(book.desk, book.as('officer'), importId);
    expect(undone).toMatchObject({ ok: false, refusal: { code: 'import-lines-in-use', lines: 1 } });
  });

  it('gives everything back when a match is undone, and never makes it again by itself', async () => {
    const [match] = await matchesOf('matched');
    const before = await book.balances();
    must(await undoMatch(book.desk, book.as('officer'), { matchId: match?.matchId ?? '', reason: 'wrong line' }, asked('undo 1')));
    const after = await book.balances();
    expect((after['bank:main'] ?? 0n) - (before['bank:main'] ?? 0n)).toBe(1_000n);
    expect(await states()).toEqual(['sent', 'sent', 'sent']);
    expect((await findPaymentRun(book.desk, book.authorityId, run.runId))?.state).toBe('sent');
    expect((await open()).map(({ lineId }) => lineId)).toContain(lineIds[0]);
    await book.match();
    const again = (await matchesOf('matched')).flatMap((each) => each.lineIds);
    expect(again).not.toContain(lineIds[0]);
  });

  it('lets an officer decide, once, and tells the second officer', async () => {
    const line = lineIds[1] ?? '';
    const parts = [{ lineId: line, kind: 'account' as const, target: 'suspense', amountMinor: -1_999n }];
    const wanted = { lineIds: [line], parts, stage: 'by-hand', reasons: ['nobody knows yet'] };
    const first = must(await matchLinesByHand(book.desk, book.as('ada'), wanted, asked('hand 1')));
    expect(must(await matchLinesByHand(book.desk, book.as('ada'), wanted, asked('hand 1')))).toEqual({ ...first, replayed: true });
    const second = await matchLinesByHand(book.desk, book.as('ben'), wanted, asked('hand 2'));
    expect(second).toEqual({ ok: false, refusal: { code: 'bank-line-matched', lineId: line, matchId: first.matchId } });
    expect((await book.balances())['suspense']).toBe(1_999n);
    const before = await book.balances();
    must(await undoMatch(book.desk, book.as('ada'), { matchId: first.matchId, reason: 'known now' }, asked('undo 2')));
    expect((await book.balances())['bank:main']).toBe((before['bank:main'] ?? 0n) + 1_999n);
    expect((await book.balances())['suspense'] ?? 0n).toBe(0n);
  });

  it('refuses parts that do not add up, items that are open no longer, and accounts that are no place for lines', async () => {
    const line = lineIds[1] ?? '';
    const attempt = async (name: string, parts: readonly { kind: 'item' | 'account'; target: string; amountMinor: bigint }[]) => {
      const wanted = { lineIds: [line], parts: parts.map((part) => ({ lineId: line, ...part })), stage: 'by-hand', reasons: [] };
      const result = await matchLinesByHand(book.desk, book.as('ada'), wanted, asked(name));
      return result.ok ? 'matched' : result.refusal.code;
    };
    const before = await book.balances();
    expect(await attempt('a', [{ kind: 'account', target: 'suspense', amountMinor: -1_998n }])).toBe('parts-do-not-add-up');
    expect(await attempt('b', [{ kind: 'account', target: 'expense:L9', amountMinor: -1_999n }])).toBe('account-not-for-lines');
    expect(await attempt('c', [{ kind: 'item', target: 'payment:00000000-0000-4000-8000-000000000000', amountMinor: -1_999n }])).toBe(
      'item-no-longer-open',
    );
    const tooMuch = [
      { kind: 'item' as const, target: `payment:${payment(0).instructionId}`, amountMinor: -1_001n },
      { kind: 'account' as const, target: 'suspense', amountMinor: -998n },
    ];
    expect(await attempt('d', tooMuch)).toBe('item-no-longer-open');
    expect(await book.balances()).toEqual(before);
    expect(await book.rows("select 1 from reconciliation.matches where state = 'posting'")).toEqual([]);
  });

  it('explains what the books have already without posting it again, and books a contra of a Bacs run less its return', async () => {
    await book.post('cash', {
      effectiveDate: DAY,
      description: 'Council cash',
      postings: [
        { account: 'bank:main', amount: 50_000n },
        { account: 'council-cash', amount: -50_000n },
      ],
      reference: 'TOPUP-0507-A9',
    });
    const batch = await book.sent('batch', [7_001n, 7_002n, 7_003n], 'bacs');
    const back = {
      instructionId: batch.instructions[0]?.instructionId ?? '',
      bank: 'main',
      returnedOn: DAY,
      reason: 'account-closed',
    } as const;
    must(await recordReturn(book.runDesk, book.as('bank'), back));
    await book.bring([
      paymentLine({ reference: 'TOPUP-0507-A9', amount: -50_000n }),
      paymentLine({ reference: 'BACS CONTRA', amount: 14_005n }),
    ]);
    const before = await book.balances();
    expect((await book.match()).matched).toBe(2);
    const after = await book.balances();
    expect((after['bank:main'] ?? 0n) - (before['bank:main'] ?? 0n)).toBe(-21_006n);
    expect((await findPaymentRun(book.desk, book.authorityId, batch.runId))?.state).toBe('part-returned');
    const stages = (await matchesOf('matched')).map(({ stage }) => stage).toSorted();
    expect(stages).toEqual(['batch', 'one-to-one', 'one-to-one']);
  });
});
