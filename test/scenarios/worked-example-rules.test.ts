import { describe, expect, it } from 'vitest';
import { NORTHMOOR_TODAY, northmoorYear } from '../../src/demo/northmoor-year.ts';
import type { EntryDraft } from '../../src/ledger/rules/entry-draft.ts';
import { parsePaymentReference } from '../../src/payments/index.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { balancesOf, postingsOf, sideOfCode, sideSums } from '../support/fold-entries.ts';

const { accounts, events } = northmoorYear();
const drafts = events.flatMap((event) => event.drafts);
const LINES = ['L1', 'L2', 'L3', 'L4'];

/** The sum of all balances whose code fits, as pounds; credits are shown positive where credit is the normal side. */
function sumOf(entries: readonly EntryDraft[], code: RegExp, normal: 'debit' | 'credit' = 'credit'): string {
  const debits = [...balancesOf(entries)].filter(([account]) => code.test(account)).reduce((sum, [, balance]) => sum + balance, 0n);
  return formatPounds(normal === 'debit' ? debits : -debits);
}

function positionOf(line: string, entries: readonly EntryDraft[] = drafts): string[] {
  const spent = sumOf(entries, new RegExp(`^expense:${line}:`), 'debit');
  const pence = (text: string): bigint => BigInt(text.replace('.', ''));
  const allocated = sumOf(entries, new RegExp(`^share:${line}:`));
  const states = ['paid', 'committed', 'available'].map((state) => sumOf(entries, new RegExp(`^share:${line}:.*:${state}$`)));
  return [allocated, ...states, spent, formatPounds(pence(allocated) - pence(spent))];
}

const upTo = (date: PlainDate): EntryDraft[] => drafts.filter(({ effectiveDate }) => effectiveDate <= date);

describe('the family’s year at the end of 31 December 2026', () => {
  it.each([
    ['L1', '12000.00', '5000.00', '7000.00', '0.00', '4000.00', '8000.00'],
    ['L2', '10400.00', '7630.77', '2307.69', '461.54', '6500.00', '3900.00'],
    ['L3', '5200.00', '4333.33', '866.67', '0.00', '3900.00', '1300.00'],
    ['L4', '5460.00', '4620.00', '840.00', '0.00', '4620.00', '840.00'],
    ['L[1-4]', '33060.00', '21584.10', '11014.36', '461.54', '19020.00', '14040.00'],
  ])('has line %s allocated %s, paid %s, committed %s, available %s, spent %s, left %s', (line, ...figures) => {
    expect(positionOf(line)).toEqual(figures);
  });

  it('has paid 5,000.00 for education, 10,402.77 for care and 6,181.33 for health', () => {
    const paid = (stream: string): string => {
      const ofStream = postingsOf(drafts).filter(({ account, dimension }) => account.endsWith(':paid') && dimension?.stream === stream);
      return formatPounds(-ofStream.reduce((sum, { amount }) => sum + amount, 0n));
    };
    expect(['EDUCATION', 'CARE', 'HEALTH'].map(paid)).toEqual(['5000.00', '10402.77', '6181.33']);
  });

  it('leaves of L2 1,130.77 not yet shown as spent, 2,307.69 to come and 461.54 not yet promised', () => {
    expect(sumOf(drafts, /^advance:L2:/, 'debit')).toBe('1130.77');
  });

  it('has 27,765.43 on either side of what the money did for this family', () => {
    const family = drafts.map((draft) => ({
      ...draft,
      postings: draft.postings.filter(({ dimension }) => dimension?.share !== undefined),
    }));
    expect(sumOf(family, /^advance:/, 'debit')).toBe('2564.10');
    expect(sumOf(family, /^expense:/, 'debit')).toBe('19020.00');
    expect(sumOf(family, /^receivable:northmoor-icb$/, 'debit')).toBe('6181.33');
    expect(sumOf(family, /^bank:/)).toBe('21584.10');
    expect(sumOf(family, /^income:/)).toBe('6181.33');
    const actual = [...balancesOf(family)].filter(([code]) => sideOfCode(code) === 'actual');
    const debits = actual.filter(([, balance]) => balance > 0n).reduce((sum, [, balance]) => sum + balance, 0n);
    const credits = actual.filter(([, balance]) => balance < 0n).reduce((sum, [, balance]) => sum - balance, 0n);
    expect([formatPounds(debits), formatPounds(credits)]).toEqual(['27765.43', '27765.43']);
  });

  it('has every payment seen at the bank: nothing owed, nothing under way, nothing open to return', () => {
    for (const code of [/^payable:/, /^clearing:/, /^receivable:recovery:/]) {
      expect([...balancesOf(drafts)].filter(([account, balance]) => code.test(account) && balance !== 0n)).toEqual([]);
    }
  });

  it('keeps paid = advance + expense for every share', () => {
    for (const line of LINES) {
      const paid = sumOf(drafts, new RegExp(`^share:${line}:.*:paid$`));
      expect(sumOf(drafts, new RegExp(`^(advance|expense):${line}:`), 'debit')).toBe(paid);
    }
  });
});

