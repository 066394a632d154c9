import { pgSchema } from 'drizzle-orm/pg-core';

export const payments = pgSchema('payments');

/** A share and how much of the payment it bears, as kept in the row: opaque codes only, pence as text because JSON has no bigint. */
export interface StoredPart {
  readonly share: {
    readonly line: string;
    readonly source: string;
    readonly financialYear: `${number}-${number}`;
    readonly stream: 'EDUCATION' | 'HEALTH' | 'CARE';
    readonly costCentre: string;
    readonly subjective: string;
  };
  readonly pence: string;
}

/** Money to return that is kept from a payment: its case, which shares it frees, and where the freed money goes. */
export interface StoredOffset {
  readonly recoveryCase: string;
  readonly parts: readonly StoredPart[];
  readonly freed: { readonly to: 'line' } | { readonly to: 'source'; readonly currentYear: `${number}-${number}` };
}
