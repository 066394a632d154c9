import { and, asc, eq } from 'drizzle-orm';
import { v5 as uuidV5 } from 'uuid';
import { changeFamily, readerOf, readFamily } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { PunctualityRoom } from './promised-payments.ts';
import type { ClaimKind } from './rules/kinds.ts';
import { outlayClaims } from './schema.ts';

export interface AskClaim {
  readonly familyId: string;
  readonly agreementId: string;
  readonly kind: ClaimKind;
  /** The payment that was late. */
  readonly dueRef?: string | undefined;
  /** In pence. */
  readonly amount: bigint;
  readonly spentOn: PlainDate;
  readonly receiptIds: readonly string[];
  readonly words: string;
  readonly idempotencyKey: string;
}

export type AskClaimRefusal = {
  readonly code:
    | 'record-not-found'
    | 'errand-for-a-stranger'
    | 'claim-not-positive'
    | 'claim-receipt-missing'
    | 'claim-day-ahead'
    | 'claim-differs'
    | 'promised-payment-not-found'
    | 'claim-for-nobody';
};

/** Made up once for this service; changing it would make every retry of an old claim a new one. */
const CLAIMS = '9c0f6a1e-5d2b-4e7a-8f34-1b6d9e2c7a50';

/** A family has paid for support itself because the council was late, or its bank charged it for that: it asks for the money back. */
export async function askClaim(
  room: PunctualityRoom,
  caller: Caller,
  asked: AskClaim,
): Promise<Result<{ readonly claimId: string }, AskClaimRefusal>> {
  const { authorityId, principal } = caller;
  const { familyId, agreementId, kind, dueRef, amount, spentOn, receiptIds, words, idempotencyKey } = asked;
  const personId = caller.onBehalfOf?.personId ?? (caller.actingAs?.familyId === familyId ? caller.actingAs.personId : undefined);
  const today = await room.businessDate(authorityId);
  const claimId = uuidV5(JSON.stringify([authorityId, principal, idempotencyKey]), CLAIMS);
  return changeFamily(room, caller, { familyId, operation: 'payments.ask-claim' }, async ({ tx, key, now }) => {
    if (personId === undefined) return refused({ code: 'claim-for-nobody' });
    if (amount <= 0n) return refused({ code: 'claim-not-positive' });
    if (receiptIds.length === 0) return refused({ code: 'claim-receipt-missing' });
    if (spentOn > today) return refused({ code: 'claim-day-ahead' });
    if (dueRef !== undefined && (await room.promised.find(tx, authorityId, dueRef))?.familyId !== familyId)
      return refused({ code: 'promised-payment-not-found' });
    const facts = { claimId, kind, receipts: receiptIds.length };
    const [standing] = await tx
      .select()
      .from(outlayClaims)
      .where(and(eq(outlayClaims.authorityId, authorityId), eq(outlayClaims.claimId, claimId)));
    if (standing !== undefined) {
      const isSame = standing.amount === amount && standing.kind === kind && standing.spentOn === spentOn && standing.familyId === familyId;
      return isSame ? accepted({ value: { claimId }, personId, facts: { ...facts, standing: true } }) : refused({ code: 'claim-differs' });
    }
    await tx.insert(outlayClaims).values({
      authorityId,
      claimId,
      familyId,
      personId,
      agreementId,
      dueRef: dueRef ?? null,
      kind,
      amount,
      spentOn,
      receiptIds: [...receiptIds],
      sealed: key.seal({ words }, claimId),
      state: 'asked',
      createdAt: now,
      createdBy: principal,
    });
    return accepted({ value: { claimId }, personId, facts });
  });
}

export type DecideClaimRefusal = {
  readonly code:
    | 'record-not-found'
    | 'errand-for-a-stranger'
    | 'claim-not-found'
    | 'claim-decided'
    | 'claim-not-positive'
    | 'claim-beyond-asked'
    | 'confirmer-is-proposer'
    | 'outlay-not-payable';
};

/**
 * An officer decides, with reasons that the family reads: all of it, a part, or nothing (`agreed` left out). What is agreed is an instalment of
 * the agreement at once, in the same transaction.
 */
