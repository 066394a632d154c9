import { afterAll, beforeAll, expect, it } from 'vitest';
import { enGb, explainBudget } from '../../src/budgets/index.ts';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { presentYourBudget } from '../../src/web/families/budget/your-budget-presenter.ts';
import { yourBudgetView } from '../../src/web/families/budget/your-budget-view.ts';
import { presentPlaces } from '../../src/web/your-places/your-places-presenter.ts';
import { yourPlacesView } from '../../src/web/your-places/your-places-view.ts';
import { type BudgetBook, budgetBook } from '../budgets/budget-book.ts';
import { liveBudget, NORTHMOOR_YEAR, playLine, putUpForNorthmoor } from '../budgets/position/northmoor-lines.ts';
import { must } from '../people/example-family.ts';

let book: BudgetBook;
beforeAll(async () => {
  book = await budgetBook();
  await putUpForNorthmoor(book);
  await liveBudget(book);
  book.on('2026-12-31');
  for (const line of NORTHMOOR_YEAR) await playLine(book, line, { promised: '2026-04-01', paid: '2026-12-31', spent: '2026-12-31' });
}, 60_000);
afterAll(() => book.close());

/** What the ledger holds of every account whose code fits, with thousands set apart as people read them. */
async function inBooks(code: RegExp): Promise<string> {
  const accounts = (await book.ledger.accounts(book.authorityId, {})).filter((account) => code.test(account.code));
  const balances = await book.ledger.balances(
    book.authorityId,
    accounts.map((account) => account.code),
  );
  const sum = formatPounds(balances.reduce((total, { balance }) => total + balance, 0n));
  return `£${sum.replace(/\B(?=(\d{3})+\.)/g, ',')}`;
}

it('the page about a budget shows the ledger’s sums to the penny, in words for families', async () => {
  const explained = must(await explainBudget(book.desk, book.officer, { familyId: book.familyId, catalogue: enGb }));
  const { text } = yourBudgetView(presentYourBudget(explained, enGb));
  const cards = text.split('<article').slice(1);
  expect(cards).toHaveLength(5);
  for (const [index, line] of ['L[1-4]', 'L2', 'L3', 'L4', 'L1'].entries()) {
    const shown = [...(cards[index]?.matchAll(/<dd>([^<]+)<\/dd>/g) ?? [])].map(([, amount]) => amount);
    const [spent, held, toCome, free] = await Promise.all(
      ['^expense:LINE:', '^advance:LINE:', '^share:LINE:.*:committed$', '^share:LINE:.*:available$'].map((code) =>
        inBooks(new RegExp(code.replace('LINE', line))),
      ),
    );
    expect(shown).toEqual([spent, held, toCome, free]);
  }
  expect(text).not.toMatch(/\b(debit|credit|overspen\w*|misus\w*|clawback|recovery|surplus|exception|evidence|notional)\b/i);
});

it('is led to from one’s places, by whoever may open it', () => {
  const linked = (maySeeBudget: boolean) => {
    const families = new Map([['f1', { names: [], maySeeBudget, mayShare: false, maySeeLog: false }]]);
    const place = { authorityId: 1, name: 'Northmoor Council', standings: [{ role: 'parent', standingId: 's', familyId: 'f1' }] } as const;
    const facts = { email: 'a@example.org', places: [place], here: 1, invitations: [], families };
    return yourPlacesView(presentPlaces(facts as unknown as Parameters<typeof presentPlaces>[0]), 'a-token').text.includes(
      '/families/f1/budget',
    );
  };
  expect([linked(true), linked(false)]).toEqual([true, false]);
});
