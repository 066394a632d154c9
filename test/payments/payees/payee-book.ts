import { openLedger } from '../../../src/ledger/index.ts';
import { addPayee } from '../../../src/payments/payees/add-payee.ts';
import { confirmAccount } from '../../../src/payments/payees/confirm-account.ts';
import type { PayeeRoom } from '../../../src/payments/payees/payee-room.ts';
import { proposeAccount } from '../../../src/payments/payees/propose-account.ts';
import { type PlainDate, parsePlainDate } from '../../../src/platform/calendar/plain-date.ts';
import type { Caller } from '../../../src/platform/http/operation.ts';
import { type AccessApi, startAccessApi, systemCaller } from '../../people/access-api.ts';
import { type ExampleFamily, exampleFamily, must } from '../../people/example-family.ts';
import { type FakeNameCheck, fakeNameCheck } from '../../support/fake-name-check.ts';

const SORT_CODE = '01-02-03';

export interface PayeeBook {
  readonly api: AccessApi;
  readonly room: PayeeRoom;
  readonly bank: FakeNameCheck;
  readonly authorityId: number;
  readonly family: ExampleFamily;
  today(date: string): void;
  officer(name: string): Caller;
  /** Bank details that the fake bank knows under the name. */
  details(accountNumber: string, accountName: string): { accountName: string; sortCode: string; accountNumber: string };
  /** A payee with a confirmed account, as after two officers. */
  paid(personId: string, accountNumber: string, accountName: string): Promise<{ readonly payeeId: string; readonly accountId: string }>;
  close(): Promise<void>;
}

/** A council with one family, officers, and a bank that answers; its day is moved by hand. */
export async function payeeBook(): Promise<PayeeBook> {
  const api = await startAccessApi();
  const authorityId = await api.newAuthority('northmoor');
  const family = await exampleFamily(api, authorityId, 'Example');
  const bank = fakeNameCheck();
  let day: PlainDate = '2026-10-01';
  const ledger = openLedger({ database: api.store.database, clock: api.clock });
  const room: PayeeRoom = { ...api.room, ledger, businessDate: async () => day, nameCheck: bank };
  const officer = (name: string): Caller => ({ ...systemCaller(authorityId), principal: `identity:${name}` });
  const details = (accountNumber: string, accountName: string) => {
    bank.open(SORT_CODE.replaceAll('-', ''), accountNumber, accountName);
    return { accountName, sortCode: SORT_CODE, accountNumber };
  };
  return {
    api,
    room,
    bank,
    authorityId,
    family,
    today: (date) => {
      const parsed = parsePlainDate(date);
      if (parsed === undefined) throw new Error(`${date} is no day`);
      day = parsed;
      api.clock.set(`${date}T09:30:00.000Z`);
    },
    officer,
    details,
    paid: async (personId, accountNumber, accountName) => {
      const { payeeId } = must(await addPayee(room, officer('maker'), { familyId: family.familyId, personId }));
      const proposal = { payeeId, details: details(accountNumber, accountName), untilThen: 'pay-the-old-one' } as const;
      const { accountId } = must(await proposeAccount(room, officer('maker'), proposal));
      must(await confirmAccount(room, officer('checker'), { payeeId, accountId }));
      return { payeeId, accountId };
    },
    close: () => api.close(),
  };
}
