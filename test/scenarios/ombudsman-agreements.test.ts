import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dueInstalments } from '../../src/payments/index.ts';
import { recordAbsence } from '../../src/payments/schedules/absences.ts';
import { listAttention } from '../../src/payments/schedules/attention.ts';
import { carryOn } from '../../src/payments/schedules/carry-on.ts';
import { stopPayments } from '../../src/payments/schedules/stop-payments.ts';
import { formatPounds } from '../../src/platform/money/pounds.ts';
import { lineDraft } from '../budgets/budget-book.ts';
import { type AgreementBook, agreementBook } from '../payments/agreement-book.ts';
import { must } from '../people/example-family.ts';

/** The ombudsman's cases that are about agreements, each ending as it should have ended. */
describe('a family whose plan is in force', () => {
  let book: AgreementBook;
  beforeAll(async () => {
    book = await agreementBook();
    await book.putUp('childrens-social-care', '2026-27', 20_000_000n);
  }, 60_000);
  afterAll(() => book.close());

  const attention = async (lineCode: string) =>
    (await listAttention(book.desk, book.authorityId))
      .filter((each) => each.lineCode === lineCode)
      .map(({ kind, arrears }) => [kind, arrears === undefined ? '' : formatPounds(arrears)]);

  it('and is paid nothing is on the list with what it is owed, and is paid all of it at once (Wokingham 23 016 451, Lancashire 22 015 952)', async () => {
    book.on('2026-04-01');
    await book.lines([lineDraft({ lineCode: 'W1', amount: 365_00n, from: '2026-04-01', until: '2027-03-31' })]);
    book.on('2026-07-09');
    // A hundred of 365 days, at a pound a day.
    expect(await attention('W1')).toEqual([['nothing-paid-yet', '100.00']]);
    const agreementId = await book.live({ lineCode: 'W1', amount: 365_00n, rhythm: { kind: 'monthly-on-the-first' } });
    expect(await attention('W1')).toEqual([]);
    const due = await book.tx((tx) => dueInstalments(tx, book.authorityId, { payOn: '2026-07-09' }));
    expect(
      due.filter((each) => each.agreementId === agreementId).map(({ kind, amount, payOn }) => [kind, formatPounds(amount), payOn]),
    ).toEqual([['arrears', '121.67', '2026-07-09']]);
  });

  it('has its renewal before an officer eight weeks before the last day, and is paid on past it (Somerset 23 017 635)', async () => {
    book.on('2026-04-01');
    await book.lines([lineDraft({ lineCode: 'S1', amount: 1_000_000n })]);
    const rhythm = { kind: 'every-four-weeks', from: '2026-04-01' } as const;
    const agreementId = await book.live({ lineCode: 'S1', amount: 1_000_000n, rhythm });
    book.on('2027-02-02');
    expect(await attention('S1')).toEqual([]);
    book.on('2027-02-03');
    expect(await attention('S1')).toEqual([['renew-before-it-ends', '']]);
    book.on('2027-03-24');
    expect(await carryOn(book.desk, book.authorityId)).toMatchObject({ agreementIds: expect.arrayContaining([agreementId]), failed: [] });
    expect(await carryOn(book.desk, book.authorityId)).toMatchObject({ agreementIds: [], failed: [] });
    const last = (await book.instalments(agreementId)).at(-1);
    // The fourteenth date, by the last terms: the first money of the next year, which the line does not have yet.
    expect(last).toMatchObject({ payOn: '2027-03-31', amount: 76_923n, kind: 'regular' });
    expect(last?.parts.map(({ share }) => share.financialYear)).toEqual(['2027-28']);
    expect(await book.balance('share:S1:childrens-social-care:2027-28:committed')).toBe(76_923n);
    expect(await book.balance('share:S1:childrens-social-care:2027-28:available')).toBe(-76_923n);
    book.on('2027-04-01');
    expect(await attention('S1')).toEqual([['past-its-date', '']]);
  });

  it('is not stopped without ground, notice and reasons, and may ask once (Surrey 21 005 214)', async () => {
    book.on('2026-04-01');
    await book.lines([lineDraft({ lineCode: 'R1', amount: 120_000n })]);
    const agreementId = await book.live({ lineCode: 'R1', amount: 120_000n });
    const stop = {
      ground: 'adverse-impact-or-inefficient',
      from: '2026-04-20',
      noticeOn: '2026-04-01',
      reasons: 'See our letter',
    } as const;
    expect(await stopPayments(book.desk, book.caseworker, await book.asRead(agreementId), book.key(randomUUID()), stop)).toMatchObject({
      refusal: { code: 'notice-too-short', facts: { earliest: '2026-04-29' } },
    });
    expect((await book.agreement(agreementId)).state).toBe('live');
  });

  it('with a long stay goes on being paid: from day 29 it is on a list, and nothing pauses by itself', async () => {
    book.on('2026-05-01');
    await book.lines([lineDraft({ lineCode: 'H1', amount: 120_000n })]);
    const agreementId = await book.live({ lineCode: 'H1', amount: 120_000n });
    const { lookAtOn } = must(
      await recordAbsence(book.desk, book.caseworker, book.familyId, { childId: book.childId, from: '2026-05-01', words: 'In hospital' }),
    );
    expect(lookAtOn).toBe('2026-05-29');
    const long = async () => (await listAttention(book.desk, book.authorityId, 'long-stay')).length;
    book.on('2026-05-28');
    expect(await long()).toBe(0);
    book.on('2026-05-29');
    expect(await long()).toBe(1);
    expect((await book.agreement(agreementId)).state).toBe('live');
    expect((await book.instalments(agreementId)).every(({ state }) => state === 'planned')).toBe(true);
  });

  it('whose child comes of the age to consent is on the list ninety days before', async () => {
    // Born on 14 May 2014: care is their own from 14 May 2030.
    book.on('2030-02-12');
    const own = async () => (await listAttention(book.desk, book.authorityId, 'own-consent-due')).length;
    expect(await own()).toBe(0);
    book.on('2030-02-13');
    expect(await own()).toBeGreaterThan(0);
  });
});
