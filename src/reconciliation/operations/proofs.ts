import { z } from 'zod';
import { readAuthority } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { letterAsPdf } from '../../platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../platform/letters/letter-as-text.ts';
import { accepted, refused } from '../../platform/result.ts';
import { reconciliationProblems } from '../problems.ts';
import { findProof, type KeptProof, listProofs, prepareProof, reviewProof } from '../proofs/keep-proof.ts';
import { type ProofFigures, proofStreams } from '../proofs/proof-figures.ts';
import { proofPage } from '../proofs/proof-page.ts';
import { proveAccount } from '../proofs/prove-account.ts';
import { actorOf, dayQuery, pageOf, type ReconciliationOperationsOptions } from './reconciliation-room.ts';

const streamSchema = z.strictObject({
  stream: z.enum(proofStreams),
  ledger: moneyJsonSchema,
  unmatched: moneyJsonSchema,
  unpresented: moneyJsonSchema,
});

const figuresSchema = z
  .strictObject({
    accountId: z.uuid(),
    accountName: z.string(),
    ledgerAccount: z.string(),
    asOf: z.iso.date(),
    bank: moneyJsonSchema.meta({ description: 'The bank’s closing balance, by its own bank statements.' }),
    bankKnownUntil: z.iso.date().meta({ description: 'The last day that a bank statement tells of.' }),
    ledger: moneyJsonSchema,
    unmatched: moneyJsonSchema.meta({ description: 'Bank lines that nothing in the books explains, added up.' }),
    unpresented: moneyJsonSchema.meta({ description: 'Entries that the bank has not shown, added up.' }),
    difference: moneyJsonSchema.meta({ description: 'bank - (ledger + unmatched - unpresented). The proof stands at nothing.' }),
    stands: z.boolean(),
    since: z.iso.date().meta({ description: 'The first day of the bank statements.' }),
    openingDifference: moneyJsonSchema.meta({ description: 'By how much the bank and the books began apart.' }),
    gaps: z.number().int().meta({ description: 'Places where bank statements are missing.' }),
    suspense: moneyJsonSchema.meta({ description: 'What stands in suspense, with no stream yet.' }),
    streams: z.array(streamSchema),
    unmatchedLines: z.array(z.strictObject({ lineId: z.uuid(), bookingDate: z.iso.date(), amount: moneyJsonSchema })),
    unpresentedEntries: z.array(
      z.strictObject({ entryId: z.uuid(), effectiveDate: z.iso.date(), amount: moneyJsonSchema, reference: z.string().optional() }),
    ),
    bridge: z
      .strictObject({
        paid: moneyJsonSchema,
        vat: moneyJsonSchema,
        seen: moneyJsonSchema,
        returned: moneyJsonSchema,
        paidBack: moneyJsonSchema,
        unpaid: moneyJsonSchema,
        underWay: moneyJsonSchema,
        other: moneyJsonSchema,
      })
      .meta({ id: 'BudgetBridge', description: 'paid = seen - returned - paidBack + unpaid + underWay - vat + other, over all accounts.' }),
  })
  .meta({ id: 'BankProofFigures', description: 'One bank account against the books on one day.' });

const proofSchema = z
  .strictObject({
    proofId: z.uuid(),
    state: z.enum(['prepared', 'reviewed', 'superseded']),
    locked: z.boolean().meta({ description: 'Reviewed, and its period is closed.' }),
    preparedBy: z.string(),
    preparedAt: z.iso.datetime(),
    reviewedBy: z.string().optional(),
    reviewedAt: z.iso.datetime().optional(),
    figures: figuresSchema,
  })
  .meta({ id: 'BankProof', description: 'A bank proof that an officer stands by.' });

const pageSchema = z
  .strictObject({ text: z.string(), pdf: z.base64().meta({ description: 'The PDF, in base64.' }) })
  .meta({ id: 'BankProofPage', description: 'One page, in two ways.' });
