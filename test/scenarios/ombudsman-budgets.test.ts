import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveChange } from '../../src/budgets/budgets/approve-change.ts';
import { readBudgetView } from '../../src/budgets/budgets/budget-view.ts';
import { answerReview, askReview } from '../../src/budgets/budgets/decision-reviews.ts';
import { draftChange } from '../../src/budgets/budgets/draft-change.ts';
import { signAgreement, writeAgreement } from '../../src/budgets/budgets/write-agreement.ts';
import { completeClock } from '../../src/budgets/clocks/complete-clock.ts';
import { type DueListQuery, dueList } from '../../src/budgets/clocks/due-list.ts';
import { recordOrder } from '../../src/budgets/clocks/record-order.ts';
import { tellClocks, workOffClocks } from '../../src/budgets/index.ts';
import { finalisePlan } from '../../src/budgets/plans/plan-life.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budgets/budget-book.ts';
import { budgetIn } from '../budgets/budgets/live-budget.ts';
import { must } from '../people/example-family.ts';

/** The ombudsman's cases that are about budgets and plans, each ending as it should have ended. */
let book: BudgetBook;
beforeAll(async () => {
  book = await budgetBook();
  await book.putUp('childrens-social-care', '2026-27', 10_000_000n);
  must(await finalisePlan(book.desk, book.officer, { familyId: book.familyId, planId: book.planId, ifMatch: '1' }, '2026-02-01'));
}, 60_000);
afterAll(() => book.close());

type Live = Awaited<ReturnType<typeof budgetIn>>;
const view = async ({ budgetId }: Live) => must(await readBudgetView(book.desk, book.officer, { familyId: book.familyId, budgetId }));
const place = ({ budgetId }: Live, decisionId: string) => ({ familyId: book.familyId, budgetId, decisionId });
const listed = async (query: Omit<DueListQuery, 'limit'>) =>
  (await dueList(book.desk, book.authorityId, { limit: 100, ...query })).map(({ dueOn, state }) => `${dueOn} ${state}`);

describe('a family that is not told what was agreed (NE Lincolnshire 19 012 848)', () => {
  it('reads every version of the agreement, signs the one that counts, and finds its rights with every decision', async () => {
    book.on('2026-04-01');
    const live = await budgetIn(book, 'agreed', [lineDraft({ lineCode: 'N1', amount: 100_000n })]);
    const at = { familyId: book.familyId, budgetId: live.budgetId };
    const write = async (text: string) =>
      must(await writeAgreement(book.desk, book.officer, at, { text, familyWords: 'Two afternoons.' })).version;
    const [first, second] = [await write('One afternoon.'), await write('Two afternoons, in the holidays too.')];
    expect(await signAgreement(book.desk, book.officer, { ...at, version: first })).toMatchObject({
      refusal: { code: 'agreement-superseded' },
    });
    must(await signAgreement(book.desk, book.officer, { ...at, version: second }));
    const { agreement, decisions } = await view(live);
    expect(agreement).toMatchObject({ version: 2, text: 'Two afternoons, in the holidays too.', familyWords: 'Two afternoons.' });
    expect(decisions.map(({ kind }) => kind)).toEqual(['request', 'indicative', 'agree']);
    for (const { reasons, streamRoutes } of decisions) {
      expect(reasons).not.toBe('');
      expect(streamRoutes.map(({ until }) => until)).toEqual([expect.stringMatching(/^2026-/)]);
    }
  });
});

describe('a budget that the council wants to end (Surrey 21 005 214, 22 000 324)', () => {
  it('does not end without notice; it ends on a ground, with reasons, a day and a way to have it looked at again', async () => {
    book.on('2026-04-01');
    const live = await budgetIn(book, 'live', [lineDraft({ lineCode: 'S1', amount: 100_000n })]);
    const end = async (effectiveOn: PlainDate, noticeOn?: PlainDate) =>
      draftChange(book.desk, book.officer, await live.asRead(), {
        terms: { kind: 'end', ground: 'not-needed' },
        ...{ effectiveOn, noticeOn, reasons: 'The club is free from May.' },
      });
    expect(await end('2026-04-02')).toMatchObject({ refusal: { code: 'notice-too-short' } });
    expect(await end('2026-04-28', '2026-04-01')).toMatchObject({ refusal: { code: 'notice-too-short' } });
    const draft = must(await end('2026-04-29', '2026-04-01'));
    must(await approveChange(book.desk, book.approver, { ...(await live.asRead()), ...draft }, {}, book.key(randomUUID())));
    const ended = (await view(live)).decisions.find(({ kind }) => kind === 'end');
    expect(ended).toMatchObject({
      ...{ kind: 'end', noticeOn: '2026-04-01', effectiveOn: '2026-04-29', reasons: 'The club is free from May.' },
      streamRoutes: [{ stream: 'CARE', route: 'complaint' }],
    });
    expect((await view(live)).lines.map(({ state, until }) => [state, until])).toEqual([['ended', '2026-04-29']]);
  });
});

