import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { budgetLetter } from '../../../src/budgets/explanation/budget-letter.ts';
import { explainBudget } from '../../../src/budgets/explanation/explain-budget.ts';
import { explainLeftOut } from '../../../src/budgets/explanation/rules/explain-line.ts';
import { explainSum } from '../../../src/budgets/explanation/rules/explain-sum.ts';
import { spokenPassages } from '../../../src/budgets/explanation/rules/in-words.ts';
import type { LineFacts } from '../../../src/budgets/explanation/rules/line-facts.ts';
import { enGb } from '../../../src/budgets/explanation/rules/words/en-gb.ts';
import { figuresOf } from '../../../src/budgets/position/rules/figures.ts';
import { letterAsPdf } from '../../../src/platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../../src/platform/letters/letter-as-text.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, budgetBook } from '../budget-book.ts';
import { liveBudget, NORTHMOOR_YEAR, playLine, putUpForNorthmoor } from '../position/northmoor-lines.ts';

const DAYS = { promised: '2026-04-01', paid: '2026-12-31', spent: '2026-12-31' } as const;
const facts = (change: Partial<LineFacts> = {}): LineFacts => ({
  lineId: 'an-id',
  lineCode: 'L9',
  title: 'A tutor',
  stream: 'EDUCATION',
  mechanism: 'DIRECT_PAYMENT',
  state: 'live',
  from: '2026-04-01',
  until: '2027-03-31',
  termTimeOnly: false,
  amount: 100n,
  contingency: 0n,
  money: [],
  ...change,
});

describe('how a figure came about', () => {
  const pence = fc.bigInt({ min: 0n, max: 10n ** 9n });

  it('adds up to the agreed amount, step by step, whatever was agreed', () => {
    fc.assert(
      fc.property(pence, pence, pence, pence, pence, pence, fc.boolean(), (amount, base, vat, onCosts, fixedCosts, taken, isReclaimed) => {
        const schoolPart = { annualCost: base, taken };
        const { steps } = explainSum(
          facts({ amount, costing: { base, vat: { amount: vat, isReclaimed }, onCosts, fixedCosts, schoolPart } }),
          enGb,
        );
        const total = steps.at(-1);
        expect(total).toEqual({ kind: 'total', amount });
        expect(steps.slice(0, -1).reduce((sum, step) => sum + step.amount, 0n)).toBe(amount);
      }),
    );
  });

  it('says what the school pays first, and what was agreed beyond the rules', () => {
    const costing = {
      base: 950_000n,
      vat: { amount: 0n, isReclaimed: false },
      onCosts: 0n,
      fixedCosts: 0n,
      schoolPart: { annualCost: 950_000n, taken: 600_000n },
    };
    const { sentences } = explainSum(facts({ amount: 360_000n, costing }), enGb);
    expect(sentences.map(({ key, values }) => [key, values['amount']])).toEqual([
      ['sum.school-part', '£6,000.00'],
      ['sum.more', '£100.00'],
      ['sum.total', '£3,600.00'],
    ]);
  });
});

describe('what is left out', () => {
  it('is told with its reason, for every ground there is', () => {
    const grounds = ['reg-4a-harm', 'reg-4a-inefficient', 'place-fees', 'premises-not-agreed', 'not-suitable', 'family-choice'] as const;
    for (const ground of grounds) {
      const [passage] = spokenPassages(
        { passages: [{ part: 'out', sentences: explainLeftOut([{ ground, what: 'Swimming', why: 'W' }], enGb) }] },
        enGb,
      );
      expect(passage?.sentences[0]).toContain('Swimming');
      expect(passage?.sentences[1]).toBe('This is the reason: W');
    }
    expect(explainLeftOut([], enGb).map(({ key }) => key)).toEqual(['out.nothing']);
  });
});

