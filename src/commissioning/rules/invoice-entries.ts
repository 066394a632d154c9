import { expenseAccount, payableAccount, shareAccount, VAT_RECOVERABLE_ACCOUNT } from '../../budgets/rules/account-codes.ts';
import { type EventFacts, entryDraft, pairForEachShare, requirePositive } from '../../budgets/rules/postings.ts';
import type { Share, ShareAmount } from '../../budgets/rules/share.ts';
import type { EntryDraft } from '../../ledger/rules/entry-draft.ts';
import { earlierOf } from '../../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';

/**
 * An approved provider invoice. The budget is charged with the cost, which is net of VAT that the council reclaims (an exempt supply has
 * none, and VAT that cannot be reclaimed is cost); the provider is owed the gross.
 */

export interface InvoicePart {
  readonly share: Share;
  readonly cost: bigint;
  readonly vatReclaimed: bigint;
  /** What the share still has committed to this order, before the invoice. */
  readonly stillCommitted: bigint;
}

interface InvoiceApproval extends EventFacts {
  readonly payee: string;
  readonly parts: readonly InvoicePart[];
  /** The named permission to charge more than was ordered. */
  readonly override?: string | undefined;
}

interface BeyondCommitment {
  readonly code: 'invoice-beyond-commitment';
  readonly beyond: bigint;
}

/**
 * Cost up to the commitment is charged to it. What lies beyond comes out of the available money, even below its floor, because support that
 * was delivered and approved has to be written down; but only under a named override, so that somebody answers for it.
 */
export function invoiceApproved(approval: InvoiceApproval): Result<EntryDraft, BeyondCommitment> {
  const { parts, payee, override } = approval;
  requirePositive(parts.flatMap(({ cost, vatReclaimed }) => [cost, vatReclaimed]));
  const ordered = parts.map((part): ShareAmount => ({ share: part.share, amount: withinCommitment(part) }));
  const beyond = parts.map((part): ShareAmount => ({ share: part.share, amount: part.cost - withinCommitment(part) }));
  const beyondInAll = beyond.reduce((sum, { amount }) => sum + amount, 0n);
  if (beyondInAll > 0n && override === undefined) return refused({ code: 'invoice-beyond-commitment', beyond: beyondInAll });
  const cost = parts.map(({ share, cost: amount }) => ({ share, amount }));
  const vat = parts.map(({ share, vatReclaimed: amount }) => ({ share, amount }));
  const postings = [
    ...pairForEachShare(ordered, (share) => ({ debit: shareAccount(share, 'committed'), credit: shareAccount(share, 'paid') })),
    ...pairForEachShare(beyond, (share) => ({ debit: shareAccount(share, 'available'), credit: shareAccount(share, 'paid') })),
    ...pairForEachShare(cost, (share) => ({ debit: expenseAccount(share), credit: payableAccount(payee) })),
    ...pairForEachShare(vat, () => ({ debit: VAT_RECOVERABLE_ACCOUNT, credit: payableAccount(payee) })),
  ];
  return accepted(entryDraft(approval, 'Invoice approved', postings, beyondInAll > 0n ? override : undefined));
}

/** An invoice counts from the end of the month of service or from its approval, whichever is earlier. */
export function invoiceEffectiveDate({
  endOfMonthOfService,
  approvedOn,
}: {
  endOfMonthOfService: PlainDate;
  approvedOn: PlainDate;
}): PlainDate {
  return earlierOf(endOfMonthOfService, approvedOn);
}

function withinCommitment({ cost, stillCommitted }: InvoicePart): bigint {
  if (stillCommitted <= 0n) return 0n;
  return cost < stillCommitted ? cost : stillCommitted;
}
