import { allocatedToLine, committed, fundsPutUp, type Share } from '../../budgets/index.ts';
import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';

/** What stands before most events: money put up, given to a line, and some or all of it promised. */
export function promised(shares: readonly { readonly share: Share; readonly given: bigint; readonly amount: bigint }[]): EntryDraft[] {
  return [
    ...shares.map(({ share: { source, financialYear }, given }) =>
      fundsPutUp({ effectiveDate: '2026-04-01', source, financialYear, amount: given }),
    ),
    allocatedToLine({ effectiveDate: '2026-04-01', parts: shares.map(({ share, given: amount }) => ({ share, amount })) }),
    committed({ effectiveDate: '2026-04-02', parts: shares.map(({ share, amount }) => ({ share, amount })) }),
  ];
}
