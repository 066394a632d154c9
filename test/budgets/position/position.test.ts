import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FamilyPosition } from '../../../src/budgets/position/read-position.ts';
import {
  authorityPosition,
  familyPosition,
  linePosition,
  sourcePosition,
  sourceShares,
} from '../../../src/budgets/position/read-position.ts';
import type { Figures } from '../../../src/budgets/position/rules/figures.ts';
import { formatPounds } from '../../../src/platform/money/pounds.ts';
import { must } from '../../people/example-family.ts';
import { type BudgetBook, budgetBook } from '../budget-book.ts';
import { liveBudget, NORTHMOOR_YEAR, playLine, putUpForNorthmoor } from './northmoor-lines.ts';

const DAYS = { promised: '2026-04-01', paid: '2026-12-31', spent: '2026-12-31' } as const;

let book: BudgetBook;
let room: BudgetBook['desk'];
const staff = () => book.officer;
const table = ({ allocated, paid, committed, available, spent, left }: Figures) =>
  [allocated, paid, committed, available, spent, left].map(formatPounds).join(' ');
const position = async (...asOf: [Parameters<typeof familyPosition>[3]?]): Promise<FamilyPosition> =>
  must(await familyPosition(room, staff(), book.familyId, ...asOf));

beforeAll(async () => {
  book = await budgetBook();
  room = book.desk;
  await putUpForNorthmoor(book);
  await liveBudget(book);
  book.on('2026-12-31');
  for (const line of NORTHMOOR_YEAR) await playLine(book, line, DAYS);
});
afterAll(() => book.close());

describe('a family’s position', () => {
  it('is the worked example’s table, line by line and all together', async () => {
    const { lines, total } = await position();
    expect(
      lines.toSorted((a, b) => (a.lineCode < b.lineCode ? -1 : 1)).map(({ lineCode, figures }) => `${lineCode} ${table(figures)}`),
    ).toEqual([
      'L1 12000.00 5000.00 7000.00 0.00 4000.00 8000.00',
      'L2 10400.00 7630.77 2307.69 461.54 6500.00 3900.00',
      'L3 5200.00 4333.33 866.67 0.00 3900.00 1300.00',
      'L4 5460.00 4620.00 840.00 0.00 4620.00 840.00',
    ]);
    expect(table(total)).toBe('33060.00 21584.10 11014.36 461.54 19020.00 14040.00');
  });

  it('adds up the same way over shares, streams and sources', async () => {
    const { lines, streams, sources, total } = await position();
    expect(streams.map(({ key, figures }) => `${key} ${formatPounds(figures.paid)}`)).toEqual([
      'EDUCATION 5000.00',
      'HEALTH 6181.33',
      'CARE 10402.77',
    ]);
    for (const parts of [streams, sources, lines.flatMap(({ shares }) => shares)]) {
      for (const name of Object.keys(total) as (keyof Figures)[]) {
        expect(parts.reduce((sum, { figures }) => sum + figures[name], 0n)).toBe(total[name]);
      }
    }
    const tutor = lines.find(({ lineCode }) => lineCode === 'L1');
    expect(tutor?.shares.map(({ share, figures }) => `${share.financialYear} ${formatPounds(figures.allocated)}`)).toEqual([
      '2026-27 7000.00',
      '2027-28 5000.00',
    ]);
  });

  it('is told as it stood at the end of any day, and as it was known at a moment', async () => {
    expect(table((await position({ effectiveDate: '2026-12-30' })).total)).toBe('33060.00 0.00 32598.46 461.54 0.00 33060.00');
    expect(table((await position({ effectiveDate: '2026-03-31' })).total)).toBe('0.00 0.00 0.00 0.00 0.00 0.00');
    // Booked on 31 December, and so not known before, whatever day it counts from.
    expect(table((await position({ recordedAt: new Date('2026-12-30T23:00:00.000Z') })).total)).toBe(
      '33060.00 0.00 0.00 33060.00 0.00 33060.00',
    );
  });

  it('shows the lines of children whose affairs are open, and no more', async () => {
    const parent = (children: readonly string[]) => ({
      ...staff(),
      standings: [{ role: 'parent' as const, standingId: 's', familyId: book.familyId, personId: 'p', children }],
    });
    const open = must(await familyPosition(room, parent([book.childId]), book.familyId));
    const closed = must(await familyPosition(room, parent([]), book.familyId));
    expect([open.lines.length, closed.lines.length, closed.total.allocated]).toEqual([4, 0, 0n]);
    const [line] = open.lines;
    expect(await linePosition(room, parent([]), { familyId: book.familyId, lineId: line?.lineId ?? '' })).toEqual({
      ok: false,
      refusal: { code: 'record-not-found' },
    });
  });

  it('names the next payment where an agreement promises one', async () => {
    const asked: string[] = [];
    const told = await familyPosition(
      {
        ...room,
        nextPayments: async (_authority, codes, from) => {
          asked.push(from);
          return codes.flatMap((lineCode) => (lineCode === 'L2' ? [{ lineCode, on: '2027-01-06' as const, amount: 76_923n }] : []));
        },
      },
      staff(),
      book.familyId,
    );
    expect(asked).toEqual(['2026-12-31']);
    expect(must(told).nextPayment).toEqual({ lineCode: 'L2', on: '2027-01-06', amount: 76_923n });
    expect(must(told).lines.filter(({ nextPayment }) => nextPayment !== undefined)).toHaveLength(1);
  });
});

describe('the position of the authority and of its sources', () => {
  it('is the sum of its lines, by stream and by pot', async () => {
    const { figures, streams, pots } = await authorityPosition(room, book.authorityId);
    expect(figures).toEqual((await position()).total);
    expect(streams.map(({ stream, figures: own }) => `${stream} ${formatPounds(own.paid)}`)).toEqual([
      'EDUCATION 5000.00',
      'HEALTH 6181.33',
      'CARE 10402.77',
    ]);
    expect(
      pots.map(({ source, financialYear, putUp, notGiven, figures: own }) => [source, financialYear, putUp - notGiven === own.allocated]),
    ).toEqual([
      ['childrens-social-care', '2026-27', true],
      ['high-needs-block', '2026-27', true],
      ['high-needs-block', '2027-28', true],
      ['icb-continuing-care', '2026-27', true],
    ]);
  });

  it('lists what a source pays by opaque codes, page by page', async () => {
    const first = must(await sourceShares(room, book.authorityId, 'high-needs-block', { limit: 1 }));
    const [{ share } = { share: undefined }] = first;
    const rest = must(await sourceShares(room, book.authorityId, 'high-needs-block', { after: share, limit: 10 }));
    expect([...first, ...rest].map((each) => `${each.share.line} ${each.share.financialYear}`)).toEqual(['L1 2026-27', 'L1 2027-28']);
    expect(await sourceShares(room, book.authorityId, 'nobodys-money', { limit: 1 })).toEqual({
      ok: false,
      refusal: { code: 'source-not-found' },
    });
  });

  it('shows a pot that is short, which stops nothing', async () => {
    // The ICB confirms less than its lines were given.
    await book.putUp('icb-continuing-care', '2026-27', 600_000n, { ifMatch: '1' });
    const { years } = must(await sourcePosition(room, book.authorityId, 'icb-continuing-care'));
    expect(years.map(({ putUp, notGiven, overspent, figures }) => [putUp, notGiven, overspent, figures.allocated])).toEqual([
      [600_000n, -138_400n, 138_400n, 738_400n],
    ]);
  });
});
