import type { MessageKey } from './words/catalogue.ts';

/** One sum in the working-out, in pence: what is added, what is taken off, and what it comes to. */
export interface Step {
  readonly kind: 'cost' | 'vat' | 'on-costs' | 'fixed-costs' | 'school-part' | 'agreed-difference' | 'total';
  /** Taken off when it is below nothing; the total is the sum of all the others. */
  readonly amount: bigint;
}

/** Text by key, with what is put into it; a value with a key of its own is a text too. */
export interface Sentence {
  readonly key: MessageKey;
  readonly values: Readonly<Record<string, string>>;
}

export const sentence = (key: MessageKey, values: Readonly<Record<string, string>> = {}): Sentence => ({ key, values });

/** When it holds, its sentences; else none. Keeps the order in which a family reads. */
export const when = (holds: boolean, ...sentences: readonly Sentence[]): readonly Sentence[] => (holds ? sentences : []);

export const passageParts = ['for', 'money', 'sum', 'out', 'next', 'ask'] as const;
export type PassagePart = (typeof passageParts)[number];

/** One of the questions that everybody may ask about a line, and its answer. */
export interface Passage {
  readonly part: PassagePart;
  readonly sentences: readonly Sentence[];
}
