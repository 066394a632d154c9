import { z } from 'zod';
import { readerOf, recordProblems } from '../../people/index.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { addPayee } from '../payees/add-payee.ts';
import type { PayeeRoom } from '../payees/payee-room.ts';
import { familyPayees, organisationPayees, type PayeeView } from '../payees/payee-view.ts';
import { proposeOwnAccount } from '../payees/propose-own-account.ts';
import { payeeKinds } from '../payees/rules/payee-states.ts';
import { sharedAccounts } from '../payees/shared-accounts.ts';
import { paymentProblems } from '../problems.ts';
import {
  bankDetailsSchema,
  exampleIds,
  familyParams,
  payeeExample,
  payeeSchema,
  personParams,
  proposedExample,
  proposedSchema,
  untilThenSchema,
} from './payee-schemas.ts';

const positions = cursorCodec('payees', z.strictObject({ after: z.uuid() }));
const addedSchema = z.strictObject({ payeeId: z.uuid(), code: z.string() }).meta({ id: 'AddedPayee' });
const addedExample = { payeeId: exampleIds.payee, code: 'P4K7M2Q9XTB' };
const nameSchema = z.string().trim().min(1).max(200).meta({ description: 'What staff call them.' });

/** Who is paid: read, added, and the bank details that families give themselves. */
export function payeeOperations(room: PayeeRoom): readonly Operation[] {
  const define = operationsRefusingWith({ ...recordProblems, ...paymentProblems });
  return [
    define({
      id: 'payments.list-family-payees',
      method: 'get',
      path: '/v1/families/{familyId}/payees',
      summary: 'See who is paid in a family',
      description: 'Staff see everybody with masked accounts; a person of the family sees themselves and nobody else.',
      scope: 'payments:read',
      params: familyParams,
      answer: { status: 200, description: 'The payees.', body: listSchema(payeeSchema) },
      examples: { params: { familyId: exampleIds.family }, answer: { data: [payeeExample], nextCursor: null } },
      refusals: ['record-not-found'],
      handle: async ({ caller, params: { familyId } }) => {
        const views = await familyPayees(room, caller, familyId);
        if (!views.ok) return views;
        const isStaff = readerOf(caller, familyId).kind === 'staff';
        const persons = views.value.flatMap(({ personId }) => (personId === undefined ? [] : [{ familyId, personId }]));
        const opened = isStaff ? [{ familyId }] : persons;
        return accepted({ body: { data: views.value.map(shownPayee), nextCursor: null }, opened });
      },
    }),
    define({
      id: 'payments.add-payee',
      method: 'post',
      path: '/v1/families/{familyId}/payees',
      summary: 'Add somebody who is paid in a family',
      description: 'A person of the record by personId, or whoever the family has named (a nominee, an organisation) by name.',
      scope: 'payments:write',
      params: familyParams,
      body: z
        .strictObject({ personId: z.uuid().optional(), kind: z.enum(payeeKinds).optional(), name: nameSchema.optional() })
        .refine(({ personId, kind, name }) => (personId === undefined ? kind !== undefined && name !== undefined : !kind && !name), {
          message: 'Give personId, or kind and name.',
        }),
      answer: { status: 201, description: 'The payee; one that was there already is answered with itself.', body: addedSchema },
      examples: { params: { familyId: exampleIds.family }, body: { personId: exampleIds.person }, answer: addedExample },
      refusals: ['record-not-found', 'errand-for-a-stranger', 'payee-person-unknown', 'payee-not-in-books'],
      handle: async ({ caller, params: { familyId }, body: { personId, kind, name } }) => {
        const who = personId === undefined ? { familyId, kind: kind ?? 'person', name: name ?? '' } : { familyId, personId };
        const added = await addPayee(room, caller, who);
        return added.ok ? accepted({ body: added.value }) : added;
      },
    }),
    define({
      id: 'payments.propose-own-account',
      method: 'post',
      path: '/v1/families/{familyId}/persons/{personId}/bank-account',
      summary: 'Give your own bank details',
      description:
        'Check digits and the name are checked at once. Then somebody at the council confirms them, and a letter goes to you; a changed account is paid after a few working days.',
      scope: 'payments:write',
      params: personParams,
      body: z.strictObject({ details: bankDetailsSchema, untilThen: untilThenSchema }),
      answer: { status: 201, description: 'The details wait to be confirmed.', body: proposedSchema },
      examples: {
        params: { familyId: exampleIds.family, personId: exampleIds.person },
        body: { details: { accountName: 'Sam Example', sortCode: '01-02-03', accountNumber: '12345678' } },
        answer: proposedExample,
      },
      refusals: [
        'record-not-found',
        'errand-for-a-stranger',
        'payee-person-unknown',
        'payee-not-in-books',
        'payee-not-found',
        'bank-details-malformed',
        'check-digits-wrong',
        'bank-says-account-is-gone',
        'payee-stopped',
        'account-waits-already',
        'account-is-the-same',
        'account-is-ours',
        'account-was-closed',
      ],
      handle: async ({ caller, params, body }) => {
        const proposed = await proposeOwnAccount(room, caller, { ...params, ...body });
        return proposed.ok ? accepted({ body: proposed.value }) : proposed;
      },
    }),
    define({
      id: 'payments.list-organisation-payees',
      method: 'get',
      path: '/v1/payees',
      summary: 'List organisations that are paid',
      scope: 'payments:read',
      query: z.strictObject(listQuery),
      answer: { status: 200, description: 'A page of payees.', body: listSchema(payeeSchema) },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { cursor, limit } }) => {
        const from = cursor === undefined ? accepted(undefined) : positions.decode(cursor);
        if (!from.ok) return from;
        const views = await organisationPayees(room, caller.authorityId, { after: from.value?.after, limit: limit + 1 });
        const page = views.slice(0, limit);
        const last = page.at(-1);
        const nextCursor = last !== undefined && views.length > limit ? positions.encode({ after: last.payeeId }) : null;
        return accepted({ body: { data: page.map(shownPayee), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'payments.add-organisation-payee',
      method: 'post',
      path: '/v1/payees',
      summary: 'Add an organisation that is paid',
      scope: 'payments:write',
      body: z.strictObject({ name: nameSchema }),
      answer: { status: 201, description: 'The payee.', body: addedSchema },
      examples: { body: { name: 'Example Care Ltd' }, answer: addedExample },
      refusals: ['payee-not-in-books', 'record-not-found', 'errand-for-a-stranger', 'payee-person-unknown'],
      handle: async ({ caller, body: { name } }) => {
        const added = await addPayee(room, caller, { kind: 'organisation', name });
        return added.ok ? accepted({ body: added.value }) : added;
      },
    }),
    define({
      id: 'payments.list-shared-accounts',
      method: 'get',
      path: '/v1/payees/shared-accounts',
      summary: 'See bank accounts under more than one payee',
      description: 'Often two parents with one account, sometimes a fraud. Never shown to families; that somebody looked is kept apart.',
      scope: 'payments:read',
      answer: {
        status: 200,
        description: 'The shared accounts.',
        body: listSchema(
          z.strictObject({
            masked: z.string(),
            payees: z.array(z.strictObject({ payeeId: z.uuid(), familyId: z.uuid().nullable(), accountId: z.uuid(), state: z.string() })),
          }),
        ),
      },
      examples: { answer: { data: [], nextCursor: null } },
      refusals: [],
      handle: async ({ caller }) => {
        const shared = await sharedAccounts(room, caller.authorityId);
        const families = new Set(shared.flatMap(({ payees }) => payees.flatMap(({ familyId }) => familyId ?? [])));
        const opened = [...families].map((familyId) => ({ familyId, restricted: true }));
        const data = shared.map(({ masked, payees }) => ({ masked, payees: [...payees] }));
        return accepted({ body: { data, nextCursor: null }, opened });
      },
    }),
  ];
}

function shownPayee({ accounts, ...payee }: PayeeView) {
  return { ...payee, accounts: accounts.map((account) => ({ ...account })) };
}