describe('on the way there', () => {
  it('L1 takes 7,000.00 from 2026-27 and 5,000.00 from 2027-28, L4 3,276.00 from care and 2,184.00 from health', () => {
    expect([sumOf(drafts, /^share:L1:.*:2026-27:/), sumOf(drafts, /^share:L1:.*:2027-28:/)]).toEqual(['7000.00', '5000.00']);
    expect([sumOf(drafts, /^share:L4:childrens-social-care:/), sumOf(drafts, /^share:L4:icb-continuing-care:/)]).toEqual([
      '3276.00',
      '2184.00',
    ]);
  });

  it('the review of 30 September finds 5,384.62 paid, 3,484.62 shown as spent and 1,900.00 not yet shown', () => {
    const september = upTo('2026-09-30');
    expect(sumOf(september, /^share:L2:.*:paid$/)).toBe('5384.62');
    expect(sumOf(september, /^expense:L2:/, 'debit')).toBe('3484.62');
    expect(sumOf(september, /^advance:L2:/, 'debit')).toBe('1900.00');
  });

  it('the payment of 14 October comes back on the 16th, is promised again, and is paid on the 23rd', () => {
    const paid = (date: PlainDate): string => sumOf(upTo(date), /^share:L2:.*:paid$/);
    expect([paid('2026-10-13'), paid('2026-10-14'), paid('2026-10-16'), paid('2026-10-22'), paid('2026-10-23')]).toEqual([
      '5384.62',
      '6153.85',
      '5384.62',
      '5384.62',
      '6153.85',
    ]);
    expect(events.filter(({ kind }) => kind === 'returned').flatMap((event) => event.drafts)).toHaveLength(3);
  });

  it('61.54 is more than needed: it is owed from 2 November, and 707.69 is sent on the 11th', () => {
    expect(sumOf(upTo('2026-11-02'), /^receivable:recovery:/, 'debit')).toBe('61.54');
    expect(sumOf(upTo('2026-11-02'), /^share:L2:.*:available$/)).toBe('400.00');
    expect(sumOf(upTo('2026-11-11'), /^share:L2:.*:available$/)).toBe('461.54');
    const sent = drafts.filter(
      ({ effectiveDate, postings }) => effectiveDate === '2026-11-11' && postings.some(({ account }) => account.startsWith('bank:')),
    );
    expect(sumOf(sent, /^bank:/)).toBe('707.69');
  });

  it('the ICB is recharged for L3 twice in July, October and December and never in August and November', () => {
    const recharged = Array.from({ length: 9 }, (_, index) => {
      const month = `2026-${String(index + 4).padStart(2, '0')}`;
      return sumOf(
        drafts.filter(({ effectiveDate }) => effectiveDate.startsWith(month)),
        /^income:L3:/,
      );
    });
    expect(recharged).toEqual(['433.33', '433.34', '433.33', '866.67', '0.00', '433.33', '866.67', '0.00', '866.66']);
  });
});

describe('the family’s year as data', () => {
  it('balances on each side in every entry', () => {
    for (const draft of drafts) expect(sideSums(draft)).toEqual({ budget: 0n, actual: 0n });
  });

  it('uses each account it opens under one code, and no account it does not open', () => {
    const codes = accounts.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(postingsOf(drafts).filter(({ account }) => !codes.includes(account))).toEqual([]);
  });

  it('never takes an account below its floor, and never the bank below nothing, in the order it is told', () => {
    const floors = new Map(accounts.map(({ code, floor }) => [code, code.startsWith('bank:') ? 0n : floor]));
    const credits = new Set(accounts.filter(({ normalSide }) => normalSide === 'credit').map(({ code }) => code));
    const balances = new Map<string, bigint>();
    for (const { account, amount } of postingsOf(drafts)) {
      const balance = (balances.get(account) ?? 0n) + (credits.has(account) ? -amount : amount);
      balances.set(account, balance);
      const floor = floors.get(account);
      if (floor !== undefined) expect(balance >= floor, `${account} at ${balance}`).toBe(true);
    }
  });

  it('never shows as spent what was not yet paid, and never promises back what was not promised', () => {
    const balances = new Map<string, bigint>();
    for (const draft of drafts) {
      for (const { account, amount } of draft.postings) balances.set(account, (balances.get(account) ?? 0n) + amount);
      for (const [account, balance] of balances) {
        if (account.startsWith('advance:')) expect(balance >= 0n, `${account} on ${draft.effectiveDate}`).toBe(true);
        if (account.endsWith(':committed')) expect(balance <= 0n, `${account} on ${draft.effectiveDate}`).toBe(true);
      }
    }
  });

  it('is told in order of dates up to 31 December, each entry on the day of its event', () => {
    const dates = events.map(({ date }) => date);
    expect(dates).toEqual([...dates].sort());
    expect(dates.at(-1)).toBe(NORTHMOOR_TODAY);
    for (const event of events) for (const draft of event.drafts) expect(draft.effectiveDate).toBe(event.date);
  });

  it('gives every payment a reference of its own that can be read back', () => {
    const sent = events.filter(({ kind }) => kind === 'sent').flatMap((event) => event.drafts.map(({ reference }) => reference ?? ''));
    expect(new Set(sent).size).toBe(sent.length);
    expect(sent.map((reference) => parsePaymentReference(reference)).every(({ ok }) => ok)).toBe(true);
  });
});
