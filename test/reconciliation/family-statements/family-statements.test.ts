import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type WrittenLine, writeCamt053 } from '../../../src/demo/write-camt053.ts';
import { showSpending } from '../../../src/payments/spending/show-spending.ts';
import { openFamily } from '../../../src/people/records/open-family.ts';
import type { Caller } from '../../../src/platform/http/operation.ts';
import {
  endCategoryRule,
  listCategoryRules,
  makeCategoryRule,
  tryCategoryRule,
} from '../../../src/reconciliation/family-statements/category-rule.ts';
import { familyStatementChunks, familyStatementLines } from '../../../src/reconciliation/family-statements/schema.ts';
import { takeFamilyStatement } from '../../../src/reconciliation/family-statements/take-statement.ts';
import {
  readFamilyAccount,
  removeFamilyStatement,
  type SaidOfLine,
  sayOfLine,
} from '../../../src/reconciliation/family-statements/work-on-account.ts';
import { lineDraft } from '../../budgets/budget-book.ts';
import { type RecoveryBook, recoveryBook } from '../../payments/recovery/recovery-book.ts';
import { must } from '../../people/example-family.ts';

const OURS = { sortCode: '010203', accountNumber: '11112222' } as const;
const line = (bookingDate: WrittenLine['bookingDate'], amountMinor: bigint, counterpartyName: string): WrittenLine => ({
  ...{ bookingDate, amountMinor, counterpartyName, reference: 'CARD', bankReference: `B${bookingDate}${amountMinor}` },
});
const april = [
  line('2026-04-01', 100_000n, 'Council'),
  line('2026-04-08', -12_000n, 'Jo Example'),
  line('2026-04-15', -12_000n, 'Jo Example'),
];

