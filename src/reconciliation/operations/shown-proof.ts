import { z } from 'zod';
import { moneyJson, moneyJsonSchema } from '../../platform/http/money-json.ts';
import type { KeptProof } from '../proofs/keep-proof.ts';
import { type ProofFigures, proofStreams } from '../proofs/proof-figures.ts';

const streamSchema = z.strictObject({
  stream: z.enum(proofStreams),
  ledger: moneyJsonSchema,
  unmatched: moneyJsonSchema,
  unpresented: moneyJsonSchema,
});

export const figuresSchema = z
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

export const proofSchema = z
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

export const pageSchema = z
  .strictObject({ text: z.string(), pdf: z.base64().meta({ description: 'The PDF, in base64.' }) })
  .meta({ id: 'BankProofPage', description: 'One page, in two ways.' });

/** A line that nobody knows and a payment that the bank has not shown; the proof stands. */
export const figuresExample = {
  accountId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  accountName: 'Direct payments account',
  ledgerAccount: 'bank:main',
  asOf: '2026-05-07',
  bank: moneyJson(1_781_707n),
  bankKnownUntil: '2026-05-07',
  ledger: moneyJson(1_805_040n),
  unmatched: moneyJson(-43_333n),
  unpresented: moneyJson(-20_000n),
  difference: moneyJson(0n),
  stands: true,
  since: '2026-04-01',
  openingDifference: moneyJson(0n),
  gaps: 0,
  suspense: moneyJson(0n),
  streams: [
    { stream: 'CARE', ledger: moneyJson(1_805_040n), unmatched: moneyJson(0n), unpresented: moneyJson(-20_000n) },
    { stream: 'none', ledger: moneyJson(0n), unmatched: moneyJson(-43_333n), unpresented: moneyJson(0n) },
  ],
  unmatchedLines: [{ lineId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a71', bookingDate: '2026-05-07', amount: moneyJson(-43_333n) }],
  unpresentedEntries: [{ entryId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a74', effectiveDate: '2026-05-07', amount: moneyJson(-20_000n) }],
  bridge: {
    paid: moneyJson(520_000n),
    vat: moneyJson(0n),
    seen: moneyJson(500_000n),
    returned: moneyJson(0n),
    paidBack: moneyJson(0n),
    unpaid: moneyJson(0n),
    underWay: moneyJson(20_000n),
    other: moneyJson(0n),
  },
};

export const proofExample = {
  proofId: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a73',
  state: 'prepared',
  locked: false,
  preparedBy: 'identity:019aa000-7a11-7c04-9d1f-5b0c2e8f4a75',
  preparedAt: '2026-05-08T09:30:00.000Z',
  figures: figuresExample,
};

export function shownProof({ preparedAt, reviewedAt, figures, ...proof }: KeptProof) {
  return {
    ...proof,
    preparedAt: preparedAt.toISOString(),
    ...(reviewedAt !== undefined && { reviewedAt: reviewedAt.toISOString() }),
    figures: shownFigures(figures),
  };
}

export function shownFigures(figures: ProofFigures) {
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
