import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { approveChange } from '../../../src/budgets/budgets/approve-change.ts';
import { draftChange } from '../../../src/budgets/budgets/draft-change.ts';
import type { ChangeTerms } from '../../../src/budgets/budgets/rules/change-terms.ts';
import { accountForPayee, committed, linesOfBudget, releasedFromCommitment, type Share, sharesOfLine } from '../../../src/budgets/index.ts';
import type { EntryDraft } from '../../../src/ledger/rules/entry-draft.ts';
import { instalmentReleased } from '../../../src/payments/rules/payment-entries.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budget-book.ts';
import { budgetIn } from './live-budget.ts';

const SOURCES = ['childrens-social-care', 'icb-continuing-care'] as const;
const YEARS = ['2026-27', '2027-28'] as const;
const PUT_UP = 10_000_000n;

let book: BudgetBook;
beforeAll(async () => {
  book = await budgetBook();
  for (const source of SOURCES) for (const year of YEARS) await book.putUp(source, year, PUT_UP, { indicative: year === '2027-28' });
  await book.ledger.openAccounts({ authorityId: book.authorityId, principal: 'a test' }, [
    { ...accountForPayee('P1'), opensOn: '2026-04-01' },
  ]);
}, 60_000);
afterAll(() => book.close());

type Live = Awaited<ReturnType<typeof budgetIn>>;

/** What the lines say they have, share by share. */
async function sharesOf({ budgetId }: Live): Promise<{ share: Share; amount: bigint }[]> {
  const { authorityId, desk } = book;
  return inTransaction(desk.database, { authorityId }, async (tx, client) => {
    const found: { share: Share; amount: bigint }[] = [];
    for (const line of await linesOfBudget(tx, authorityId, budgetId)) {
      const { rows } = await client.query<{ source_code: string; financial_year: string; amount: string }>(
        'select source_code, financial_year, amount::text from budgets.line_shares where authority_id = $1 and line_id = $2',
        [authorityId, line.lineId],
      );
      for (const { share } of await sharesOfLine(tx, authorityId, line)) {
        const row = rows.find(({ source_code, financial_year }) => source_code === share.source && financial_year === share.financialYear);
        found.push({ share, amount: BigInt(row?.amount ?? '-1') });
      }
    }
    return found;
  });
}

/** Of each share: what its line says it was given, and what the ledger holds of it in its three states. */
async function tally(live: Live): Promise<{ said: Record<string, bigint>; held: Record<string, bigint>; left: bigint }> {
  const said: Record<string, bigint> = {};
  const held: Record<string, bigint> = {};
  for (const { share, amount } of await sharesOf(live)) {
    const code = `share:${share.line}:${share.source}:${share.financialYear}`;
    const states = await Promise.all(['available', 'committed', 'paid'].map((state) => book.balance(`${code}:${state}`)));
    said[code] = amount;
    held[code] = states.reduce((sum, balance) => sum + balance, 0n);
  }
  const pots = await Promise.all(SOURCES.flatMap((source) => YEARS.map((year) => book.balance(`source:${source}:${year}`))));
  return { said, held, left: pots.reduce((sum, balance) => sum + balance, 0n) };
}

const sumOf = (amounts: Record<string, bigint>) => Object.values(amounts).reduce((sum, amount) => sum + amount, 0n);

/** What may be refused stays refused; the law is that neither an acceptance nor a refusal lets the two drift apart. */
async function change(live: Live, terms: ChangeTerms): Promise<boolean> {
  const { desk, officer, approver } = book;
  const notice = { effectiveOn: '2026-06-01', noticeOn: '2026-04-01', reasons: 'A change.' } as const;
  const drafted = await draftChange(desk, officer, await live.asRead(), { terms, ...notice });
  if (!drafted.ok) return false;
  return (await approveChange(desk, approver, { ...(await live.asRead()), ...drafted.value }, {}, book.key(randomUUID()))).ok;
}

async function post(live: Live, which: number, entryOf: (parts: { share: Share; amount: bigint }[]) => EntryDraft, amount: bigint) {
  const shares = await sharesOf(live);
  const share = shares[which % shares.length]?.share;
  if (share === undefined) return false;
  const entry = entryOf([{ share, amount }]);
  const [result] = await book.ledger.post(book.authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'a test', entry }]);
  return result?.ok === true;
}

const effectiveDate = '2026-04-02' as const;
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom('amount', 'virement', 'carry-forward', 'commit', 'release', 'pay' as const),
    which: fc.nat(7),
    amount: fc.bigInt({ min: 1n, max: 90_000n }),
  }),
  { minLength: 4, maxLength: 8 },
);

it('every share has what its line says: available + committed + paid, and sources hold the rest, whatever happens', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      run += 1;
      const [one, joint] = [`A${run}`, `B${run}`];
      const before = await tally({ budgetId: randomUUID() } as Live);
      const live = await budgetIn(book, 'live', [
        lineDraft({ lineCode: one, amount: 100_001n, until: '2028-03-31' }),
        lineDraft({
          ...{ lineCode: joint, amount: 70_003n, until: '2027-12-11', yearCut: 'days' },
          sources: [
            { sourceCode: 'childrens-social-care', percent: '60' },
            { sourceCode: 'icb-continuing-care', percent: '40' },
          ],
        }),
      ]);
      for (const { kind, which, amount } of sequence) {
        const [from, to] = which % 2 === 0 ? [one, joint] : [joint, one];
        if (kind === 'amount') await change(live, { kind, lineCode: from, amount: `${amount}`, reasonForAmount: true });
        if (kind === 'virement') await change(live, { kind, fromLine: from, toLine: to, amount: `${amount}` });
        if (kind === 'carry-forward')
          await change(live, { kind, lineCode: from, fromYear: '2026-27', toYear: '2027-28', amount: `${amount}` });
        if (kind === 'commit') await post(live, which, (parts) => committed({ effectiveDate, parts }), amount);
        if (kind === 'release') await post(live, which, (parts) => releasedFromCommitment({ effectiveDate, parts }), amount / 10n + 1n);
        if (kind === 'pay') await post(live, which, (parts) => instalmentReleased({ effectiveDate, payee: 'P1', parts }), amount);
        const { said, held, left } = await tally(live);
        expect(held).toEqual(said);
        expect(before.left - left).toBe(sumOf(said));
      }
    }),
    { numRuns: 5 },
  );
}, 120_000);
