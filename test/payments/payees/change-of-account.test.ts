import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addPayee } from '../../../src/payments/payees/add-payee.ts';
import { confirmAccount } from '../../../src/payments/payees/confirm-account.ts';
import { openAccountFor } from '../../../src/payments/payees/open-account-for.ts';
import { payablePayee } from '../../../src/payments/payees/payable-payee.ts';
import { setPayeePolicy } from '../../../src/payments/payees/payee-policy.ts';
import { proposeAccount } from '../../../src/payments/payees/propose-account.ts';
import { stopPayee } from '../../../src/payments/payees/stop-payee.ts';
import { withdrawAccount } from '../../../src/payments/payees/withdraw-account.ts';
import { councilPayees } from '../../../src/payments/runs/council-payees.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { must } from '../../people/example-family.ts';
import { type Admin, openAdmin } from '../../support/admin.ts';
import { type PayeeBook, payeeBook } from './payee-book.ts';

let book: PayeeBook;
let admin: Admin;
beforeAll(async () => {
  book = await payeeBook();
  admin = await openAdmin(book.api.store.adminUrl);
});
afterAll(async () => {
  await admin.close();
  await book.close();
});

async function payableOn(payeeId: string, on: PlainDate, waived?: ReadonlyMap<string, string>) {
  const { database } = book.room;
  const { authorityId } = book;
  const answer = await inTransaction(database, { authorityId, readOnly: true }, (tx) => payablePayee(tx, authorityId, payeeId, on, waived));
  return answer.ok ? answer.value.maskedAccount : answer.refusal;
}

describe('a changed bank account', () => {
  it('is paid after a second person and four working days, as in the worked example', async () => {
    book.today('2026-10-01');
    must(
      await setPayeePolicy(book.room, book.officer('head'), {
        from: '2026-10-01',
        changeDays: 4,
        firstDays: 0,
        answerDays: 2,
        source: 'Northmoor payments policy',
      }),
    );
    const { payeeId, accountId } = await book.paid(book.family.mother.personId, '11112222', 'Morgan Example');
    expect(await payableOn(payeeId, '2026-10-14')).toBe('••••2222');

    book.today('2026-10-16');
    must(await stopPayee(book.room, book.officer('returns'), { payeeId, reason: 'account-closed', accountId }));
    expect(await payableOn(payeeId, '2026-10-16')).toMatchObject({ code: 'payee-stopped', reason: 'account-closed' });

    book.today('2026-10-19');
    const proposal = { payeeId, details: book.details('33334444', 'Morgan Example'), untilThen: 'pay-the-old-one' } as const;
    const proposed = must(await proposeAccount(book.room, book.officer('maker'), proposal));
    expect(await payableOn(payeeId, '2026-10-19')).toEqual({ code: 'payee-account-missing' });
    const same = await confirmAccount(book.room, book.officer('maker'), { payeeId, accountId: proposed.accountId });
    expect(same).toMatchObject({ refusal: { code: 'confirmer-is-proposer' } });
    const confirmed = must(await confirmAccount(book.room, book.officer('checker'), { payeeId, accountId: proposed.accountId }));
    expect(confirmed.usableFrom).toBe('2026-10-23');
    expect(await payableOn(payeeId, '2026-10-22')).toEqual({ code: 'payee-account-cooling-off', until: '2026-10-23' });
    expect(await payableOn(payeeId, '2026-10-23')).toBe('••••4444');
    expect(await payableOn(payeeId, '2026-10-20', new Map([[payeeId, proposed.accountId]]))).toBe('••••4444');
    const again = { payeeId, details: book.details('11112222', 'Morgan Example'), untilThen: 'pay-the-old-one' } as const;
    expect(await proposeAccount(book.room, book.officer('maker'), again)).toMatchObject({ refusal: { code: 'account-was-closed' } });
  });

  it('leaves the old one in use until it has cooled off, unless the payee wants nothing more to go there', async () => {
    book.today('2026-11-02');
    const { payeeId } = await book.paid(book.family.father.personId, '55556666', 'Frankie Example');
    const asked = (untilThen: 'pay-the-old-one' | 'pay-nothing', number: string) =>
      proposeAccount(book.room, book.officer('maker'), { payeeId, details: book.details(number, 'Frankie Example'), untilThen });
    const first = must(await asked('pay-nothing', '77778888'));
    expect(await payableOn(payeeId, '2026-11-02')).toMatchObject({ code: 'payee-account-held' });
    expect(await asked('pay-the-old-one', '77779999')).toMatchObject({ refusal: { code: 'account-waits-already' } });
    must(await withdrawAccount(book.room, book.officer('checker'), { payeeId, accountId: first.accountId }));
    expect(await payableOn(payeeId, '2026-11-02')).toBe('••••6666');
    const second = must(await asked('pay-the-old-one', '77778888'));
    must(await confirmAccount(book.room, book.officer('checker'), { payeeId, accountId: second.accountId }));
    expect(await payableOn(payeeId, '2026-11-05')).toBe('••••6666');
    expect(await payableOn(payeeId, '2026-11-06')).toBe('••••8888');
  });

  it('is confirmed once when two officers confirm it at once', async () => {
    const { payeeId } = await book.paid(book.family.child.personId, '21212121', 'Charlie Example');
    const proposal = { payeeId, details: book.details('43434343', 'Charlie Example'), untilThen: 'pay-the-old-one' } as const;
    const { accountId } = must(await proposeAccount(book.room, book.officer('maker'), proposal));
    const both = await Promise.all(['one', 'two'].map((name) => confirmAccount(book.room, book.officer(name), { payeeId, accountId })));
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'account-not-waiting' } });
  });
});

