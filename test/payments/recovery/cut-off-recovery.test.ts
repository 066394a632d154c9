import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type KeyedRequest, sweepBookingSteps } from '../../../src/budgets/index.ts';
import type { Ledger } from '../../../src/ledger/index.ts';
import { answerChallenge, challengeRecovery } from '../../../src/payments/recovery/challenge-recovery.ts';
import { decideRecovery, type HowItComesBack } from '../../../src/payments/recovery/decide-recovery.ts';
import { giveRecoveryNotice } from '../../../src/payments/recovery/give-recovery-notice.ts';
import { openRecovery } from '../../../src/payments/recovery/open-case.ts';
import { recoveryBookingKinds } from '../../../src/payments/recovery/recovery-step.ts';
import { confirmWriteOff, proposeWriteOff, recordPaidBack } from '../../../src/payments/recovery/settle-recovery.ts';
import { takingsOf } from '../../../src/payments/recovery/store.ts';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { lineDraft } from '../../budgets/budget-book.ts';
import { must } from '../../people/example-family.ts';
import { type RecoveryBook, recoveryBook } from './recovery-book.ts';

/** A case whose process is gone at any of its money steps, taken up again by the sweeper or by the same person asking again. */

type Fault = 'none' | 'before posting' | 'after posting';
const faults = fc.constantFrom<Fault>('none', 'before posting', 'after posting');

let book: RecoveryBook;
let desk: RecoveryBook['desk'];
let fault: Fault = 'none';
let agreementId: string;
beforeAll(async () => {
  book = await recoveryBook();
  desk = { ...book.desk, ledger: crashing(book.desk.ledger) };
  await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
  await book.lines([lineDraft({ lineCode: 'L2', amount: 1_200_000n })]);
  agreementId = await book.live({ lineCode: 'L2', amount: 1_200_000n, payeeId: book.payeeId });
  for (const day of ['2026-04-01', '2026-05-01'] as const) await book.pay(day);
}, 120_000);
afterAll(() => book.close());

function crashing(ledger: Ledger): Ledger {
  return {
    ...ledger,
    get waiting() {
      return ledger.waiting;
    },
    post: async (...asked) => {
      if (fault === 'before posting') throw new Error('crash');
      const results = await ledger.post(...asked);
      if (fault === 'after posting') throw new Error('crash');
      return results;
    },
  };
}

const share = 'L2:childrens-social-care:2026-27';
const owed = async () => {
  const codes = (await book.desk.ledger.accounts(book.authorityId, {})).map(({ code }) => code);
  const sums = await Promise.all(codes.filter((code) => code.startsWith('receivable:recovery:')).map((code) => book.balance(code)));
  return sums.reduce((total, each) => total + each, 0n);
};
async function expectBooksRight() {
  const paid = await book.balance(`share:${share}:paid`);
  const explained = [`advance:${share}`, `expense:${share}`];
  const sums = await Promise.all(explained.map((code) => book.balance(code)));
  const writtenOff = await book.balance('write-off:CARE').catch(() => 0n);
  expect(sums.reduce((total, each) => total + each, await owed()) + writtenOff).toBe(paid);
}

/** Cut off where the fault says, the books right even then, and finished by whoever comes first. */
async function step(how: { readonly fault: Fault; readonly sweep: boolean }, work: (key: KeyedRequest) => Promise<{ ok: boolean }>) {
  const key = book.newKey();
  fault = how.fault;
  const first = work(key);
  if (how.fault === 'none') must((await first) as never);
  else {
    await expect(first).rejects.toThrow('crash');
    await expectBooksRight();
    fault = 'none';
    book.clock.advance(61_000);
    if (how.sweep)
      expect(await sweepBookingSteps({ ...desk, kinds: recoveryBookingKinds }, book.authorityId)).toEqual({ finished: 1, failed: [] });
    // Whoever asks again under the same key hears what became of it, and nothing is booked twice.
    expect(await work(key)).toMatchObject({ ok: true, value: { replayed: true } });
  }
  await expectBooksRight();
}

