const SHORTEST_WORD = 3;
/** A rule is tried on lines before it counts. From this many on, one that takes more than the share below is no rule but a waste-paper basket. */
const FEWEST_LINES_TO_JUDGE_BY = 20;
/** Of a council's lines, which are of many kinds. */
const MOST_OF_ALL_LINES = 0.5;

/** Whether every one of the words stands in the text, each as a whole word. */
export function saysAll(words: readonly string[], text: string): boolean {
  const said = ` ${plain(text)} `;
  return words.every((word) => said.includes(` ${plain(word)} `));
}

/** Why a rule would match everything, by its form or by how many of the lines at hand it takes; undefined while it would not. */
export function whyTooWide(
  { words, typeCode }: { readonly words: readonly string[]; readonly typeCode?: string },
  taken: number,
  lines: number,
  mostOfAll = MOST_OF_ALL_LINES,
): string | undefined {
  const meaningful = words.map(plain).filter((word) => word.length >= SHORTEST_WORD);
  if (meaningful.length < words.length || (meaningful.length === 0 && (typeCode ?? '').trim() === '')) {
    return `Name a type code, or words of at least ${SHORTEST_WORD} letters or digits: an empty word stands in every line.`;
  }
  if (lines >= FEWEST_LINES_TO_JUDGE_BY && taken > lines * mostOfAll) {
    return `It would take ${taken} of ${lines} lines. Name words that only the lines it is meant for have.`;
  }
  return undefined;
}

function plain(text: string): string {
  return text
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