describe('clear bank details', () => {
  it('lie sealed, open for a rail with an event in the log, and stay shut once the payee has died', async () => {
    const rows = await admin.rows<{ account_id: string; payee_id: string; line: string }>(
      `select account_id, payee_id, t::text as line from payments.payee_accounts t where masked = '••••6666'`,
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the account must be there');
    expect(row.line).not.toMatch(/55556666|Frankie/);
    const asked = { accountId: row.account_id, why: 'payment', reference: 'TF0001' } as const;
    const opened = must(await openAccountFor(book.room, book.officer('rail'), asked));
    expect(opened).toEqual({ kind: 'uk', accountName: 'Frankie Example', sortCode: '010203', accountNumber: '55556666', holder: 'person' });
    const [event] = await admin.rows<{ facts: object; person_id: string }>(
      `select facts, person_id from people.audit_events where operation = 'payments.open-account' order by seq desc limit 1`,
    );
    expect(event).toMatchObject({ person_id: book.family.father.personId, facts: { why: 'payment', reference: 'TF0001' } });
    must(await stopPayee(book.room, book.officer('returns'), { payeeId: row.payee_id, reason: 'died' }));
    expect(await openAccountFor(book.room, book.officer('rail'), asked)).toMatchObject({ refusal: { code: 'payee-stopped' } });
    expect(await payableOn(row.payee_id, '2026-12-01')).toMatchObject({ code: 'payee-stopped', reason: 'died' });
  });

  it('tell a rail whether it pays a person or an organisation', async () => {
    const { room, officer } = book;
    const { payeeId } = must(await addPayee(room, officer('maker'), { kind: 'organisation', name: 'Example Care Ltd' }));
    const proposal = { payeeId, details: book.details('87878787', 'Example Care Ltd'), untilThen: 'pay-the-old-one' } as const;
    const { accountId } = must(await proposeAccount(room, officer('maker'), proposal));
    must(await confirmAccount(room, officer('checker'), { payeeId, accountId }));
    const opened = must(await councilPayees(room).openAccount(book.authorityId, { payeeId, accountId, reference: 'TF0002' }));
    expect(opened).toEqual({ holder: 'organisation', accountName: 'Example Care Ltd', sortCode: '010203', accountNumber: '87878787' });
  });
});