const accountParams = z.strictObject({ accountId: z.uuid().meta({ description: 'The id of the account.' }) });
const proofParams = z.strictObject({ proofId: z.uuid().meta({ description: 'The id of the proof.' }) });
const positions = cursorCodec('bank-proofs', z.strictObject({ asOf: z.iso.date(), proofId: z.uuid() }));

export function proofOperations(room: ReconciliationOperationsOptions): readonly Operation[] {
  const define = operationsRefusingWith(reconciliationProblems);
  return [
    define({
      id: 'reconciliation.prove-account',
      method: 'get',
      path: '/v1/bank-accounts/{accountId}/proof',
      summary: 'Prove an account on a day',
      description: 'bank = ledger + unmatched lines - unpresented entries, worked out now; nothing is kept.',
      scope: 'reconciliation:read',
      params: accountParams,
      query: z.strictObject({ asOf: dayQuery }),
      answer: { status: 200, description: 'The figures.', body: figuresSchema },
      refusals: ['bank-account-not-found', 'bank-account-not-in-books', 'no-bank-statement-yet'],
      handle: async ({ caller: { authorityId }, params: { accountId }, query: { asOf } }) => {
        const proved = await proveAccount(room, authorityId, { accountId, asOf });
        return proved.ok ? accepted({ body: shownFigures(proved.value) }) : proved;
      },
    }),
    define({
      id: 'reconciliation.prepare-proof',
      method: 'post',
      path: '/v1/bank-accounts/{accountId}/proofs',
      summary: 'Prepare a bank proof',
      description: 'You stand by the figures of the day. An earlier proof of it gives way, unless that is locked.',
      scope: 'reconciliation:write',
      params: accountParams,
      body: z.strictObject({ asOf: dayQuery }),
      answer: { status: 201, description: 'The proof.', body: proofSchema },
      refusals: [
        'bank-account-not-found',
        'bank-account-not-in-books',
        'no-bank-statement-yet',
        'bank-proof-does-not-stand',
        'bank-proof-locked',
      ],
      handle: async ({ caller, params: { accountId }, body: { asOf } }) => {
        const prepared = await prepareProof(room, actorOf(caller), { accountId, asOf });
        return prepared.ok ? accepted({ body: shownProof(prepared.value) }) : (prepared as never);
      },
    }),
    define({
      id: 'reconciliation.review-proof',
      method: 'post',
      path: '/v1/bank-proofs/{proofId}/review',
      summary: 'Review a bank proof',
      description: 'By somebody who neither prepared it nor matched anything in it. With the closing of its period it is locked.',
      scope: 'reconciliation:write',
      params: proofParams,
      answer: { status: 200, description: 'The proof, reviewed.', body: proofSchema },
      refusals: [
        'bank-proof-not-found',
        'bank-account-not-found',
        'bank-account-not-in-books',
        'no-bank-statement-yet',
        'bank-proof-out-of-date',
        'preparer-may-not-review',
        'matcher-may-not-review',
      ],
      handle: async ({ caller, params: { proofId } }) => {
        const reviewed = await reviewProof(room, actorOf(caller), proofId);
        return reviewed.ok ? accepted({ body: shownProof(reviewed.value) }) : (reviewed as never);
      },
    }),
    define({
      id: 'reconciliation.list-proofs',
      method: 'get',
      path: '/v1/bank-proofs',
      summary: 'List bank proofs',
      description: 'The latest day first, the superseded ones too.',
      scope: 'reconciliation:read',
      query: z.strictObject({ ...listQuery, accountId: z.uuid().optional() }),
      answer: { status: 200, description: 'A page of proofs.', body: listSchema(proofSchema) },
      refusals: ['cursor-malformed'],
      handle: async ({ caller, query: { limit, cursor, accountId } }) => {
        const from = cursor === undefined ? accepted(undefined) : positions.decode(cursor);
        if (!from.ok) return from;
        const before = from.value && { asOf: from.value.asOf as PlainDate, proofId: from.value.proofId };
        const rest = await listProofs(room, caller.authorityId, { accountId, before, limit: limit + 1 });
        const { data, nextCursor } = pageOf(rest, limit, ({ proofId, figures: { asOf } }) => positions.encode({ asOf, proofId }));
        return accepted({ body: { data: data.map(shownProof), nextCursor }, ...(nextCursor !== null && { nextCursor }) });
      },
    }),
    define({
      id: 'reconciliation.show-proof',
      method: 'get',
      path: '/v1/bank-proofs/{proofId}',
      summary: 'Show a bank proof',
      description: 'Its figures as they were when it was prepared.',
      scope: 'reconciliation:read',
      params: proofParams,
      answer: { status: 200, description: 'The proof.', body: proofSchema },
      refusals: ['bank-proof-not-found'],
      handle: async ({ caller: { authorityId }, params: { proofId } }) => {
        const proof = await findProof(room, authorityId, proofId);
        return proof === undefined ? refused({ code: 'bank-proof-not-found' }) : accepted({ body: shownProof(proof) });
      },
    }),
    define({
      id: 'reconciliation.print-proof',
      method: 'get',
      path: '/v1/bank-proofs/{proofId}/page',
      summary: 'Print a bank proof',
      description: 'On one page, as text and as a tagged PDF.',
      scope: 'reconciliation:read',
      params: proofParams,
      answer: { status: 200, description: 'The page.', body: pageSchema },
      refusals: ['bank-proof-not-found'],
      handle: async ({ caller: { authorityId }, params: { proofId } }) => {
        const proof = await findProof(room, authorityId, proofId);
        if (proof === undefined) return refused({ code: 'bank-proof-not-found' });
        const page = proofPage((await readAuthority(room.database, authorityId))?.name ?? '', proof.figures, proof);
        return accepted({ body: { text: letterAsText(page), pdf: (await letterAsPdf(page, { print: 'report' })).toString('base64') } });
      },
    }),
  ];
}

