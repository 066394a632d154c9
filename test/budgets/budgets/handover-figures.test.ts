import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approveChange } from '../../../src/budgets/budgets/approve-change.ts';
import { draftChange } from '../../../src/budgets/budgets/draft-change.ts';
import type { ChangeTerms } from '../../../src/budgets/budgets/rules/change-terms.ts';
import { movementsOfShare } from '../../../src/budgets/budgets/rules/share-movements.ts';
import { accountForPayee, budgetOperations, releasedFromCommitment, type Share, sourceAccount } from '../../../src/budgets/index.ts';
import type { HandoverDocument } from '../../../src/budgets/plans/handovers/handover-document.ts';
import { finalisePlan } from '../../../src/budgets/plans/plan-life.ts';
import type { EntryDraft } from '../../../src/ledger/rules/entry-draft.ts';
import { instalmentReleased } from '../../../src/payments/rules/payment-entries.ts';
import { createAuthority } from '../../../src/people/index.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budget-book.ts';
import { budgetIn } from './live-budget.ts';

/** A budget of a plan in force, paid in part, ended and handed over by the operations that the service offers. */
let book: BudgetBook;
beforeAll(async () => {
  book = await budgetBook();
  await createAuthority(book.desk.database, book.clock, { slug: 'southvale', name: 'Southvale Council' });
  must(await finalisePlan(book.desk, book.officer, { familyId: book.familyId, planId: book.planId, ifMatch: '1' }, '2026-02-01'));
  await book.putUp(CARE, '2026-27', PUT_UP);
}, 60_000);
afterAll(() => book.close());

const CARE = 'childrens-social-care';
const PUT_UP = 5_000_000n;
const share: Share = {
  line: 'H1',
  source: CARE,
  financialYear: '2026-27',
  stream: 'CARE',
  costCentre: 'C2200',
  subjective: '5320',
};

const post = async (entry: EntryDraft) => {
  const [result] = await book.ledger.post(book.authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'a test', entry }]);
  if (!result?.ok) throw new Error(JSON.stringify(result?.refusal));
};
const parts = (amount: bigint) => [{ share, amount }];
const send = (movesOn: PlainDate) => {
  const operation = budgetOperations(book.desk).find(({ id }) => id === 'budgets.send-handover');
  if (operation === undefined) throw new Error('there is no such operation');
  return operation.handle({
    caller: book.officer,
    params: { familyId: book.familyId, planId: book.planId },
    query: {},
    body: { to: 'southvale', movesOn },
    ifMatch: '2',
    onBehalfOf: undefined,
  } as never);
};

it('is handed over only when every line has given back what it did not pay, and the document says what the ledger says', async () => {
  const { desk, officer, approver } = book;
  const live = await budgetIn(book, 'live', [
    lineDraft({ lineCode: 'H1', amount: 1_200_000n }),
    lineDraft({ lineCode: 'H2', amount: 300_000n }),
  ]);
  const change = async (terms: ChangeTerms) => {
    const asked = { terms, effectiveOn: '2026-04-20', reasons: 'The family moves.' } as const;
    const drafted = must(await draftChange(desk, officer, await live.asRead(), asked));
    must(await approveChange(desk, approver, { ...(await live.asRead()), ...drafted }, {}, book.key(randomUUID())));
  };
  book.on('2026-04-20');
  await change({ kind: 'virement', fromLine: 'H2', toLine: 'H1', amount: '100000' });
  await book.commit('H1', 900_000n);
  await book.ledger.openAccounts({ authorityId: book.authorityId, principal: 'a test' }, [
    { ...accountForPayee('P1'), opensOn: '2026-04-01' },
  ]);
  await post(instalmentReleased({ effectiveDate: '2026-04-20', payee: 'P1', parts: parts(112_345n) }));
  book.on('2026-05-01');
  expect(await send('2026-04-21')).toMatchObject({ ok: false, refusal: { code: 'handover-lines-open', lines: ['H1', 'H2'] } });

  await post(releasedFromCommitment({ effectiveDate: '2026-05-01', parts: parts(787_655n) }));
  await change({ kind: 'end', ground: 'consent-withdrawn' });
  // The lines still stood open on the last day of April.
  expect(await send('2026-05-01')).toMatchObject({ refusal: { code: 'handover-lines-open' } });
  book.on('2026-05-02');
  const sent = (await send('2026-05-02')) as { ok: true; value: { body: { document: string } } };
  const { figures } = JSON.parse(must(sent).body.document) as HandoverDocument;
  expect(figures).toEqual({
    lines: [
      { ...shown, lineCode: 'H1', allocated: '1300000', paid: '112345', advance: '112345', givenBack: '1187655' },
      { ...shown, lineCode: 'H2', allocated: '300000', paid: '0', advance: '0', givenBack: '300000' },
    ],
    givenBack: '1487655',
  });
  expect(await book.balance(sourceAccount(CARE, '2026-27'))).toBe(PUT_UP - 112_345n);
});

const shown = { stream: 'CARE', sourceCode: CARE, financialYear: '2026-27' };
const amounts = (state: 'indicative' | 'live' | 'ended', amount: string) => [
  { lineCode: 'L1', state, shares: [{ sourceCode: CARE, financialYear: '2026-27', amount }] },
];

it('counts what versions gave and took, nothing of a draft, and all of an import that was undone', () => {
  const of = (state: 'live' | 'ended', ...versions: ReturnType<typeof amounts>[]) =>
    movementsOfShare({ lineCode: 'L1', state }, { sourceCode: CARE, financialYear: '2026-27' }, versions);
  const draft = amounts('indicative', '900');
  expect(of('live', draft, amounts('live', '700'), amounts('live', '500'), amounts('live', '800'))).toEqual({
    allocated: 1_000n,
    givenBack: 200n,
  });
  expect(of('ended', amounts('live', '700'), amounts('ended', '250'))).toEqual({ allocated: 700n, givenBack: 450n });
  expect(of('ended', amounts('live', '700'))).toEqual({ allocated: 700n, givenBack: 700n });
});
