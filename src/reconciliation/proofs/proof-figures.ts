import type { PlainDate } from '../../platform/calendar/plain-date.ts';

export const proofStreams = ['EDUCATION', 'HEALTH', 'CARE', 'none'] as const;
export type ProofStream = (typeof proofStreams)[number];

export interface UnmatchedLine {
  readonly lineId: string;
  readonly bookingDate: PlainDate;
  readonly amountMinor: bigint;
}

export interface UnpresentedEntry {
  readonly entryId: string;
  readonly effectiveDate: PlainDate;
  readonly amountMinor: bigint;
  readonly reference?: string;
}

export interface StreamFigures {
  readonly stream: ProofStream;
  readonly ledgerMinor: bigint;
  /** Bank lines that nobody has explained have no stream yet. */
  readonly unmatchedMinor: bigint;
  readonly unpresentedMinor: bigint;
}

/** How what budgets were charged comes to what the bank showed, over all accounts. */
export interface BudgetBridge {
  readonly paidMinor: bigint;
  /** Reclaimed by the council, so charged to no budget. */
  readonly vatMinor: bigint;
  readonly seenMinor: bigint;
  readonly returnedMinor: bigint;
  /** Money to return that families paid back by bank. */
  readonly paidBackMinor: bigint;
  /** Charged and owed. */
  readonly unpaidMinor: bigint;
  /** Sent and not yet at the bank. */
  readonly underWayMinor: bigint;
  /** What these do not explain: nothing, or an entry past the usual ones. */
  readonly otherMinor: bigint;
}

/** bank = ledger + unmatched - unpresented; `differenceMinor` is what that leaves open, and a proof stands at nothing. */
export interface ProofFigures {
  readonly accountId: string;
  readonly accountName: string;
  readonly ledgerAccount: string;
  readonly asOf: PlainDate;
  readonly bankMinor: bigint;
  /** The last day that a bank statement tells of. */
  readonly bankKnownUntil: PlainDate;
  readonly ledgerMinor: bigint;
  readonly unmatchedMinor: bigint;
  readonly unpresentedMinor: bigint;
  readonly differenceMinor: bigint;
  /** Where bank statements that follow one another begin, and what was different then. */
  readonly since: PlainDate;
  readonly openingDifferenceMinor: bigint;
  readonly gaps: number;
  readonly suspenseMinor: bigint;
  readonly streams: readonly StreamFigures[];
  readonly unmatched: readonly UnmatchedLine[];
  readonly unpresented: readonly UnpresentedEntry[];
  readonly bridge: BudgetBridge;
}

/** Pence as text, in one order of members: what is kept, and what the digest is of. */
export function figuresAsJson(figures: ProofFigures): string {
  return JSON.stringify(figures, (_, value: unknown) => (typeof value === 'bigint' ? { pence: `${value}` } : value));
}

export function figuresFromJson(stored: unknown): ProofFigures {
  return revived(stored) as ProofFigures;
}

function revived(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revived);
  if (value === null || typeof value !== 'object') return value;
  const members = Object.entries(value);
  if (members.length === 1 && members[0]?.[0] === 'pence') return BigInt(String(members[0][1]));
  return Object.fromEntries(members.map(([name, each]) => [name, revived(each)]));
}
