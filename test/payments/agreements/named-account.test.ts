import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { giveNotice } from '../../../src/payments/agreements/give-notice.ts';
import { type ProposeNamedAccount, proposeNamedAccount } from '../../../src/payments/agreements/propose-named-account.ts';
import { recordConsent } from '../../../src/payments/agreements/record-consent.ts';
import { confirmAccount } from '../../../src/payments/payees/confirm-account.ts';
import { payablePayee } from '../../../src/payments/payees/payable-payee.ts';
import type { PayeeRoom } from '../../../src/payments/payees/payee-room.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import type { Caller } from '../../../src/platform/http/operation.ts';
import { lineDraft } from '../../budgets/budget-book.ts';
import { must } from '../../people/example-family.ts';
import { fakeNameCheck } from '../../support/fake-name-check.ts';
import { type AgreementBook, agreementBook } from '../agreement-book.ts';

describe('the account of somebody whom a family has named', () => {
  let book: AgreementBook;
  let room: PayeeRoom;
  let agreementId: string;
  let asked: ProposeNamedAccount;

  const parent = (personId = book.parentId): Caller => {
    const { familyId, childId } = book;
    const standing = { role: 'parent', standingId: randomUUID(), familyId, personId, children: [childId] } as const;
    return { ...book.officer, principal: `identity:${personId}`, standings: [standing], actingAs: standing };
  };
  const as = (name: string): Caller => ({ ...book.officer, principal: `identity:${name}` });
  const give = (who: Caller, change: Partial<ProposeNamedAccount> = {}) => proposeNamedAccount(room, who, { ...asked, ...change });
  const account = (accountNumber: string) => ({ accountName: 'Managed Accounts', sortCode: '01-02-03', accountNumber });
  const payable = async (on: PlainDate) => {
    const { payeeId } = await book.agreement(agreementId);
    const answer = await book.tx((tx) => payablePayee(tx, book.authorityId, payeeId ?? '', on));
    return answer.ok ? answer.value.maskedAccount : answer.refusal.code;
  };

  beforeAll(async () => {
    book = await agreementBook();
    const bank = fakeNameCheck();
    for (const number of ['11112222', '33334444']) bank.open('010203', number, 'Managed Accounts');
    room = { ...book.desk, nameCheck: bank };
    await book.putUp('childrens-social-care', '2026-27', 20_000_000n);
    await book.lines([lineDraft({ lineCode: 'L3', amount: 120_000n, mechanism: 'THIRD_PARTY' })]);
    agreementId = await book.draft({
      lineCode: 'L3',
      amount: 120_000n,
      recipientKind: 'third-party',
      recipientPersonId: undefined as never,
      payeeId: undefined as never,
    });
    const whom = { name: 'Managed Accounts', kind: 'organisation', details: account('11112222'), untilThen: 'pay-the-old-one' } as const;
    asked = { familyId: book.familyId, agreementId, ...whom, ownerAgreedOn: '2026-04-01' };
  }, 120_000);
  afterAll(() => book.close());

  it('is given by the person who named them in writing, and by nobody else', async () => {
    expect(await give(parent())).toMatchObject({ refusal: { code: 'not-named-by-you' } });
    const { desk, caseworker } = book;
    const { version } = must(
      await giveNotice(desk, caseworker, await book.asRead(agreementId), { agreedProvision: 'Help', conditions: [] }),
    );
    const nomination = { kind: 'nomination', version, signedBy: book.parentId } as const;
    must(await recordConsent(desk, caseworker, await book.asRead(agreementId), nomination));
    const refusals: [Caller, Partial<ProposeNamedAccount>, string][] = [
      [parent(randomUUID()), {}, 'not-named-by-you'],
      [as('officer'), {}, 'not-named-by-you'],
      [parent(), { ownerAgreedOn: '2026-04-02' }, 'owner-agrees-first'],
      [parent(), { agreementId: randomUUID() }, 'record-not-found'],
      [parent(), { details: { ...account('11112222'), sortCode: '01-02' } }, 'bank-details-malformed'],
    ];
    for (const [who, change, code] of refusals) expect(await give(who, change)).toMatchObject({ refusal: { code } });
    expect((await book.agreement(agreementId)).payeeId).toBeNull();
  });

  it('waits for a second person of the council, and a change of it for the days of cooling-off', async () => {
    const { payeeId, accountId, masked } = must(await give(parent()));
    expect([masked, (await book.agreement(agreementId)).payeeId]).toEqual(['••••2222', payeeId]);
    expect(await give(parent())).toMatchObject({ refusal: { code: 'account-waits-already' } });
    expect(await payable('2026-04-01')).toBe('payee-account-missing');
    expect(await confirmAccount(room, parent(), { payeeId, accountId })).toMatchObject({ refusal: { code: 'payee-not-found' } });
    must(await confirmAccount(room, as('checker'), { payeeId, accountId }));

    book.on('2026-04-13');
    expect(await payable('2026-04-13')).toBe('••••2222');
    const changed = must(await give(parent(), { details: account('33334444') }));
    expect(changed.payeeId).toBe(payeeId);
    const { usableFrom } = must(await confirmAccount(room, as('checker'), changed));
    expect(usableFrom > '2026-04-13').toBe(true);
    expect([await payable('2026-04-13'), await payable(usableFrom)]).toEqual(['••••2222', '••••4444']);
  });

  it('is not a way to an agreement that pays the family itself', async () => {
    await book.lines([lineDraft({ lineCode: 'L5', amount: 120_000n })]);
    const own = await book.draft({ lineCode: 'L5', amount: 120_000n });
    expect(await give(parent(), { agreementId: own })).toMatchObject({ refusal: { code: 'agreement-names-nobody' } });
  });
});
