import type { PlainDate } from '../calendar/plain-date.ts';

/**
 * A letter or report as meaning, not as layout: what it is called, who it is to, and its parts in reading order. Each way of showing it
 * (text, tagged PDF) draws the same parts, so no two of them can say different things.
 */
export interface Letter {
  readonly title: string;
  /** BCP 47: `en-GB`, `cy`. A screen reader chooses its voice by it. */
  readonly language: string;
  /** Who sends it, line by line: the authority first. */
  readonly from: readonly string[];
  /** Who it is to, line by line; a report is to nobody. */
  readonly to?: readonly string[];
  readonly date: PlainDate;
  /** What to quote when asking about it. */
  readonly reference?: string;
  readonly parts: readonly LetterPart[];
}

export type LetterPart =
  | { readonly kind: 'heading'; readonly text: string }
  /** Stands under a heading. */
  | { readonly kind: 'subheading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Pairs of a name and what it is: `Amount`, `£769.23`. */
  | { readonly kind: 'facts'; readonly facts: readonly LetterFact[] }
  | LetterTable;

export interface LetterFact {
  readonly name: string;
  readonly value: string;
}

export interface LetterTable {
  readonly kind: 'table';
  /** Said before the table, so that somebody who hears it knows what comes. */
  readonly caption: string;
  readonly columns: readonly LetterColumn[];
  readonly rows: readonly (readonly string[])[];
  /** A last row that adds up the others. */
  readonly total?: readonly string[];
}

export interface LetterColumn {
  readonly title: string;
  /** Sums stand to the right, so that pennies stand under pennies. */
  readonly align: 'left' | 'right';
}

/** Refuses a table whose rows do not fit its columns: a figure under the wrong heading is worse than no letter. */
export function requireWholeTables({ title, parts }: Letter): void {
  for (const part of parts) {
    if (part.kind !== 'table') continue;
    const rows = part.total === undefined ? part.rows : [...part.rows, part.total];
    const wrong = rows.find((row) => row.length !== part.columns.length);
    if (wrong !== undefined) {
      throw new RangeError(`In "${title}", table "${part.caption}": a row has ${wrong.length} cells for ${part.columns.length} columns.`);
    }
  }
}
