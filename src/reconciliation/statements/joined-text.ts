/**
 * Joins text that a bank cut into pieces of a fixed width. A full piece was cut in the middle of a word, maybe of a payment reference,
 * and is joined without a space; a shorter one ended where its words ended.
 */
export function joinPieces(pieces: readonly string[], fullWidth: number): string {
  let text = '';
  let before = '';
  for (const piece of pieces) {
    const cutInsideAWord = before.length >= fullWidth;
    text += text === '' || cutInsideAWord ? piece : ` ${piece}`;
    before = piece;
  }
  return text.replace(/\s+/g, ' ').trim();
}
