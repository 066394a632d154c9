import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountOfAdvance, answerGap, tellBalance } from '../../../src/payments/monitoring/account-of-advance.ts';
import { custodyOf, tellCustody } from '../../../src/payments/monitoring/custody.ts';
import { monitoringPolicies, valuesOn } from '../../../src/payments/monitoring/rules/policies.ts';
import { returnTimes } from '../../../src/payments/monitoring/rules/return-times.ts';
import { agreeReturn, listReturns, workOffReturns } from '../../../src/payments/monitoring/work-on-returns.ts';
import { receiptChunks, receipts } from '../../../src/payments/spending/schema.ts';
import { listSpendings, refuseSpending, type ShownSpending, showSpending } from '../../../src/payments/spending/show-spending.ts';
import { readReceiptPage, takeReceipt } from '../../../src/payments/spending/take-receipt.ts';
import { messagesOf } from '../../../src/people/correspondence/read-correspondence.ts';
import { readFamily } from '../../../src/people/index.ts';
import { openFamily } from '../../../src/people/records/open-family.ts';
import { letterAsPdf } from '../../../src/platform/letters/letter-as-pdf.ts';
import { lineDraft } from '../../budgets/budget-book.ts';
import { must } from '../../people/example-family.ts';
import { type RecoveryBook, recoveryBook } from '../recovery/recovery-book.ts';

/** A scanner that keeps what it looked through and finds what it is told to find. */
function fakeScanner() {
  const infected = new Set<string>();
  return {
    infected,
    scan: async (content: Buffer) => (infected.has(content.toString('base64')) ? ('infected' as const) : ('clean' as const)),
  };
}

let book: RecoveryBook;
let agreementId: string;
let room: RecoveryBook['desk'] & { scanner: ReturnType<typeof fakeScanner> };
beforeAll(async () => {
  book = await recoveryBook();
  room = { ...book.desk, scanner: fakeScanner() };
  await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
  await book.lines([lineDraft({ lineCode: 'L2', amount: 1_200_000n })]);
  agreementId = await book.live({ lineCode: 'L2', amount: 1_200_000n, payeeId: book.payeeId });
  await book.pay('2026-04-01');
  await book.pay('2026-05-01');
  book.on('2026-05-02');
}, 120_000);
afterAll(() => book.close());

const photo = (red: number, withPlace = false) => {
  const drawn = sharp({ create: { width: 40, height: 60, channels: 3, background: { r: red, g: 90, b: 30 } } }).jpeg();
  return (withPlace ? drawn.withExif({ IFD0: { Copyright: 'Sam Example' }, IFD3: { GPSLatitude: '51/1 30/1 0/1' } }) : drawn).toBuffer();
};
const upload = (content: Buffer, mediaType = 'image/jpeg') => ({
  mediaType,
  content: (async function* () {
    yield content;
  })(),
});
const take = (content: Buffer, mediaType?: string, familyId = book.familyId) =>
  takeReceipt(room, familyId === book.familyId ? book.parent() : book.as('officer'), familyId, upload(content, mediaType));
const show = (shown: Partial<ShownSpending>, key = book.newKey()) =>
  showSpending(
    room,
    book.parent(),
    { familyId: book.familyId, agreementId, spentOn: '2026-05-02', amount: 10_000n, receiptIds: [], what: 'Wages', paidTo: 'Jo', ...shown },
    key,
  );
const sums = async () => {
  const { paid, shown, notYetShown } = must(await accountOfAdvance(room, book.parent(), { familyId: book.familyId, agreementId }));
  return [paid, shown, notYetShown];
};

