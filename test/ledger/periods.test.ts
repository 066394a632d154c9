import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ledger, openLedger } from '../../src/ledger/ledger.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { deposit, entry, newBook } from '../support/book.ts';
import { type TestDatabase, testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const clock = manualClock('2026-05-15T10:00:00Z');
let store: TestDatabase;
let admin: Admin;
let ledger: Ledger;
beforeAll(async () => {
  store = await testDatabase();
  admin = await openAdmin(store.adminUrl);
  ledger = openLedger({ database: store.database, clock });
});
afterAll(async () => {
  await admin.close();
  await store.close();
});

async function carried(authorityId: number, account: string): Promise<string[]> {
  const rows = await admin.rows<{ day: string; closing: string }>(
    `select last_day::text as day, closing::text from ledger.period_balances join ledger.accounts a using (authority_id, account_id)
      where authority_id = $1 and a.code = $2 order by last_day`,
    [authorityId, account],
  );
  return rows.map((row) => `${row.day} ${row.closing}`);
}

async function onDates(
  authorityId: number,
  account: string,
  dates: readonly ('2026-04-09' | '2026-04-10' | '2026-04-30' | '2026-05-01' | '2026-05-31' | '2026-06-30')[],
) {
  return Promise.all(dates.map(async (effectiveDate) => (await ledger.balances(authorityId, [account], { effectiveDate }))[0]?.balance));
}

describe('an accounting period', () => {
  it('carries every balance forward when it closes, and later closes build on it', async () => {
    const book = await newBook(ledger);
    await book.posted(deposit(10n, '2026-04-10'), deposit(5n, '2026-04-30'), deposit(7n, '2026-05-01'), deposit(1n, '2026-06-30'));
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    expect(await carried(book.authorityId, 'bank')).toEqual(['2026-04-30 15']);
    await ledger.setPeriodState(book.actor, '2026-05', 'closed');
    expect(await carried(book.authorityId, 'bank')).toEqual(['2026-04-30 15', '2026-05-31 22']);
    expect(await carried(book.authorityId, 'cash')).toEqual(['2026-04-30 -15', '2026-05-31 -22']);
  });

  it('changes no balance of any date when it closes or reopens', async () => {
    const book = await newBook(ledger);
    const dates = ['2026-04-09', '2026-04-10', '2026-04-30', '2026-05-01', '2026-05-31', '2026-06-30'] as const;
    await book.posted(deposit(10n, '2026-04-10'), deposit(5n, '2026-04-30'), deposit(7n, '2026-05-01'), deposit(1n, '2026-06-30'));
    const open = await onDates(book.authorityId, 'bank', dates);
    expect(open).toEqual([0n, 10n, 15n, 22n, 22n, 23n]);
    for (const [period, state] of [
      ['2026-04', 'closed'],
      ['2026-05', 'closed'],
      ['2026-05', 'open'],
      ['2026-04', 'soft-closed'],
    ] as const) {
      expect((await ledger.setPeriodState(book.actor, period, state, 'a late invoice')).ok).toBe(true);
      expect(await onDates(book.authorityId, 'bank', dates), `${period} ${state}`).toEqual(open);
    }
  });

  it('takes back-dated entries while it is open, and its close counts them', async () => {
    const book = await newBook(ledger);
    await book.posted(deposit(7n, '2026-06-01'), deposit(10n, '2026-04-10'));
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    expect(await carried(book.authorityId, 'bank')).toEqual(['2026-04-30 10']);
    await ledger.setPeriodState(book.actor, '2026-04', 'open', 'an invoice came late');
    await book.posted(deposit(3n, '2026-04-10'));
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    expect(await carried(book.authorityId, 'bank')).toEqual(['2026-04-30 13']);
    expect(await onDates(book.authorityId, 'bank', ['2026-04-30', '2026-06-30'])).toEqual([13n, 20n]);
  });

  it('carries an account that was opened after earlier closes', async () => {
    const book = await newBook(ledger);
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    await ledger.openAccounts(book.actor, [{ code: 'new', class: 'asset', side: 'actual', normalSide: 'debit', opensOn: '2026-05-01' }]);
    await book.posted(
      entry([
        ['new', 9n],
        ['cash', -9n],
      ]),
    );
    await ledger.setPeriodState(book.actor, '2026-05', 'closed');
    expect(await onDates(book.authorityId, 'new', ['2026-04-30', '2026-05-31', '2026-06-30'])).toEqual([0n, 9n, 9n]);
  });

  it('closes in order of time and reopens backwards', async () => {
    const book = await newBook(ledger);
    const close = async (period: string) => (await ledger.setPeriodState(book.actor, period, 'closed')).ok;
    const reopen = async (period: string) => (await ledger.setPeriodState(book.actor, period, 'open', 'why')).ok;
    expect([await close('2026-05'), await close('2026-04'), await close('2026-05')]).toEqual([false, true, true]);
    expect([await reopen('2026-04'), await reopen('2026-05'), await reopen('2026-04')]).toEqual([false, true, true]);
  });

  it('is soft-closed for all but the named override', async () => {
    const book = await newBook(ledger);
    await ledger.setPeriodState(book.actor, '2026-05', 'soft-closed');
    expect(
      await book.codes([
        deposit(1n),
        entry(
          [
            ['bank', 1n],
            ['cash', -1n],
          ],
          { override: 'soft-closed-period' },
        ),
      ]),
    ).toEqual(['period-closed', 'posted']);
    await ledger.setPeriodState(book.actor, '2026-05', 'open');
    expect(await book.codes([deposit(1n)])).toEqual(['posted']);
  });

  it('keeps who reopened it and why in the audit', async () => {
    const book = await newBook(ledger);
    await ledger.setPeriodState(book.actor, '2026-04', 'closed');
    await ledger.setPeriodState({ ...book.actor, principal: 'officer-9' }, '2026-04', 'open', 'a late invoice');
    const [event] = await admin.rows(
      "select principal, detail ->> 'reason' as reason, detail ->> 'before' as before from ledger.audit_events where authority_id = $1 and operation = 'ledger.reopen-period'",
      [book.authorityId],
    );
    expect(event).toEqual({ principal: 'officer-9', reason: 'a late invoice', before: 'closed' });
  });

  it('answers a repeated close or opening as done', async () => {
    const book = await newBook(ledger);
    expect(await ledger.setPeriodState(book.actor, '2026-04', 'closed')).toEqual({ ok: true, value: { changed: true } });
    expect(await ledger.setPeriodState(book.actor, '2026-04', 'closed')).toEqual({ ok: true, value: { changed: false } });
    expect((await ledger.openPeriods(book.actor, [{ periodId: '2026-05', firstDay: '2026-05-01', lastDay: '2026-05-31' }])).ok).toBe(true);
    expect((await ledger.periods(book.authorityId)).map((period) => `${period.periodId} ${period.state}`).slice(0, 2)).toEqual([
      '2026-04 closed',
      '2026-05 open',
    ]);
  });
});
