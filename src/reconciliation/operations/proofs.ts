import { z } from 'zod';
import { readAuthority } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { operationsRefusingWith } from '../../platform/http/checked-operation.ts';
import { cursorCodec } from '../../platform/http/cursor.ts';
import { listQuery, listSchema } from '../../platform/http/list.ts';
import type { Operation } from '../../platform/http/operation.ts';
import { letterAsPdf } from '../../platform/letters/letter-as-pdf.ts';
import { letterAsText } from '../../platform/letters/letter-as-text.ts';
import { accepted, refused } from '../../platform/result.ts';
import { reconciliationProblems } from '../problems.ts';
import { findProof, listProofs, prepareProof, reviewProof } from '../proofs/keep-proof.ts';
import { proofPage } from '../proofs/proof-page.ts';
import { proveAccount } from '../proofs/prove-account.ts';
import { actorOf, dayQuery, pageOf, type ReconciliationOperationsOptions } from './reconciliation-room.ts';
import { figuresExample, figuresSchema, pageSchema, proofExample, proofSchema, shownFigures, shownProof } from './shown-proof.ts';

const accountParams = z.strictObject({ accountId: z.uuid().meta({ description: 'The id of the account.' }) });
const proofParams = z.strictObject({ proofId: z.uuid().meta({ description: 'The id of the proof.' }) });
const example = { proofId: proofExample.proofId };
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
      examples: { params: { accountId: figuresExample.accountId }, query: { asOf: figuresExample.asOf }, answer: figuresExample },
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
      examples: { params: { accountId: figuresExample.accountId }, body: { asOf: figuresExample.asOf }, answer: proofExample },
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
      examples: {
        params: example,
        answer: { ...proofExample, state: 'reviewed', reviewedBy: 'identity:cleo', reviewedAt: '2026-05-09T11:00:00.000Z' },
      },
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
      examples: { answer: { data: [proofExample], nextCursor: null } },
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
      examples: { params: example, answer: proofExample },
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
      examples: { params: example, answer: { text: 'BANK PROOF\n…', pdf: 'JVBERi0xLjc=' } },
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