describe('a receipt in custody', () => {
  it('is shown drawn anew, without place or name, and its original lies sealed', async () => {
    const original = await photo(200, true);
    expect((await sharp(original).metadata()).exif).toBeDefined();
    const { receiptId, pages } = must(await take(original));
    expect(pages).toBe(1);
    const page = must(await readReceiptPage(room, book.authorityId, { familyId: book.familyId, receiptId, page: 1 }));
    const seen = await sharp(page).metadata();
    expect([seen.format, seen.exif]).toEqual(['jpeg', undefined]);
    const parts = await book.tx((tx) => tx.select().from(receiptChunks));
    expect(parts.some(({ sealed }) => sealed.includes(original.subarray(0, 12)))).toBe(false);
  });

  it('may be a PDF, of which every page is drawn', async () => {
    const pdf = await letterAsPdf({ title: 'Receipt', language: 'en-GB', from: ['A shop'], date: '2026-05-02', parts: [] });
    const { receiptId, pages } = must(await take(pdf, 'application/pdf'));
    const page = must(await readReceiptPage(room, book.authorityId, { familyId: book.familyId, receiptId, page: pages }));
    expect((await sharp(page).metadata()).format).toBe('jpeg');
  });

  it.each([
    ['nothing', async () => Buffer.alloc(0), 'image/jpeg', 'receipt-empty'],
    ['a page of script', async () => Buffer.from('<svg onload="alert(1)"/>'), 'image/png', 'receipt-not-as-said'],
    ['a PDF that says it is a picture', async () => Buffer.from('%PDF-1.7 x'), 'image/jpeg', 'receipt-not-as-said'],
    ['a PDF that is none', async () => Buffer.from('%PDF-1.7 broken'), 'application/pdf', 'receipt-unreadable'],
    ['a picture that was cut off', async () => (await photo(90)).subarray(0, 200), 'image/jpeg', 'receipt-unreadable'],
  ])('refuses %s in words', async (_what, content, mediaType, code) => {
    expect(await take(await content(), mediaType)).toMatchObject({ ok: false, refusal: { code } });
  });

  it('that is infected is put aside and used for nothing', async () => {
    const harmful = await photo(13);
    room.scanner.infected.add(harmful.toString('base64'));
    expect(await take(harmful)).toMatchObject({ ok: false, refusal: { code: 'receipt-infected' } });
    const kept = (await book.tx((tx) => tx.select().from(receipts))).filter(({ state }) => state === 'quarantined');
    expect(kept.map(({ pages }) => pages)).toEqual([0]);
    const receiptIds = kept.map(({ receiptId }) => receiptId);
    expect(await show({ receiptIds })).toMatchObject({ ok: false, refusal: { code: 'receipt-quarantined' } });
  });

  it('is not taken twice, though it was saved anew, and never for another family', async () => {
    const first = must(await take(await photo(77)));
    const again = { ok: false, refusal: { code: 'receipt-sent-already', facts: { receiptId: first.receiptId } } };
    expect(await take(await photo(77))).toEqual(again);
    expect(await take(await photo(77, true))).toEqual(again);
    const { familyId } = await openFamily(room, book.as('officer'), { name: 'Another' });
    expect(await take(await photo(77), 'image/jpeg', familyId)).toMatchObject({
      ok: false,
      refusal: { code: 'receipt-of-another-family' },
    });
    const elsewhere = must(await take(await photo(78), 'image/jpeg', familyId));
    expect(await show({ receiptIds: [elsewhere.receiptId] })).toMatchObject({ ok: false, refusal: { code: 'receipt-not-found' } });
  });
});

describe('spending shown', () => {
  it('turns an advance into cost once, with a receipt, a small sum or a word about a lost one', async () => {
    const before = await sums();
    expect(before).toEqual([200_000n, 0n, 200_000n]);
    const { receiptId } = must(await take(await photo(120)));
    const key = book.newKey();
    expect(must(await show({ receiptIds: [receiptId] }, key))).toMatchObject({ proof: 'receipt', replayed: false });
    expect(must(await show({ receiptIds: [receiptId] }, key))).toMatchObject({ proof: 'receipt', replayed: true });
    expect(await show({ receiptIds: [receiptId] })).toMatchObject({ ok: false, refusal: { code: 'receipt-shown-already' } });
    expect(must(await show({ amount: 2_500n })).proof).toBe('small-sum');
    expect(await show({ amount: 2_501n })).toMatchObject({ ok: false, refusal: { code: 'receipt-needed', facts: { above: '2500' } } });
    expect(must(await show({ amount: 5_000n, lostReceipt: 'It was in the wash.' })).proof).toBe('lost-receipt');
    expect(await sums()).toEqual([200_000n, 17_500n, 182_500n]);
  });

  it('is not taken above what was paid, ahead of its day, or for another year', async () => {
    expect(await show({ amount: 182_501n, lostReceipt: 'Lost' })).toMatchObject({
      ok: false,
      refusal: { code: 'spending-above-advance', facts: { held: '182500' } },
    });
    expect(await show({ spentOn: '2026-05-03' })).toMatchObject({ ok: false, refusal: { code: 'spending-ahead' } });
    expect(await show({ spentOn: '2026-03-31' })).toMatchObject({ ok: false, refusal: { code: 'spending-outside-agreement' } });
  });

  it('that an officer does not take is told with its reason, counts as held again, and asks for nothing', async () => {
    const { spendingId } = must(await show({ amount: 2_000n, what: 'A television' }));
    const refuse = () =>
      refuseSpending(
        room,
        book.as('officer'),
        { familyId: book.familyId, spendingId },
        { reason: 'not-in-the-agreement', words: 'It is not agreed.' },
        book.newKey(),
      );
    must(await refuse());
    expect(await refuse()).toMatchObject({ ok: false, refusal: { code: 'spending-refused-already' } });
    expect(await sums()).toEqual([200_000n, 17_500n, 182_500n]);
    const listed = must(await listSpendings(room, book.parent(), { familyId: book.familyId, agreementId }));
    const told = listed.find((each) => each.spendingId === spendingId);
    expect([told?.state, told?.refusedReason, told?.refusedWords]).toEqual(['refused', 'not-in-the-agreement', 'It is not agreed.']);
  });
});

