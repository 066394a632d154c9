import type { Actor } from '../ledger/index.ts';
import { listPaymentsAtTheBank, type PaymentDesk, type PaymentInstruction, settlePayment } from '../payments/index.ts';
import { accepted, type Result, refused } from '../platform/result.ts';
import { matchByReference } from './matching/match-by-reference.ts';
import { fileTies, type ParsedStatementFile, type StatementFinding } from './statements/bank-statement.ts';
import type { BankLine } from './statements/canonical-line.ts';

interface MatchedLine {
  readonly line: BankLine;
  readonly payment: PaymentInstruction;
  /** The same line was here before, and nothing happened now. */
  readonly settledBefore: boolean;
}

interface LeftLine {
  readonly line: BankLine;
  /** Why nothing was done: a code of the matching, or the refusal of the payment. */
  readonly reason: string;
}

export interface SettledStatement {
  readonly matched: readonly MatchedLine[];
  readonly unmatched: readonly LeftLine[];
}

interface StatementDoesNotTie {
  readonly code: 'statement-does-not-tie';
  readonly findings: readonly StatementFinding[];
}

/**
 * Takes what the bank says about payments that we sent: each line that names one of them by reference, to the penny, settles it on the
 * line's own day. A file that does not tie settles nothing, because a line may be missing from it. What is left is for a person.
 */
export async function settleFromStatement(
  desk: PaymentDesk,
  actor: Actor,
  { file, bank }: { readonly file: ParsedStatementFile; readonly bank: string },
): Promise<Result<SettledStatement, StatementDoesNotTie>> {
  if (!fileTies(file)) return refused({ code: 'statement-does-not-tie', findings: file.findings });
  const payments = await listPaymentsAtTheBank(desk, actor.authorityId);
  const byId = new Map(payments.map((payment) => [payment.instructionId, payment]));
  const openItems = payments.map(({ instructionId, reference, amount }) => ({ id: instructionId, reference, amountMinor: -amount }));
  const outcome = matchByReference(
    file.statements.flatMap(({ lines }) => lines),
    openItems,
  );

  const matched: MatchedLine[] = [];
  const unmatched: LeftLine[] = [...outcome.unmatched];
  for (const { line, itemId } of outcome.matches) {
    const payment = byId.get(itemId);
    if (payment === undefined) throw new Error(`A bank line was matched with ${itemId}, which was not asked about.`);
    const { bookingDate: seenOn, bankReference } = line;
    const settled = await settlePayment(desk, actor, {
      instructionId: itemId,
      bank,
      seenOn,
      ...(bankReference !== undefined && { bankReference }),
    });
    if (settled.ok) matched.push({ line, payment, settledBefore: settled.value.settledBefore });
    else unmatched.push({ line, reason: settled.refusal.code });
  }
  return accepted({ matched, unmatched });
}