describe('a family that asks for a decision to be looked at again (Staffordshire 24 014 773)', () => {
  it('starts a clock that is overdue the day after its last, until somebody else has answered', async () => {
    book.on('2026-04-01');
    const live = await budgetIn(book, 'agreed', [lineDraft({ lineCode: 'R1', amount: 100_000n })]);
    const decisionId = (await view(live)).decisions.find(({ kind }) => kind === 'agree')?.decisionId ?? '';
    const asked = must(await askReview(book.desk, book.officer, place(live, decisionId), 'It is not enough.'));
    expect(asked.answerBy).toBe('2026-04-29');
    const overdue = { kind: 'reconsideration-answer', standing: 'overdue' } as const;
    book.on('2026-04-29');
    await workOffClocks(book.desk, book.authorityId);
    expect([await listed(overdue), await listed({ kind: 'reconsideration-answer' })]).toEqual([[], ['2026-04-29 open']]);
    book.on('2026-04-30');
    await workOffClocks(book.desk, book.authorityId);
    expect(await listed(overdue)).toEqual(['2026-04-29 missed']);
    const answer = { outcome: 'changed', answer: 'We had left out the holidays.' } as const;
    expect(await answerReview(book.desk, book.approver, place(live, decisionId), answer)).toMatchObject({
      refusal: { code: 'maker-may-not-approve' },
    });
    must(await answerReview(book.desk, { ...book.approver, principal: 'approver-2' }, place(live, decisionId), answer));
    expect(await listed({ kind: 'reconsideration-answer' })).toEqual([]);
  });
});

describe('a tribunal that has ordered a plan and a budget (Derbyshire 22 011 497)', () => {
  it('has its day on the list from the order on, overdue the day after, until somebody has done what it says', async () => {
    book.on('2026-04-01');
    const at = { familyId: book.familyId, planId: book.planId };
    const order = { orderedOn: '2026-04-01', complyBy: '2026-05-06' } as const;
    const record = (more: Partial<Parameters<typeof recordOrder>[3]> = {}) =>
      recordOrder(book.desk, book.officer, at, { ...order, ...more });
    expect(await record({ orderedOn: '2026-04-02' })).toMatchObject({ refusal: { errors: [{ pointer: '/orderedOn' }] } });
    expect(await record({ complyBy: '2026-03-31' })).toMatchObject({ refusal: { errors: [{ pointer: '/complyBy' }] } });
    const { orderId } = must(await record());
    // The same order told by a second officer is the same one.
    expect(must(await record()).orderId).toBe(orderId);
    const query = { kind: 'order-deadline' } as const;
    expect([await listed(query), await listed({ ...query, standing: 'overdue' })]).toEqual([['2026-05-06 open'], []]);
    book.on('2026-04-29');
    expect(await listed({ ...query, standing: 'due' })).toEqual(['2026-05-06 open']);
    book.on('2026-05-07');
    await workOffClocks(book.desk, book.authorityId);
    expect(await listed({ ...query, standing: 'overdue' })).toEqual(['2026-05-06 missed']);
    const [clock] = await dueList(book.desk, book.authorityId, { ...query, limit: 1 });
    const { clockId = '', revision } = clock ?? {};
    must(await completeClock(book.desk, book.officer, { familyId: book.familyId, clockId, ifMatch: `${revision}` }, '2026-05-07'));
    expect(await listed(query)).toEqual([]);
  });
});

describe('a payment that nobody looks after (Northumberland 23 014 712)', () => {
  it('has every review that was missed on the list, on the day it was missed', async () => {
    book.on('2026-04-01');
    const { authorityId, familyId, planId, clock } = book;
    const by = { authorityId, principal: 'a test', now: clock.now(), today: '2026-04-01' } as const;
    const paid = { familyId, planId, kind: 'first-payment', stream: 'EDUCATION', subjectId: randomUUID(), on: '2026-04-01' } as const;
    await inTransaction(book.desk.database, { authorityId }, (tx) => tellClocks(tx, by, paid));
    book.on('2026-07-01');
    await workOffClocks(book.desk, authorityId);
    expect(await listed({ kind: 'payment-review', standing: 'overdue' })).toEqual([]);
    book.on('2026-09-15');
    await workOffClocks(book.desk, authorityId);
    expect(await listed({ kind: 'payment-review', standing: 'overdue' })).toEqual(['2026-07-01 missed']);
  });
});
