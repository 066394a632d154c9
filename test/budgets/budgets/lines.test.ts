import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agreeBudget, type LineDraft, setLines } from '../../../src/budgets/index.ts';
import { addProvision } from '../../../src/budgets/plans/provisions.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budget-book.ts';
import { budgetIn } from './live-budget.ts';

let book: BudgetBook;
let open: Awaited<ReturnType<typeof budgetIn>>;
beforeAll(async () => {
  book = await budgetBook({ plan: { element2Held: true } });
  await book.putUp('childrens-social-care', '2026-27', 100_000n);
  open = await budgetIn(book, 'requested', []);
}, 60_000);
afterAll(() => book.close());

const draft = (change: Partial<LineDraft>) => lineDraft({ amount: 10_000n, ...change });
const education = { stream: 'EDUCATION', sources: [{ sourceCode: 'high-needs-block', percent: '100' }] } as const;
const costing = { unit: 'hour', units: '10', rate: 1_001n, vatCode: 'exempt' } as const;

async function refusalOf(lines: readonly LineDraft[]) {
  const set = await setLines(book.desk, book.officer, await open.asRead(), { lines, leftOut: [], reasons: 'What the plan says.' });
  if (set.ok) return 'set';
  const [error] = 'errors' in set.refusal ? set.refusal.errors : [];
  return [set.refusal.code, error?.pointer];
}

describe('the lines of a budget', () => {
  it.each([
    [{ until: '2026-03-31' }, 'dates-crossed', 'until'],
    [{ from: '2026-03-31' }, 'line-outside-budget', 'from'],
    [{ until: '2028-04-01' }, 'line-outside-budget', 'until'],
    [{ contingency: 10_001n }, 'contingency-above-amount', 'contingency'],
    [{ ...education, kind: 'school-place' }, 'place-fees-not-allowed', 'kind'],
    [{ premises: true }, 'premises-agreement-missing', 'premisesAgreedOn'],
    [{ educatesOrTrains: true }, 'therapy-belongs-to-education', 'stream'],
    [{ sources: [{ sourceCode: 'childrens-social-care', percent: '99' }] }, 'percentages-do-not-add-up', 'sources'],
    [
      {
        sources: [
          { sourceCode: 'childrens-social-care', percent: '50' },
          { sourceCode: 'childrens-social-care', percent: '50' },
        ],
      },
      'source-named-twice',
      'sources/1/sourceCode',
    ],
    [{ sources: [{ sourceCode: 'nobody', percent: '100' }] }, 'source-not-found', 'sources/0/sourceCode'],
    [{ sources: education.sources }, 'line-without-its-stream', 'sources'],
    [{ ...education, amount: 350_001n, annualCost: 950_000n }, 'element-2-not-deducted', 'amount'],
    [{ costing }, 'amount-not-sufficient', 'amount'],
  ] as const)('are refused as a whole, with the member named (case %#)', async (change, code, field) => {
    expect(await refusalOf([draft({}), draft(change)])).toEqual([code, `/lines/1/${field}`]);
    const rows = await inTransaction(book.desk.database, { authorityId: book.authorityId }, (_, client) =>
      client.query('select from budgets.budget_lines where budget_id = $1', [open.budgetId]),
    );
    expect(rows.rowCount).toBe(0);
  });

  it('may go against a rule with a written reason', async () => {
    const { words } = draft({});
    const below = draft({ costing, words: { ...words, reasonForAmount: 'A charity pays the rest.' } });
    const elsewhere = draft({ educatesOrTrains: true, words: { ...words, reasonForStream: 'The family asked for it.' } });
    expect(await refusalOf([below, elsewhere])).toBe('set');
  });

  it('are not overwritten by an officer who has read an older version', async () => {
    const stale = { ...(await open.asRead()), ifMatch: '1' };
    const set = await setLines(book.desk, book.officer, stale, { lines: [draft({})], leftOut: [], reasons: 'What the plan says.' });
    expect(set).toMatchObject({ refusal: { code: 'version-stale' } });
  });

  describe('that name a support of the plan', () => {
    const assistant = { kind: 'personal-assistant', unit: 'hour', unitsPerWeek: '4', weeks: 52, termTimeOnly: false } as const;
    const where = {
      deliveredIn: 'community',
      from: '2026-04-01',
      until: '2027-03-31',
      description: 'Help',
      byWhom: 'An assistant',
    } as const;
    const supported = async (section: 'H1' | 'G') => {
      const at = { familyId: book.familyId, planId: book.planId, ifMatch: '*' };
      return must(await addProvision(book.desk, book.officer, at, { ...assistant, ...where, section })).provisionId;
    };

    it('pay for it in one budget at a time', async () => {
      const provisionId = await supported('H1');
      await budgetIn(book, 'indicative', [draft({ provisionId, until: '2026-08-31' })]);
      expect(await refusalOf([draft({ provisionId, from: '2026-08-31' })])).toEqual([
        'provision-in-another-budget',
        '/lines/0/provisionId',
      ]);
      expect(await refusalOf([draft({ provisionId, from: '2026-09-01' })])).toBe('set');
    });

    it('say what the plan says of it, from the stream whose duty its section is', async () => {
      const [care, health] = [await supported('H1'), await supported('G')];
      const { words } = draft({});
      expect(await refusalOf([draft({ provisionId: randomUUID() })])).toEqual(['provision-not-in-plan', '/lines/0/provisionId']);
      expect(await refusalOf([draft({ provisionId: care, kind: 'activity' })])).toEqual(['provision-of-another-kind', '/lines/0/kind']);
      expect(await refusalOf([draft({ provisionId: care, from: '2027-04-01', until: '2027-06-30' })])).toEqual([
        'provision-not-running',
        '/lines/0/provisionId',
      ]);
      expect(await refusalOf([draft({}), draft({ provisionId: health })])).toEqual(['stream-not-of-section', '/lines/1/stream']);
      expect(await refusalOf([draft({ provisionId: health, words: { ...words, reasonForStream: 'Agreed with the ICB.' } })])).toBe('set');
      expect(await refusalOf([draft({ provisionId: care })])).toBe('set');
    });
  });
});