describe('bank statements of a family’s own account', () => {
  let book: RecoveryBook;
  let agreementId: string;
  let spendingId: string;
  beforeAll(async () => {
    book = await recoveryBook();
    await book.putUp('childrens-social-care', '2026-27', 2_000_000n);
    await book.lines([lineDraft({ lineCode: 'L2', amount: 1_200_000n })]);
    agreementId = await book.live({ lineCode: 'L2', amount: 1_200_000n, payeeId: book.payeeId });
    await book.pay('2026-04-01');
    book.on('2026-05-02');
    const shown = { spentOn: '2026-04-07', amount: 12_000n, receiptIds: [], lostReceipt: 'Washed', what: 'Wages', paidTo: 'Jo' } as const;
    const of = { familyId: book.familyId, agreementId };
    spendingId = must(await showSpending(book.desk, book.parent(), { ...of, ...shown }, book.newKey())).spendingId;
  }, 120_000);
  afterAll(() => book.close());

  const written = (lines: readonly WrittenLine[], change: Partial<Parameters<typeof writeCamt053>[0]> = {}) =>
    writeCamt053({
      ...{ account: OURS, statementId: 'S1', opening: { date: '2026-04-01', amountMinor: 0n }, closingDate: '2026-04-30', lines },
      ...change,
    });
  const take = (content: string, { by = book.parent(), familyId = book.familyId, newAccount = false } = {}) =>
    takeFamilyStatement(
      book.desk,
      by,
      { familyId, agreementId },
      {
        ...{ fileName: 'april.xml', newAccount },
        upload: {
          mediaType: 'text/xml',
          content: (async function* () {
            yield Buffer.from(content);
          })(),
        },
      },
    );
  const account = async (by: Caller = book.parent()) =>
    must(await readFamilyAccount(book.desk, by, { familyId: book.familyId, agreementId }));
  const say = (lineId: string, said: SaidOfLine) =>
    sayOfLine(book.desk, book.parent(), { familyId: book.familyId, agreementId, lineId }, said);

  it('is read by the same readers, matched with what was shown, and tells what is missing', async () => {
    expect(must(await take(written(april)))).toMatchObject({ lines: 3 });
    const { lines, missing, statements } = await account();
    expect(statements).toMatchObject([{ words: { fileName: 'april.xml', account: '••••2222' } }]);
    expect(lines.map(({ match }) => match?.spendingId)).toEqual([undefined, spendingId, undefined]);
    expect(missing.map(({ words }) => words)).toEqual([
      '£120.00 left the account on 15 April 2026. Please send the receipt, or tell us what became of it.',
    ]);
  });

  it('lies sealed: neither the file nor the names on it are in the tables', async () => {
    const chunks = await book.tx((tx) => tx.select().from(familyStatementChunks));
    const rows = await book.tx((tx) => tx.select().from(familyStatementLines));
    expect([chunks.length, rows.length]).toEqual([1, 3]);
    for (const { sealed } of [...chunks, ...rows]) for (const word of ['Jo Example', '11112222']) expect(sealed.includes(word)).toBe(false);
  });

  it.each<[string, () => ReturnType<typeof take>, string]>([
    ['the same file twice', () => take(written(april)), 'family-statement-sent-already'],
    ['an empty file', () => take(''), 'statement-file-empty'],
    ['what is no bank statement', () => take('a letter to you'), 'bank-statement-unreadable'],
    ['lines that are not whole', () => take(written(april).replace('120.00', '130.00')), 'bank-statement-does-not-tie'],
    ['another currency', () => take(written(april, { currency: 'EUR' })), 'family-statement-not-in-pounds'],
    [
      'another account',
      () => take(written([], { account: { sortCode: '010203', accountNumber: '99998888' } })),
      'family-statement-other-account',
    ],
  ])('refuses %s in words', async (_what, sent, code) => {
    expect(await sent()).toMatchObject({ ok: false, refusal: { code } });
  });

  it('says nothing of another family, and takes none of its files', async () => {
    const officer = book.as('officer');
    const { familyId } = await openFamily(book.desk, officer, { name: 'Neighbours' });
    expect(await take(written([]), { by: officer, familyId })).toMatchObject({ refusal: { code: 'agreement-not-found' } });
    const other = {
      ...book.parent(),
      actingAs: { role: 'parent', standingId: 'x', familyId: book.familyId, personId: 'another', children: [book.childId] },
    };
    const read = await readFamilyAccount(book.desk, { ...other, standings: [other.actingAs] } as Caller, {
      familyId: book.familyId,
      agreementId,
    });
    expect(read).toMatchObject({ refusal: { code: 'agreement-not-found' } });
  });

  it('holds a line once that two files bring, and two equal payments twice', async () => {
    const again = [line('2026-04-15', -12_000n, 'Jo Example'), line('2026-04-20', -500n, 'Cafe'), line('2026-04-20', -500n, 'Cafe')];
    const { statementId } = must(await take(written(again, { statementId: 'S2', opening: { date: '2026-04-10', amountMinor: 88_000n } })));
    expect((await account()).lines.map(({ amount }) => amount)).toEqual([100_000n, -12_000n, -12_000n, -500n, -500n]);
    must(await removeFamilyStatement(book.desk, book.parent(), { familyId: book.familyId, agreementId, statementId }));
    expect((await account()).lines).toHaveLength(3);
    expect((await removeFamilyStatement(book.desk, book.parent(), { familyId: book.familyId, agreementId, statementId })).ok).toBe(false);
  });

  it('is said by people what it is, for good, and what they say can be taken back', async () => {
    const [income, first, second] = (await account()).lines.map(({ lineId }) => lineId) as [string, string, string];
    expect(await say(second, { is: 'spending', spendingId: first })).toMatchObject({ refusal: { code: 'spending-not-found' } });
    expect(await say(income, { is: 'spending', spendingId })).toMatchObject({ refusal: { code: 'spending-differs' } });
    must(await say(first, { is: 'not-spending', spendingId }));
    must(await say(second, { is: 'spending', spendingId }));
    expect(await say(first, { is: 'spending', spendingId })).toMatchObject({ refusal: { code: 'spending-has-a-line' } });
    expect((await account()).lines.map(({ match }) => match?.by)).toEqual([undefined, undefined, 'person']);
    must(await say(second, { is: 'not-known' }));
    must(await say(first, { is: 'not-known' }));
    expect((await account()).lines.map(({ match }) => match?.by)).toEqual([undefined, 'itself', undefined]);
    must(await say(second, { is: 'category', category: 'own-money' }));
    expect((await account()).missing).toEqual([]);
    must(await say(second, { is: 'not-known' }));
  });

  it('is sorted by rules, tried first, that never overrule a person', async () => {
    const of = { familyId: book.familyId, agreementId };
    const wages = { words: ['jo', 'example'], category: 'wages', direction: 'out', limit: 15_000n } as const;
    expect(must(await tryCategoryRule(book.desk, book.parent(), of, { ...wages, words: ['example'] })).takes).toHaveLength(2);
    expect(await tryCategoryRule(book.desk, book.parent(), of, { ...wages, words: ['-'] })).toMatchObject({
      refusal: { code: 'family-rule-takes-everything' },
    });
    expect((await account()).lines.every(({ category }) => category === undefined)).toBe(true);
    const { lines } = await account();
    must(await say(lines[2]?.lineId ?? '', { is: 'category', category: 'agency' }));
    const { ruleId, takes } = must(await makeCategoryRule(book.desk, book.parent(), of, { ...wages, words: ['example'] }));
    expect(takes).toBe(1);
    expect((await account()).lines.map(({ category, categoryBy }) => [category, categoryBy])).toEqual([
      [undefined, undefined],
      ['wages', 'rule'],
      ['agency', 'person'],
    ]);
    must(await endCategoryRule(book.desk, book.parent(), { ...of, ruleId }));
    expect(must(await listCategoryRules(book.desk, book.parent(), of)).rules).toEqual([]);
    expect((await account()).lines.map(({ category }) => category)).toEqual([undefined, undefined, 'agency']);
  });

  it('of a new account is taken when the family says that it is new', async () => {
    const account2 = written([], { account: { sortCode: '010203', accountNumber: '99998888' }, statementId: 'S3' });
    expect((await take(account2, { newAccount: true })).ok).toBe(true);
  });
});