const steps = fc.array(
  fc.record({
    what: fc.constantFrom('paid-back', 'written-off', 'reduced'),
    share: fc.bigInt({ min: 1n, max: 90n }),
    fault: faults,
    sweep: fc.boolean(),
  }),
  { maxLength: 3 },
);
const script = fc.record({
  // Above the small sum of the policy, which is not asked back.
  amount: fc.bigInt({ min: 5_001n, max: 24_000n }),
  how: fc.constantFrom('payment', 'plan', 'offset'),
  early: fc.integer({ min: 1, max: 28 }),
  decided: fc.record({ fault: faults, sweep: fc.boolean() }),
  steps,
  last: fc.record({ fault: faults, sweep: fc.boolean() }),
});

function comingBack(kind: string, amount: bigint, day: PlainDate): HowItComesBack {
  if (kind === 'offset') return { kind, needs: 50_000n };
  const payBy = addDays(day, 14);
  if (kind === 'payment') return { kind, payBy };
  return { kind: 'plan', payments: [amount / 2n, amount - amount / 2n].map((each) => ({ payBy, amount: each })) };
}

it('leaves paid = advance + expense + open recoveries + write-offs, and runs nothing before its notice', async () => {
  let day: PlainDate = '2026-05-02';
  const as = (name: string) => book.as(name);
  await fc.assert(
    fc.asyncProperty(script, async (played) => {
      const { amount } = played;
      book.on(day);
      const money = { counted: amount, ownMoney: 0n, contributions: 0n, owed: 0n, countedOn: day, words: 'As found' };
      const { caseId } = must(await openRecovery(desk, as('officer'), book.familyId, { agreementId, ground: 'paid-in-error', ...money }));
      const asRead = () => book.caseAsRead(caseId);
      must(await giveRecoveryNotice(desk, as('officer'), await asRead(), { reasons: 'Because', payer: 'recipient' }));
      const firstDay = addDays(day, 28);
      const decide = async (key: KeyedRequest, at = firstDay) =>
        decideRecovery(desk, as('decider'), await asRead(), { how: comingBack(played.how, amount, at), reasons: 'It stands' }, key);
      const tooEarly = addDays(firstDay, -played.early);
      book.on(tooEarly);
      expect(await decide(book.newKey(), tooEarly)).toMatchObject({ ok: false, refusal: { code: 'notice-not-over', facts: { firstDay } } });
      book.on(firstDay);
      await step(played.decided, decide);
      const planned = await book.tx((tx) => takingsOf(tx, book.authorityId, caseId));
      expect(planned.every(({ dueOn }) => dueOn >= firstDay)).toBe(true);
      let mayChallenge = true;
      for (const each of played.steps) {
        const { outstanding, amount: asked } = await book.theCase(caseId);
        const part = (outstanding * each.share) / 100n;
        if (part === 0n) continue;
        if (each.what === 'paid-back') {
          const paid = { amount: part, bank: 'main', words: 'By transfer' };
          await step(each, async (key) => recordPaidBack(desk, as('cashier'), await asRead(), paid, key));
        } else if (each.what === 'written-off') {
          must(await proposeWriteOff(desk, as('first'), await asRead(), { amount: part, reasons: 'Too hard' }));
          await step(each, async (key) => confirmWriteOff(desk, as('second'), await asRead(), { reasons: 'Yes' }, key));
        } else if (mayChallenge) {
          mayChallenge = false;
          must(await challengeRecovery(desk, book.parent(), await asRead(), { route: 'complaint', words: 'No' }));
          const answer = { outcome: 'reduced', amount: asked - part, reasons: 'Part of it' } as const;
          await step(each, async (key) => answerChallenge(desk, as('reviewer'), await asRead(), answer, key));
        }
        expect(await owed()).toBe((await book.theCase(caseId)).outstanding);
      }
      const rest = (await book.theCase(caseId)).outstanding;
      await step(played.last, async (key) =>
        recordPaidBack(desk, as('cashier'), await asRead(), { amount: rest, bank: 'main', words: 'The rest' }, key),
      );
      const { state, outstanding } = await book.theCase(caseId);
      expect([state, outstanding, await owed()]).toEqual(['settled', 0n, 0n]);
      day = addDays(firstDay, 1);
    }),
    { numRuns: 6, endOnFailure: true },
  );
}, 120_000);