export async function decideClaim(
  room: PunctualityRoom,
  caller: Caller,
  { familyId, claimId, agreed, reasons }: { familyId: string; claimId: string; agreed?: bigint | undefined; reasons: string },
): Promise<Result<{ readonly dueRef?: string }, DecideClaimRefusal>> {
  const { authorityId, principal: decidedBy } = caller;
  const today = await room.businessDate(authorityId);
  const decision: Result<{ readonly dueRef?: string }, DecideClaimRefusal> = await changeFamily(
    room,
    caller,
    { familyId, operation: 'payments.decide-claim' },
    async ({ tx, key, now }) => {
      const which = and(eq(outlayClaims.authorityId, authorityId), eq(outlayClaims.familyId, familyId), eq(outlayClaims.claimId, claimId));
      const [claim] = await tx.select().from(outlayClaims).where(which).for('update');
      if (claim === undefined) return refused({ code: 'claim-not-found' });
      const { personId, agreementId, paidByDueRef } = claim;
      const state = agreed === undefined ? 'refused' : 'agreed';
      const facts = { claimId, decision: state };
      if (claim.state !== 'asked') {
        const isSame = claim.state === state && claim.decidedBy === decidedBy && claim.agreedAmount === (agreed ?? null);
        if (!isSame) return refused({ code: 'claim-decided' });
        return accepted({ value: paidByDueRef === null ? {} : { dueRef: paidByDueRef }, personId, facts: { ...facts, standing: true } });
      }
      if (claim.createdBy === decidedBy) return refused({ code: 'confirmer-is-proposer' });
      const decided = { state, decidedBy, decidedAt: now, reasonsSealed: key.seal({ reasons }, `${claimId}/reasons`) } as const;
      if (agreed === undefined) {
        await tx.update(outlayClaims).set(decided).where(which);
        return accepted({ value: {}, personId, facts });
      }
      if (agreed <= 0n) return refused({ code: 'claim-not-positive' });
      if (agreed > claim.amount) return refused({ code: 'claim-beyond-asked' });
      const outlay = { authorityId, familyId, agreementId, claimId, amount: agreed, payOn: today, by: decidedBy, at: now };
      const added = await room.outlays.add(tx, outlay);
      if (!added.ok) return added;
      const { dueRef } = added.value;
      await tx
        .update(outlayClaims)
        .set({ ...decided, agreedAmount: agreed, paidByDueRef: dueRef })
        .where(which);
      return accepted({ value: { dueRef }, personId, facts: { ...facts, dueRef } });
    },
  );
  if (decision.ok && decision.value.dueRef !== undefined) await room.outlays.book(authorityId, claimId);
  return decision;
}

export interface ClaimView {
  readonly claimId: string;
  readonly kind: ClaimKind;
  readonly amount: bigint;
  readonly spentOn: PlainDate;
  readonly receiptIds: readonly string[];
  readonly words: string;
  readonly state: string;
  readonly agreedAmount?: bigint;
  readonly reasons?: string;
}

/** A family's claims: staff see all, a person of the family their own. */
export async function claimsOf(
  room: PunctualityRoom,
  caller: Caller,
  familyId: string,
): Promise<Result<ClaimView[], { readonly code: 'record-not-found' }>> {
  const { authorityId } = caller;
  return readFamily(room, authorityId, familyId, async ({ tx, key }) => {
    const rows = await tx
      .select()
      .from(outlayClaims)
      .where(and(eq(outlayClaims.authorityId, authorityId), eq(outlayClaims.familyId, familyId)))
      .orderBy(asc(outlayClaims.createdAt));
    const isStaff = readerOf(caller, familyId).kind === 'staff';
    return rows
      .filter(({ personId }) => isStaff || personId === caller.actingAs?.personId)
      .map(({ claimId, kind, amount, spentOn, receiptIds, sealed, state, agreedAmount, reasonsSealed }) => {
        const reasons = key.open<{ reasons: string }>(reasonsSealed, `${claimId}/reasons`)?.reasons;
        const words = key.open<{ words: string }>(sealed, claimId)?.words ?? '';
        const decided = { ...(agreedAmount !== null && { agreedAmount }), ...(reasons !== undefined && { reasons }) };
        return { claimId, kind, amount, spentOn, receiptIds, words, state, ...decided };
      });
  });
}
