import { and, eq, isNull } from 'drizzle-orm';
import type { Actor } from '../ledger/index.ts';
import { listPaymentsAtTheBank, type PaymentDesk, type PaymentInstruction, settlePayment } from '../payments/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { inTransaction } from '../platform/database/in-transaction.ts';
import { listBankLines, type StoredLine } from './bank-lines/list-lines.ts';
import { matchByReference } from './matching/match-by-reference.ts';
import { bankLines, bankLineUses } from './schema.ts';
import type { BankLine } from './statements/canonical-line.ts';
import { defined } from './statements/defined.ts';

interface KeptBankLine extends BankLine {
  readonly lineId: string;
  readonly usedForInstruction: string | null;
}

interface MatchedLine {
  readonly line: KeptBankLine;
  readonly payment: PaymentInstruction;
  /** The same line was here before, and nothing happened now. */
  readonly settledBefore: boolean;
}

interface LeftLine {
  readonly line: KeptBankLine;
  /** Why nothing was done: a code of the matching, or the refusal of the payment. */
  readonly reason: string;
}

export interface SettledLines {
  readonly matched: readonly MatchedLine[];
  readonly unmatched: readonly LeftLine[];
}

export interface LinesToSettle {
  readonly accountId: string;
  /** Which of our accounts in the books it is. */
  readonly bank: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

const PAGE = 1_000;

/**
 * Takes what the bank said about payments that we sent: each kept line of the account and the days that names one of them by reference, to
 * the penny, settles it on the line's own day. A line is taken for its payment before the payment is settled, so none is used twice and
 * none that was used can be undone. What is left is for a person.
 */
export async function settleFromBankLines(desk: PaymentDesk, actor: Actor, asked: LinesToSettle): Promise<SettledLines> {
  const lines = await keptLines(desk, actor.authorityId, asked);
  const payments = await listPaymentsAtTheBank(desk, actor.authorityId);
  const byId = new Map(payments.map((payment) => [payment.instructionId, payment]));
  const openItems = payments.map(({ instructionId, reference, amount }) => ({ id: instructionId, reference, amountMinor: -amount }));
  const outcome = matchByReference(
    lines.filter(({ usedForInstruction }) => usedForInstruction === null),
    openItems,
  );
  const taken = lines.flatMap((line) => (line.usedForInstruction === null ? [] : [{ line, itemId: line.usedForInstruction }]));

  const matched: MatchedLine[] = [];
  const unmatched: LeftLine[] = [...outcome.unmatched];
  for (const { line, itemId } of [...taken, ...outcome.matches]) {
    const payment = byId.get(itemId);
    if (payment === undefined) unmatched.push({ line, reason: 'payment-returned' });
    else {
      const settled = await settleWith(desk, actor, line, payment, asked.bank);
      if (settled.ok) matched.push({ line, payment, settledBefore: settled.settledBefore });
      else unmatched.push({ line, reason: settled.reason });
    }
  }
  return { matched, unmatched };
}

type Settled = { readonly ok: true; readonly settledBefore: boolean } | { readonly ok: false; readonly reason: string };

async function settleWith(
  desk: PaymentDesk,
  actor: Actor,
  line: KeptBankLine,
  payment: PaymentInstruction,
  bank: string,
): Promise<Settled> {
  const { instructionId } = payment;
  if (line.usedForInstruction === null && !(await takeLine(desk, actor, line.lineId, instructionId))) {
    return { ok: false, reason: 'payment-already-settled' };
  }
  const { bookingDate: seenOn, bankReference } = line;
  const settled = await settlePayment(desk, actor, { instructionId, bank, seenOn, ...(bankReference !== undefined && { bankReference }) });
  if (settled.ok) return { ok: true, settledBefore: settled.value.settledBefore };
  if (line.usedForInstruction === null) await giveBack(desk, actor, line.lineId);
  return { ok: false, reason: settled.refusal.code };
}

/** False when the line was undone meanwhile, or the line or the payment is taken already. */
async function takeLine({ database, clock }: PaymentDesk, actor: Actor, lineId: string, instructionId: string): Promise<boolean> {
  const { authorityId, principal } = actor;
  return inTransaction(database, { authorityId }, async (tx) => {
    // Locked, so that an undoing under way is waited for and one that begins now sees the use.
    const live = await tx
      .select({ lineId: bankLines.lineId })
      .from(bankLines)
      .where(and(eq(bankLines.authorityId, authorityId), eq(bankLines.lineId, lineId), isNull(bankLines.undoneAt)))
      .for('share');
    if (live.length === 0) return false;
    const use = { authorityId, lineId, instructionId, usedBy: principal, usedAt: clock.now() };
    return (await tx.insert(bankLineUses).values(use).onConflictDoNothing().returning({ lineId: bankLineUses.lineId })).length > 0;
  });
}

async function giveBack({ database }: PaymentDesk, { authorityId }: Actor, lineId: string): Promise<void> {
  await inTransaction(database, { authorityId }, (tx) =>
    tx.delete(bankLineUses).where(and(eq(bankLineUses.authorityId, authorityId), eq(bankLineUses.lineId, lineId))),
  );
}

async function keptLines({ database }: PaymentDesk, authorityId: number, { accountId, from, to }: LinesToSettle): Promise<KeptBankLine[]> {
  const lines: KeptBankLine[] = [];
  for (let after: StoredLine | undefined, more = true; more; ) {
    const page: StoredLine[] = await listBankLines(database, authorityId, { accountId, from, to, after, limit: PAGE });
    lines.push(...page.map(bankLineOf));
    after = page.at(-1);
    more = page.length === PAGE;
  }
  return lines;
}

function bankLineOf(line: StoredLine): KeptBankLine {
  const { lineId, usedForInstruction, lineNumber, bookingDate, amountMinor, currency, remittance, reversal } = line;
  const { bankReference, endToEndId } = line;
  return {
    lineId,
    usedForInstruction,
    lineNumber,
    bookingDate,
    amountMinor,
    currency,
    remittance,
    reversal,
    state: 'booked',
    ...defined({ bankReference: bankReference ?? undefined, endToEndId: endToEndId ?? undefined }),
  };
}
