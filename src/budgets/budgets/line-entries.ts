import { v5 as uuidv5 } from 'uuid';
import type { AccountDraft } from '../../ledger/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { BookableCommand } from '../booking/index.ts';
import { accountsForPartner, accountsForShare } from '../rules/account-drafts.ts';
import { ACCOUNTS_OPEN_ON } from '../rules/accounts-open-on.ts';
import { allocatedToLine, givenBackToSource } from '../rules/budget-entries.ts';
import type { ShareAmount } from '../rules/share.ts';
import type { SourceRow } from '../sources/store.ts';
import { type FundedShare, shareOf } from './rules/line-money.ts';

/** A line's shares before and after a decision. */
export interface ShareChange {
  readonly lineCode: string;
  readonly before: readonly FundedShare[];
  readonly after: readonly FundedShare[];
}

/** What each share gains, or loses where it is below nothing. */
function differencesOf({ lineCode, before, after }: ShareChange): ShareAmount[] {
  return after.map((share) => {
    const same = before.find(({ sourceCode, financialYear }) => sourceCode === share.sourceCode && financialYear === share.financialYear);
    return { share: shareOf(lineCode, share), amount: share.amount - (same?.amount ?? 0n) };
  });
}

export interface BookingOfChange {
  readonly stepId: string;
  readonly principal: string;
  readonly effectiveDate: PlainDate;
  /** Named where an approver lets a line have more than its source has. */
  readonly override?: string | undefined;
}

/** The entries of a decision: first what lines give back, then what lines are given, so that money which moves is there when it is needed. */
export function entriesOfChange(changes: readonly ShareChange[], booking: BookingOfChange): BookableCommand[] {
  const { stepId, principal, effectiveDate, override } = booking;
  const differences = changes.flatMap(differencesOf);
  const back = differences.filter(({ amount }) => amount < 0n).map(({ share, amount }) => ({ share, amount: -amount }));
  const given = differences.filter(({ amount }) => amount > 0n);
  const named = override === undefined ? {} : { override };
  return [
    ...(back.length === 0
      ? []
      : [
          { kind: 'entry', id: uuidv5('given-back', stepId), principal, entry: givenBackToSource({ effectiveDate, parts: back }) } as const,
        ]),
    ...(given.length === 0
      ? []
      : [
          {
            kind: 'entry',
            id: uuidv5('allocated', stepId),
            principal,
            entry: { ...allocatedToLine({ effectiveDate, parts: given }), ...named },
          } as const,
        ]),
  ];
}

/** The accounts of every share of the lines, and those of the partners that pay for them. */
export function accountsOfLines(changes: readonly ShareChange[], sources: readonly SourceRow[]): AccountDraft[] {
  const shares = changes.flatMap(({ lineCode, after }) => after.map((share) => shareOf(lineCode, share)));
  const partnerOf = (source: string) => sources.find(({ sourceCode }) => sourceCode === source)?.partnerCode ?? undefined;
  const partners = [...new Set(shares.flatMap(({ source }) => partnerOf(source) ?? []))];
  return [
    ...shares.flatMap(accountsForShare),
    ...partners.flatMap((partner) =>
      accountsForPartner(
        partner,
        shares.filter(({ source }) => partnerOf(source) === partner),
      ),
    ),
  ].map((draft) => ({ ...draft, opensOn: ACCOUNTS_OPEN_ON }));
}
