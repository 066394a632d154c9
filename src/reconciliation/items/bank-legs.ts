import type { Dimension, Ledger, StatementLine } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/** What one entry did to a bank account: its legs there added up. */
export interface BankLeg {
  readonly entryId: string;
  readonly effectiveDate: PlainDate;
  readonly amountMinor: bigint;
  readonly reference?: string;
  readonly reverses?: string;
  readonly byStream: ReadonlyMap<NonNullable<Dimension['stream']> | 'none', bigint>;
}

const PAGE = 1_000;

/** Every entry that moved the account in these days, in the order of the book. */
export async function bankLegs(
  ledger: Ledger,
  authorityId: number,
  account: string,
  days: { readonly from?: PlainDate; readonly to?: PlainDate },
): Promise<BankLeg[]> {
  const legs = new Map<string, BankLeg>();
  for (let after: StatementLine | undefined, more = true; more; ) {
    const page: StatementLine[] = await ledger.accountStatement(authorityId, account, {
      ...days,
      limit: PAGE,
      ...(after !== undefined && { after: { blockSeq: after.blockSeq, version: after.version } }),
    });
    for (const { entryId, effectiveDate, amount, reference, reverses, dimension } of page) {
      const before = legs.get(entryId);
      const stream = dimension.stream ?? 'none';
      const byStream = new Map(before?.byStream);
      byStream.set(stream, (byStream.get(stream) ?? 0n) + amount);
      legs.set(entryId, {
        entryId,
        effectiveDate,
        amountMinor: (before?.amountMinor ?? 0n) + amount,
        byStream,
        ...(reference !== undefined && { reference }),
        ...(reverses !== undefined && { reverses }),
      });
    }
    after = page.at(-1);
    more = page.length === PAGE;
  }
  return [...legs.values()];
}