function shownProof({ preparedAt, reviewedAt, figures, ...proof }: KeptProof) {
  return {
    ...proof,
    preparedAt: preparedAt.toISOString(),
    ...(reviewedAt !== undefined && { reviewedAt: reviewedAt.toISOString() }),
    figures: shownFigures(figures),
  };
}

function shownFigures(figures: ProofFigures) {
  const { accountId, accountName, ledgerAccount, asOf, bankKnownUntil, since, gaps, bridge } = figures;
  return {
    ...{ accountId, accountName, ledgerAccount, asOf, bankKnownUntil, since, gaps },
    bank: moneyJson(figures.bankMinor),
    ledger: moneyJson(figures.ledgerMinor),
    unmatched: moneyJson(figures.unmatchedMinor),
    unpresented: moneyJson(figures.unpresentedMinor),
    difference: moneyJson(figures.differenceMinor),
    stands: figures.differenceMinor === 0n && gaps === 0,
    openingDifference: moneyJson(figures.openingDifferenceMinor),
    suspense: moneyJson(figures.suspenseMinor),
    streams: figures.streams.map(({ stream, ledgerMinor, unmatchedMinor, unpresentedMinor }) => ({
      stream,
      ledger: moneyJson(ledgerMinor),
      unmatched: moneyJson(unmatchedMinor),
      unpresented: moneyJson(unpresentedMinor),
    })),
    unmatchedLines: figures.unmatched.map(({ amountMinor, ...line }) => ({ ...line, amount: moneyJson(amountMinor) })),
    unpresentedEntries: figures.unpresented.map(({ amountMinor, ...entry }) => ({ ...entry, amount: moneyJson(amountMinor) })),
    bridge: {
      paid: moneyJson(bridge.paidMinor),
      vat: moneyJson(bridge.vatMinor),
      seen: moneyJson(bridge.seenMinor),
      returned: moneyJson(bridge.returnedMinor),
      paidBack: moneyJson(bridge.paidBackMinor),
      unpaid: moneyJson(bridge.unpaidMinor),
      underWay: moneyJson(bridge.underWayMinor),
      other: moneyJson(bridge.otherMinor),
    },
  };
}
