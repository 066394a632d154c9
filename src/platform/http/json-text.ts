/** Writes an answer: a bigint has no JSON of its own, and a number would lose pennies, so it goes as its decimal digits in a string. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (typeof member === 'bigint' ? member.toString() : member));
}
