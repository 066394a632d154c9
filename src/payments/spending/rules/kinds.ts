/** The fixed words of spending that a family shows. */

export const receiptMediaTypes = ['application/pdf', 'image/jpeg', 'image/png'] as const;
export type ReceiptMediaType = (typeof receiptMediaTypes)[number];

/** `quarantined`: a scanner found something; it is kept under the family's key for whoever looks into it and never opened here. */
export const receiptStates = ['clean', 'not-scanned', 'quarantined'] as const;

/** By what a spend is shown: papers, a sum that needs none, or the family's word for a paper that is lost. */
export const proofKinds = ['receipt', 'small-sum', 'lost-receipt'] as const;
export type ProofKind = (typeof proofKinds)[number];

export const spendingStates = ['shown', 'refused'] as const;

/** Why a spend is not taken after all: the family reads it with the officer's words. */
export const spendingRefusals = [
  'not-in-the-agreement',
  'not-for-this-child',
  'paid-from-elsewhere',
  'shown-twice',
  'shown-by-mistake',
] as const;
export type SpendingRefusalReason = (typeof spendingRefusals)[number];
