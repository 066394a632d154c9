import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { StatementFinding } from '../statements/bank-statement.ts';
import type { DateOrder } from '../statements/reading-choices.ts';

export type ImportState = 'uploaded' | 'previewed' | 'importing' | 'imported' | 'refused' | 'undone';

/** What an officer says of a file that the file does not say itself. */
export interface ImportChoices {
  /** The account, where the file names none. */
  readonly accountId?: string;
  readonly mappingId?: string;
  /** The name of the bank's own CSV form, where the file alone does not tell it. */
  readonly profile?: string;
  readonly dateOrder?: DateOrder;
  /** Lines that look like ones kept from another format are others all the same. */
  readonly lookAlikesAreOthers?: boolean;
}

/** Why an import ended without storing anything, in words an officer can act on. */
export interface ImportRefusal {
  readonly code: ImportRefusalCode;
  readonly line?: number;
  readonly reason: string;
  readonly findings?: readonly StatementFinding[];
}

export type ImportRefusalCode =
  | 'account-differs'
  | 'account-not-named'
  | 'account-not-registered'
  | 'bank-statement-does-not-tie'
  | 'bank-statement-unreadable'
  | 'currency-not-of-account'
  | 'kept-lines-would-not-tie'
  | 'lines-may-be-here-already'
  | 'sums-too-large';

/** One gap as a preview tells it: what is opened or healed, in days and in money. */
export interface ToldGap {
  readonly account: string;
  readonly lastDayBefore: PlainDate;
  readonly firstDayAfter: PlainDate;
  readonly differenceMinor: string;
}

export interface StatementPreview {
  readonly ordinal: number;
  readonly line: number;
  readonly accountId: string;
  readonly account: string;
  readonly currency: string;
  readonly bankStatementId?: string;
  readonly sequence?: string;
  readonly firstDay?: PlainDate;
  readonly lastDay?: PlainDate;
  readonly openingMinor?: string;
  readonly closingMinor?: string;
  readonly sumMinor: string;
  readonly linesNew: number;
  readonly linesKnown: number;
  readonly linesPending: number;
}

/** What an import would do, worked out by doing it and taking it back. Amounts are whole pence as text, for JSON has no bigint. */
export interface ImportPreview {
  readonly format: string;
  readonly formatVersion?: string;
  readonly encoding: string;
  readonly linesNew: number;
  readonly linesKnown: number;
  readonly linesPending: number;
  readonly statements: readonly StatementPreview[];
  readonly statementsLeftOut: number;
  readonly findings: readonly StatementFinding[];
  readonly gapsOpened: readonly ToldGap[];
  readonly gapsHealed: readonly ToldGap[];
}

export interface ImportProgress {
  readonly stage: 'preview' | 'import';
  readonly bytesRead: bigint;
  readonly linesRead: number;
}

export interface StatementImport {
  readonly importId: string;
  readonly fileId: string;
  readonly fileName: string;
  readonly fileBytes: bigint;
  readonly state: ImportState;
  readonly choices: ImportChoices;
  readonly preview?: ImportPreview;
  readonly refusal?: ImportRefusal;
  readonly linesNew?: number;
  readonly linesKnown?: number;
  readonly openedBy: string;
  readonly openedAt: Date;
  readonly committedBy?: string;
  readonly committedAt?: Date;
  readonly endedAt?: Date;
  readonly undoneBy?: string;
  readonly undoneAt?: Date;
  readonly progress?: ImportProgress;
}
