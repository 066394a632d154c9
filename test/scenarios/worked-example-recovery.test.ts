import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Share } from '../../src/budgets/index.ts';
import { decideRecovery } from '../../src/payments/recovery/decide-recovery.ts';
import { giveRecoveryNotice } from '../../src/payments/recovery/give-recovery-notice.ts';
import { openRecovery, previewRecovery } from '../../src/payments/recovery/open-case.ts';
import { listRecoveries, readRecoveryLetter } from '../../src/payments/recovery/read-recoveries.ts';
import { recoverySum } from '../../src/payments/recovery/rules/recovery-sum.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { letterAsPdf } from '../../src/platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../src/platform/letters/letter-as-text.ts';
import { lineDraft } from '../budgets/budget-book.ts';
import { type RecoveryBook, recoveryBook } from '../payments/recovery/recovery-book.ts';
import { must } from '../people/example-family.ts';

/** Event 2 of the worked example: the review of L2 on 30 September, to the penny, by the use cases that officers have. */

const L2: Share = {
  ...{ line: 'L2', source: 'childrens-social-care', financialYear: '2026-27', stream: 'CARE' },
  ...{ costCentre: 'C2200', subjective: '5320' },
};

let book: RecoveryBook;
let agreementId: string;
beforeAll(async () => {
  book = await recoveryBook();
  await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
  await book.lines([lineDraft({ lineCode: 'L2', amount: 1_040_000n, contingency: 40_000n })]);
  const rhythm = { kind: 'every-four-weeks', from: '2026-04-01' } as const;
  agreementId = await book.live({ lineCode: 'L2', amount: 1_000_000n, rhythm, payeeId: book.payeeId });
  for (const day of ['2026-04-01', '2026-04-29', '2026-05-27', '2026-06-24', '2026-07-22', '2026-08-19', '2026-09-16'] as const)
    await book.pay(day);
  await book.shown(L2, 348_462n, '2026-09-30');
}, 120_000);
afterAll(() => book.close());

const inBooks = (account: string, on?: PlainDate) => book.balance(account, on);
const share = (state: string, on?: PlainDate) => inBooks(`share:L2:childrens-social-care:2026-27:${state}`, on);
const advance = (on?: PlainDate) => inBooks('advance:L2:childrens-social-care:2026-27', on);
const counted = { counted: 190_000n, ownMoney: 0n, contributions: 0n, owed: 30_000n, countedOn: '2026-09-30' } as const;

it('finds 61.54 more than needed, tells it, waits 28 days, and keeps it from the payment of 11 November', async () => {
  const { desk, familyId } = book;
  book.on('2026-09-30');
  expect([await share('paid'), await advance()]).toEqual([538_462n, 190_000n]);
  const officer = book.as('officer');
  const ground = 'more-than-needed' as const;
  const preview = must(await previewRecovery(desk, officer, familyId, { agreementId, ground, ...counted }));
  expect([preview.kept, preview.amount]).toEqual([153_846n, 6_154n]);

  book.on('2026-10-05');
  const words = 'Jo worked fewer hours in the summer.';
  const asked = { agreementId, ground, ...counted, whyUnused: 'support-changed', words } as const;
  const { caseId } = must(await openRecovery(desk, officer, familyId, asked));
  const told = { reasons: 'There is more in the account than eight weeks of payments.', payer: 'recipient' } as const;
  const before = [await share('paid'), await share('committed'), await share('available'), await advance()];
  must(await giveRecoveryNotice(desk, officer, await book.caseAsRead(caseId), told));
  expect([await share('paid'), await share('committed'), await share('available'), await advance()]).toEqual(before);
  expect((await book.theCase(caseId)).firstDay).toBe('2026-11-02');

  await book.pay('2026-10-14');
  book.on('2026-11-01');
  const decide = async () =>
    decideRecovery(
      desk,
      book.as('decider'),
      await book.caseAsRead(caseId),
      { how: { kind: 'offset' }, reasons: 'Nobody disagreed.' },
      book.newKey(),
    );
  expect(await decide()).toMatchObject({ ok: false, refusal: { code: 'notice-not-over', facts: { firstDay: '2026-11-02' } } });
  book.on('2026-11-02');
  must(await decide());
  expect(await inBooks(`receivable:recovery:${caseId}`)).toBe(6_154n);
  expect([await share('available'), await share('paid')]).toEqual([40_000n, 615_385n]);

  expect(await book.pay('2026-11-11')).toEqual([70_769n]);
  expect([await inBooks(`receivable:recovery:${caseId}`), await share('available'), await share('paid')]).toEqual([0n, 46_154n, 686_154n]);
  const settled = await book.theCase(caseId);
  expect([settled.state, settled.outstanding]).toEqual(['settled', 0n]);
  expect(await book.pay('2026-12-09')).toEqual([76_923n]);
});

it('tells the family in its own words what, why, how, when and how to answer, as text and as a tagged PDF', async () => {
  const { desk, familyId } = book;
  const [view] = must(await listRecoveries(desk, book.parent(), familyId));
  expect(view?.events.map(({ kind }) => kind)).toEqual(['noticed', 'decided', 'taken-by-offset']);
  const caseId = view?.found.caseId ?? '';
  const letters = [];
  for (const { letterId } of view?.letters ?? [])
    letters.push(must(await readRecoveryLetter(desk, book.parent(), { familyId, caseId, letterId })));
  const [notice = '', decision = ''] = letters.map(letterAsText);
  for (const words of [
    '£61.54',
    '£1,900.00',
    '£300.00',
    '£1,538.46',
    '2 November 2026',
    'Ask us to look at it again',
    'Make a complaint',
    '£769.23',
  ])
    expect(notice).toContain(words);
  for (const words of ['£61.54', '11 November 2026']) expect(decision).toContain(words);
  for (const said of [notice, decision])
    expect(said).not.toMatch(/debit|credit|overspen|misuse|clawback|recover|surplus|exception|evidence|notional/i);
  for (const letter of letters) {
    const pdf = (await letterAsPdf(letter)).toString('latin1');
    expect(pdf.startsWith('%PDF-1.7')).toBe(true);
    expect(pdf).toContain('/MarkInfo');
  }
});

it('rule 5: strictly more than eight weeks, net of what is owed, and nothing of the family’s own', () => {
  const year = { agreed: 624_000n, from: '2026-04-01', until: '2027-03-31' } as const;
  const eightWeeks = { weeksKept: 8, smallSum: 0n };
  const nothing = { counted: 0n, ownMoney: 0n, contributions: 0n, owed: 0n };
  const sum = (money: Partial<typeof nothing>) => recoverySum('more-than-needed', { ...nothing, ...money }, year, eightWeeks).amount;
  expect(sum({ counted: 96_000n })).toBe(0n);
  expect(sum({ counted: 96_001n })).toBe(1n);
  expect(sum({ counted: 150_000n, owed: 60_000n })).toBe(0n);
  expect(sum({ counted: 150_000n, ownMoney: 54_000n })).toBe(0n);
  expect(sum({ counted: 150_000n, contributions: 53_999n })).toBe(1n);
});
