import { z } from 'zod';
import { modulusOutcomes } from '../modulus/rules/check-account.ts';
import { nameResults, overrideReasons } from '../payees/rules/name-check.ts';
import { accountStates, payeeKinds, payeeStates, stopReasons } from '../payees/rules/payee-states.ts';

/** What requests and answers on payees are made of. */

export const dateSchema = z.iso.date().transform((date) => date as `${number}-${number}-${number}`);
export const shownDate = z.iso.date();

export const exampleIds = {
  family: '5f0b1c7e-3c1d-4c1e-9a54-0f7a4f6a2b10',
  person: '8c0f3f5a-2a56-4a61-8f0e-4f3a55b1c2d4',
  payee: '3a9d1f52-6f0b-4c58-9a7e-2d4c6b8e0f13',
  account: '71c4e8b2-5d3a-4f96-8b1c-0e2f4a6c8d95',
  table: 'd2b7c0e4-9a1f-4e63-b5d8-6c3f1a7e9b20',
};

export const familyParams = z.strictObject({ familyId: z.uuid().meta({ description: 'The family.' }) });
export const personParams = familyParams.extend({ personId: z.uuid().meta({ description: 'The person.' }) }).strict();
export const payeeParams = z.strictObject({ payeeId: z.uuid().meta({ description: 'The payee.' }) });
export const accountParams = payeeParams.extend({ accountId: z.uuid().meta({ description: 'The bank account.' }) }).strict();

/** Loose on purpose: what is wrong with a field is said in words that help, not by the shape of the request. */
export const bankDetailsSchema = z
  .strictObject({
    accountName: z.string().max(200).meta({ description: 'The name on the account.', example: 'Sam Example' }),
    sortCode: z.string().max(20).optional().meta({ description: 'Six digits.', example: '01-02-03' }),
    accountNumber: z.string().max(40).optional().meta({ description: 'Six to eight digits.', example: '12345678' }),
    rollNumber: z.string().max(40).optional().meta({ description: 'Of a building society, where it has one.' }),
    iban: z.string().max(60).optional().meta({ description: 'Instead of sort code and account number.' }),
  })
  .meta({ id: 'BankDetails', description: 'Where a payee is paid. Kept sealed; shown as its last four characters.' });

export const untilThenSchema = z
  .enum(['pay-the-old-one', 'pay-nothing'])
  .default('pay-the-old-one')
  .meta({ description: 'What happens until the new account may be paid; pay-nothing when the old one is closed or not safe.' });

export const proposedSchema = z
  .strictObject({
    payeeId: z.uuid(),
    accountId: z.uuid(),
    masked: z.string(),
    modulusOutcome: z.enum(['valid', 'cannot-tell']),
    nameResult: z.enum(nameResults),
  })
  .meta({ id: 'ProposedAccount', description: 'New bank details that wait for a second person.' });

export const proposedExample = {
  payeeId: exampleIds.payee,
  accountId: exampleIds.account,
  masked: '••••5678',
  modulusOutcome: 'valid',
  nameResult: 'match',
};

const accountSchema = z.strictObject({
  accountId: z.uuid(),
  masked: z.string(),
  state: z.enum(accountStates),
  proposedOn: shownDate,
  usableFrom: shownDate.optional(),
  proposedBy: z.string().optional(),
  confirmedBy: z.string().optional(),
  modulusOutcome: z.enum(modulusOutcomes).optional(),
  nameResult: z.enum(nameResults).optional(),
  nameReturned: z.string().optional(),
  overrideReason: z.enum(overrideReasons).optional(),
  overrideWords: z.string().optional(),
});

export const payeeSchema = z
  .strictObject({
    payeeId: z.uuid(),
    personId: z.uuid().optional(),
    kind: z.enum(payeeKinds),
    name: z.string().optional().meta({ description: 'Of somebody who is no person of the record.' }),
    state: z.enum(payeeStates),
    stoppedReason: z.enum(stopReasons).optional(),
    code: z.string().optional().meta({ description: 'What the books know the payee by; staff only.' }),
    revision: z.number().int(),
    accounts: z.array(accountSchema),
  })
  .meta({ id: 'Payee', description: 'Somebody who is paid, with their bank accounts, newest first and masked.' });

export const payeeExample = {
  payeeId: exampleIds.payee,
  personId: exampleIds.person,
  kind: 'person',
  state: 'usable',
  revision: 3,
  accounts: [{ accountId: exampleIds.account, masked: '••••5678', state: 'confirmed', proposedOn: '2026-10-19', usableFrom: '2026-10-23' }],
};