describe('returns', () => {
  const usual = valuesOn([], '2026-05-01');

  it('look once early and then once a year, more often where there is more money, and once at the end', () => {
    const agreement = { agreementId: 'a', from: '2026-04-01', until: '2028-03-31', amount: 1_000_000n } as const;
    const untils = (amount: bigint) => returnTimes({ ...agreement, amount }, usual, '2028-06-01').map(({ until }) => until);
    expect(untils(1_000_000n)).toEqual(['2026-06-23', '2027-03-31', '2028-03-31']);
    expect(untils(2_500_000n)).toEqual(['2026-06-23', '2026-09-30', '2027-03-31', '2027-09-30', '2028-03-31']);
    expect(returnTimes(agreement, usual, '2026-06-23')).toEqual([]);
    expect(monitoringPolicies.every(({ usual: { source } }) => source.length > 0)).toBe(true);
  });

  it('are asked once, help twice, and end at a person while payments go on', async () => {
    const { familyId, authorityId } = book;
    const day = async (on: Parameters<typeof book.on>[0]) => {
      book.on(on);
      return workOffReturns(room, authorityId);
    };
    const nothing = { asked: 0, reminded: 0, toOfficer: 0 };
    expect(await day('2026-06-23')).toEqual(nothing);
    expect(await day('2026-06-24')).toEqual({ ...nothing, asked: 1 });
    expect(await day('2026-06-24')).toEqual(nothing);
    expect(await day('2026-07-15')).toEqual({ ...nothing, reminded: 1 });
    expect(await day('2026-07-29')).toEqual({ ...nothing, reminded: 1 });
    expect(await day('2026-08-19')).toEqual({ ...nothing, toOfficer: 1 });
    expect((await book.agreement(agreementId)).state).toBe('live');
    expect((await book.instalments(agreementId)).some(({ state }) => state === 'held')).toBe(false);
    const [late] = await book.tx((tx) => listReturns(tx, authorityId, { state: 'with-officer' }));
    expect(late?.needs).toEqual(['account-balance', 'spending-shown']);
    const said = must(
      await readFamily(room, authorityId, familyId, (family) => messagesOf(family, { familyId, personId: book.parentId }, { limit: 10 })),
    );
    expect(said.map(({ text }) => text).filter((text) => text.includes('need'))).toHaveLength(3);
    expect(said.map(({ text }) => text).join(' ')).not.toMatch(
      /debit|credit|overspen|misuse|clawback|recover|surplus|exception|evidence|notional/i,
    );
    must(
      await agreeReturn(room, book.as('officer'), { familyId, returnId: late?.returnId ?? '' }, { words: 'We went through it at home.' }),
    );
    expect(await book.tx((tx) => listReturns(tx, authorityId, { state: 'with-officer' }))).toEqual([]);
  });

  it('hold the account against what is not yet shown: a gap is a question, asked and answered, and nothing is booked', async () => {
    const { familyId } = book;
    const before = await sums();
    const told = must(
      await tellBalance(room, book.parent(), { familyId, agreementId }, { on: '2026-08-19', balance: 200_000n, ownMoney: 20_000n }),
    );
    expect(told.gap).toBe(-2_500n);
    must(await answerGap(room, book.parent(), { familyId, checkId: told.checkId }, { words: 'I paid Jo in cash.' }));
    expect(await answerGap(room, book.parent(), { familyId, checkId: told.checkId }, { words: 'Again' })).toMatchObject({ ok: false });
    expect(await sums()).toEqual(before);
    const even = must(
      await tellBalance(room, book.parent(), { familyId, agreementId }, { on: '2026-08-18', balance: 182_500n, ownMoney: 0n }),
    );
    expect(even.gap).toBe(0n);
  });
});

it('ties an organisation’s client account to the families’ money it holds, month by month', async () => {
  const month = '2026-07' as const;
  const { authorityId, payeeId } = book;
  expect(await tellCustody(room, book.as('officer'), { payeeId, month, balance: 1n })).toMatchObject({
    ok: false,
    refusal: { code: 'custody-unknown' },
  });
  expect(await custodyOf(room, authorityId, { payeeId, month })).toMatchObject({ held: 0n, agreements: [] });
});