describe('a line larger than its source', () => {
  it('is refused, unless an approver says why it is funded all the same; the source then shows it', async () => {
    const large = await budgetIn(book, 'indicative', [draft({ amount: 100_001n })]);
    const { desk, approver } = book;
    const agree = async (more: { fundedThoughShort?: string }, key: string) =>
      agreeBudget(desk, approver, await large.asRead(), { reasons: 'It is needed.', ...more }, book.key(key));
    const source = 'source:childrens-social-care:2026-27';
    expect(await agree({}, 'short')).toMatchObject({ refusal: { code: 'source-short', account: source } });
    expect(await book.balance(source)).toBe(100_000n);
    must(await agree({ fundedThoughShort: 'The plan says so.' }, 'funded'));
    expect(await book.balance(source)).toBe(-1n);
  });

  it('is not agreed by whoever wrote it down', async () => {
    const own = await budgetIn(book, 'indicative', [draft({})]);
    const both = { ...book.approver, principal: book.officer.principal };
    const agreed = await agreeBudget(book.desk, both, await own.asRead(), { reasons: 'Mine.' }, book.key('own'));
    expect(agreed).toMatchObject({ refusal: { code: 'maker-may-not-approve' } });
  });
});

describe('the database', () => {
  const insert = (statement: string) =>
    inTransaction(book.desk.database, { authorityId: book.authorityId }, (_, client) => client.query(statement));
  const source = (kind: string, stream: string, codes: string) =>
    `insert into budgets.funding_sources (authority_id, source_code, stream, kind, name, cost_centre, subjective, revision, created_at, created_by)
     values (${book.authorityId}, 'x', '${stream}', '${kind}', 'x', ${codes}, 1, '2026-04-01', 'x')`;

  it('lets no source fund a stream that it may not, nor book on another stream’s code', async () => {
    await expect(insert(source('high-needs', 'HEALTH', "'H3300', '5330'"))).rejects.toThrow('funding_sources_may_fund');
    await expect(insert(source('high-needs', 'EDUCATION', "'H3300', '5330'"))).rejects.toThrow('funding_sources_code_of_stream');
  });

  it('lets no share join a stream with another stream’s source or code', async () => {
    const share = (stream: string, codes: string) =>
      `insert into budgets.line_shares select authority_id, line_id, 'high-needs-block', '2026-27', 1, 1, '${stream}', ${codes} from budgets.budget_lines limit 1`;
    await expect(insert(share('CARE', "'C2200', '5320'"))).rejects.toThrow('line_shares_source_of_stream');
    await expect(insert(share('EDUCATION', "'C2200', '5320'"))).rejects.toThrow('line_shares_code_of_stream');
  });
});