describe('the explanation of the worked example', () => {
  let book: BudgetBook;
  const explained = async () => must(await explainBudget(book.desk, book.officer, { familyId: book.familyId, catalogue: enGb }));
  const passages = async (lineCode: string) => {
    const line = (await explained()).lines.find((each) => each.line.lineCode === lineCode);
    if (line === undefined) throw new Error(`no line ${lineCode}`);
    return Object.fromEntries(spokenPassages(line, enGb).map(({ part, sentences }) => [part, sentences]));
  };

  beforeAll(async () => {
    book = await budgetBook();
    await putUpForNorthmoor(book);
    await liveBudget(book);
    book.on('2026-12-31');
    for (const line of NORTHMOOR_YEAR) await playLine(book, line, DAYS);
  });
  afterAll(() => book.close());

  it('says whose money it is, by which rule, and which part of it is not settled', async () => {
    const tutor = await passages('L1');
    expect(tutor['money']).toEqual([
      'The council pays £12,000.00. It is money for children who need more help than a school can give by itself.',
      'The rules say that this money is for learning only.',
      '£7,000.00 of it is for April 2026 to March 2027.',
      '£5,000.00 of it is for April 2027 to March 2028. That year’s money is not settled, so this may change. We will tell you.',
    ]);
    const nights = await passages('L4');
    expect(nights['money']).toEqual([
      'The council’s team for children pays £3,276.00. It is money for care.',
      'That is 60% of the whole.',
      'The rules say that this money is for care only.',
      'The NHS pays £2,184.00, as this part is for health.',
      'That is 40% of the whole.',
      'The rules say that this money is for health only.',
      'The council pays first. Then the NHS pays the council back. You do not have to do anything.',
    ]);
    expect(nights['sum']).toEqual(['26 nights at £210.00 each comes to £5,460.00.', 'So the money for this is £5,460.00.']);
  });

  it('says the same sums as the position, in the letter as in the data', async () => {
    const { lines, position, today, council } = await explained();
    for (const { line, figures } of lines) {
      expect(figures).toBe(position.lines.find(({ lineId }) => lineId === line.lineId)?.figures);
    }
    const letter = budgetLetter({ lines, total: position.total, today, council }, enGb);
    const text = letterAsText(letter);
    expect(text).toContain('You have £14,040.00 left of £33,060.00.');
    expect(text).toContain('Shown as spent: £19,020.00');
    expect(text).toContain(
      'You have £3,900.00 left of £10,400.00.\n\nShown as spent: £6,500.00\nPaid, receipts to come: £1,130.77\nStill to be paid: £2,307.69\nNot promised yet: £461.54',
    );
    // On paper each line is a heading, and each of its questions one below it, for whoever hears the letter read.
    const pdf = (await letterAsPdf(letter)).toString('latin1');
    const elements = (type: string) => pdf.match(new RegExp(`/S /${type}\\b`, 'g'))?.length;
    const questions = lines.reduce((sum, each) => sum + spokenPassages(each, enGb).length, 0);
    expect([elements('H1'), elements('H2'), elements('H3')]).toEqual([1, lines.length + 1, questions]);
  });

  it('keeps back what a confidential mark hides from a reader, and nothing tells that it does', async () => {
    const { markConfidential, addPerson } = await import('../../../src/people/index.ts');
    const { desk, officer, familyId, childId } = book;
    const { personId: parentId } = must(await addPerson(desk, officer, familyId, { kind: 'parent', details: { name: 'Frankie' } }));
    must(await markConfidential(desk, officer, familyId, { personId: childId, hiddenFrom: parentId, kind: 'school' }));
    const standing = { role: 'parent' as const, standingId: 's', familyId, personId: parentId, children: [childId] };
    const parent = { ...officer, standings: [standing] };
    const { lines } = must(await explainBudget(desk, parent, { familyId, catalogue: enGb }));
    expect(lines.map(({ line }) => [line.title, line.why]).sort()).toEqual([
      ['Night away from home', undefined],
      ['Nursing', undefined],
      ['Personal assistant', undefined],
      ['Teaching one to one', undefined],
    ]);
  });

  it('tells of cost beyond the plan in words of its own, never as a sum below nothing', () => {
    const figures = figuresOf({ available: -5_000n, committed: 0n, paid: 105_000n, expense: 100_000n });
    const letter = budgetLetter({ lines: [], total: figures, today: '2026-12-31', council: 'Northmoor Council' }, enGb);
    expect(letterAsText(letter)).toMatch(/Used faster than planned: £50\.00\n\n/);
  });
});
