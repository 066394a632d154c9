/** Flesch and Kincaid's school year, with syllables counted by groups of vowels: rough for one word, good enough for a page of text. */

export function wordsIn(text: string): string[] {
  return text.match(/[A-Za-z][A-Za-z’']*/g) ?? [];
}

export function sentencesOf(text: string): string[] {
  return text.split(/[.?!:]+(?:\s|$)/).filter((each) => wordsIn(each).length > 0);
}

export function syllablesOf(word: string): number {
  if (/^[A-Z0-9]+$/.test(word)) return 1;
  const plain = word.toLowerCase().replaceAll(/[^a-z]/g, '');
  const silent = plain.replace(/(?:[^laeiouy]es|[^dt]ed|[^laeiouy]e)$/, '');
  return Math.max(1, silent.match(/[aeiouy]+/g)?.length ?? 1);
}

/** Of all texts together, as if they stood on one page. */
export function averageGrade(texts: readonly string[]): number {
  const sentences = texts.flatMap(sentencesOf);
  const words = texts.flatMap(wordsIn);
  const syllables = words.reduce((sum, word) => sum + syllablesOf(word), 0);
  return 0.39 * (words.length / sentences.length) + 11.8 * (syllables / words.length) - 15.59;
}
