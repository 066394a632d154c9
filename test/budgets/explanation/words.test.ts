import { describe, expect, it } from 'vitest';
import { type Catalogue, type MessageKey, placesIn, say } from '../../../src/budgets/explanation/rules/words/catalogue.ts';
import { enGb } from '../../../src/budgets/explanation/rules/words/en-gb.ts';
import { averageGrade, sentencesOf, syllablesOf, wordsIn } from './readability.ts';

/** Architecture, section 6: never said to families. */
const NEVER =
  /\b(debit|credit|overspen\w*|misus\w*|clawback\w*|claw back|recover(y|ies)|surplus\w*|exception\w*|evidence\w*|notional\w*)\b/i;

/** Words of three syllables and more that a child of nine hears every day, or that stand on every letter about a plan. */
const LONG_WORDS = new Set(['anything', 'holiday']);

const texts = Object.entries(enGb).filter(([key]) => !key.startsWith('unit')) as [MessageKey, string][];
/** What is put in is somebody's own words or a sum: judged as one short word. */
const asRead = (text: string) => text.replaceAll(/\{[a-zA-Z]+\}/g, 'ten');

describe('the words for families', () => {
  it('never say what a family must not be told in the words of accounting', () => {
    expect(texts.filter(([, text]) => NEVER.test(text))).toEqual([]);
  });

  it('are for a reading age of nine or so: short sentences, and no long words but well-known ones', () => {
    const long = texts.flatMap(([key, text]) =>
      wordsIn(asRead(text))
        .filter((word) => syllablesOf(word) >= 3 && !LONG_WORDS.has(word.toLowerCase()))
        .map((word) => `${key}: ${word}`),
    );
    expect(long).toEqual([]);
    const winding = texts.filter(([, text]) => sentencesOf(asRead(text)).some((sentence) => wordsIn(sentence).length > 18));
    expect(winding.map(([key]) => key)).toEqual([]);
    // A school year of four is a reading age of nine.
    expect(averageGrade(texts.map(([, text]) => asRead(text)))).toBeLessThanOrEqual(4);
  });

  it('say nothing with a gap in it', () => {
    expect(say(enGb as Catalogue, 'next.payment', { amount: '£1.00', date: '1 May 2026' })).toBe(
      'The next payment is £1.00 on 1 May 2026.',
    );
    expect(() => say(enGb as Catalogue, 'next.payment', { amount: '£1.00' })).toThrow('date');
    expect(placesIn(enGb['next.payment'])).toEqual(['amount', 'date']);
  });
});
