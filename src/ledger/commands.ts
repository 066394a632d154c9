import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Dimension, EntryDraft } from './rules/entry-draft.ts';

/** The caller's picture of an account, which must still be true when its turn comes. */
export interface Condition {
  readonly account: string;
  readonly expectedVersion?: bigint;
  /** In the account's normal direction, in pence. */
  readonly expectedBalance?: bigint;
}

interface CommandBase {
  /** Makes the command happen once, for ever: the caller's own UUID. */
  readonly id: string;
  /** Who asked: an opaque id, never a name. */
  readonly principal: string;
  /** Digest of the request as it was sent. Without one, the command's own content is digested. */
  readonly fingerprint?: Buffer;
  /** Appended to the outbox in the same statement, with the entry's id. */
  readonly topic?: string;
}

export interface PostEntry extends CommandBase {
  readonly kind: 'entry';
  readonly entry: EntryDraft;
  readonly currency?: string;
  readonly conditions?: readonly Condition[];
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Whole, or in parts: `amounts` names legs of the original by number, with how many pence of each to take back. */
export interface ReverseEntry extends CommandBase {
  readonly kind: 'reversal';
  readonly reverses: string;
  readonly effectiveDate: PlainDate;
  readonly amounts?: readonly { readonly posting: number; readonly amount: bigint }[];
  readonly description?: string;
  readonly reference?: string;
  readonly override?: string;
}

/** Moves what is available on `from`, up to `atMost` pence. */
export interface Sweep extends CommandBase {
  readonly kind: 'sweep';
  readonly from: string;
  readonly to: string;
  readonly atMost: bigint;
  readonly effectiveDate: PlainDate;
  readonly description?: string;
  readonly reference?: string;
  readonly dimension?: Dimension;
}

export interface PlaceHold extends CommandBase {
  readonly kind: 'hold';
  readonly debit: string;
  readonly credit: string;
  readonly amount: bigint;
  readonly currency?: string;
  readonly effectiveDate: PlainDate;
  readonly expiresAt?: Date;
  readonly dimension?: Dimension;
  readonly description?: string;
  readonly reference?: string;
  readonly override?: string;
}

/** Posts all that is held, or `amount` of it; the rest is let go unless `final` is false. */
export interface PostHold extends CommandBase {
  readonly kind: 'hold-post';
  readonly holdId: string;
  readonly effectiveDate: PlainDate;
  readonly amount?: bigint;
  readonly final?: boolean;
  readonly description?: string;
  readonly reference?: string;
}

export interface ReleaseHold extends CommandBase {
  readonly kind: 'hold-void' | 'hold-expire';
  readonly holdId: string;
  readonly effectiveDate: PlainDate;
}

export type LedgerCommand = PostEntry | ReverseEntry | Sweep | PlaceHold | PostHold | ReleaseHold;

export type CommandKind = LedgerCommand['kind'];

const NUMBERS: Readonly<Record<CommandKind, number>> = {
  entry: 1,
  reversal: 2,
  sweep: 3,
  hold: 4,
  'hold-post': 5,
  'hold-void': 6,
  'hold-expire': 7,
};

export function kindNumber(kind: CommandKind): number {
  return NUMBERS[kind];
}

export function kindOf(number: number): CommandKind {
  const found = Object.entries(NUMBERS).find(([, value]) => value === number);
  if (!found) throw new Error(`unknown kind of entry: ${number}`);
  return found[0] as CommandKind;
}
