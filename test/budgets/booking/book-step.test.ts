import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type BookingDesk,
  type BookingKinds,
  bookStep,
  finishStep,
  type StepIntent,
  sweepBookingSteps,
} from '../../../src/budgets/index.ts';
import type { Ledger } from '../../../src/ledger/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { type BudgetBook, budgetBook } from '../budget-book.ts';

type Fault = 'before posting' | 'after posting' | 'while recording' | undefined;

let book: BudgetBook;
let desk: BookingDesk;
let fault: Fault;
/** What a slow attempt waits for before its posting is answered. */
let slow: Promise<void> | undefined;
const outcomes: string[] = [];

/** The crash that a test asks for: the process is gone at that point, and nothing behind it happens. */
function crashing(ledger: Ledger): Ledger {
  return {
    ...ledger,
    get waiting() {
      return ledger.waiting;
    },
    post: async (...asked) => {
      if (fault === 'before posting') throw new Error('crash');
      const waitsFor = slow;
      const results = await ledger.post(...asked);
      await waitsFor;
      if (fault === 'after posting') throw new Error('crash');
      return results;
    },
  };
}

const kinds: BookingKinds = {
  test: {
    onBooked: async (_, { subjectId }) => {
      if (fault === 'while recording') throw new Error('crash');
      outcomes.push(`booked ${subjectId}`);
    },
    onRefused: async (_, { subjectId }, { code }) => {
      outcomes.push(`refused ${subjectId} ${code}`);
    },
  },
};

beforeAll(async () => {
  book = await budgetBook({ ledgerFaults: crashing });
  await book.putUp('high-needs-block', '2026-27', 100_000n);
  desk = { ...book.desk, kinds };
}, 60_000);
beforeEach(() => {
  fault = undefined;
  outcomes.length = 0;
});
afterAll(() => book.close());

const SOURCE = 'source:high-needs-block:2026-27';
const CONTROL = 'budget-control:high-needs-block:2026-27';
const booker = () => ({ authorityId: book.authorityId, principal: 'officer-1' });

function intent(name: string, amount: bigint): StepIntent {
  const postings = [
    { account: SOURCE, amount },
    { account: CONTROL, amount: -amount },
  ];
  const entry = { effectiveDate: '2026-04-01', description: 'a test', postings } as const;
  return {
    stepId: randomUUID(),
    kind: 'test',
    subjectId: name,
    commands: [{ kind: 'entry', id: randomUUID(), principal: 'officer-1', entry: { ...entry, postings: [...postings] } }],
  };
}

const later = () => book.clock.advance(61_000);

describe('a decision and its money', () => {
  it.each(['before posting', 'after posting', 'while recording'] as const)(
    'that were cut off %s are healed, and booked once',
    async (at) => {
      const before = await book.balance(SOURCE);
      const step = intent(at, 1_000n);
      fault = at;
      await expect(bookStep(desk, booker(), step)).rejects.toThrow('crash');
      expect(outcomes).toEqual([]);
      fault = undefined;
      expect(await sweepBookingSteps(desk, book.authorityId)).toEqual({ finished: 0, failed: [] });
      later();
      expect(await sweepBookingSteps(desk, book.authorityId)).toEqual({ finished: 1, failed: [] });
      later();
      expect(await sweepBookingSteps(desk, book.authorityId)).toEqual({ finished: 0, failed: [] });
      expect(outcomes).toEqual([`booked ${at}`]);
      expect(before - (await book.balance(SOURCE))).toBe(1_000n);
    },
  );

  it('are booked once though a second takes them up while the first is at it, or has overtaken it', async () => {
    const before = await book.balance(SOURCE);
    let resolve = () => {};
    const step = intent('raced', 500n);
    slow = new Promise((done) => {
      resolve = done;
    });
    const first = bookStep(desk, booker(), step);
    await expect.poll(() => book.balance(SOURCE)).toBe(before - 500n);
    slow = undefined;
    expect(await finishStep(desk, book.authorityId, step.stepId)).toEqual({ ok: false, refusal: { code: 'booking-under-way' } });
    later();
    expect(await finishStep(desk, book.authorityId, step.stepId)).toMatchObject({ ok: true });
    resolve();
    expect(await first).toMatchObject({ ok: true });
    expect(outcomes).toEqual(['booked raced']);
    expect(await book.balance(SOURCE)).toBe(before - 500n);
  });

  it('keep what the books refuse as a refusal, with nothing booked and nothing waiting', async () => {
    const before = await book.balance(SOURCE);
    const refused = await bookStep(desk, booker(), intent('too much', 100_000_000n));
    expect(refused).toMatchObject({ ok: false, refusal: { code: 'books-refused', ledgerCode: 'floor-broken' } });
    expect(outcomes).toEqual(['refused too much floor-broken']);
    expect(await book.balance(SOURCE)).toBe(before);
    later();
    expect(await sweepBookingSteps(desk, book.authorityId)).toEqual({ finished: 0, failed: [] });
  });

  it('leave nothing behind when the caller’s own rows cannot be kept', async () => {
    const step = intent('half', 1_000n);
    const kept = bookStep(desk, booker(), step, async () => {
      throw new Error('no room');
    });
    await expect(kept).rejects.toThrow('no room');
    const rows = await inTransaction(book.desk.database, { authorityId: book.authorityId }, (_, client) =>
      client.query('select from budgets.booking_steps where step_id = $1', [step.stepId]),
    );
    expect(rows.rowCount).toBe(0);
  });
});
