/** Characters that scanners and tired eyes exchange. */
const LOOKALIKES: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', L: 'I', '5': 'S', '8': 'B', '6': 'G', '2': 'Z' };

const lookalike = (word: string) => word.replace(/[01L5862]/g, (sign) => LOOKALIKES[sign] ?? sign);

/**
 * How well one word of a name agrees with another, from 0 to 1: the same, cut off, an initial, or misspelt by a letter or two. Short words
 * must agree in full: three letters with one wrong are another name.
 */
export function wordLikeness(item: string, line: string): number {
  if (item === line) return 1;
  const shorter = item.length < line.length ? item : line;
  const longer = item.length < line.length ? line : item;
  if (shorter.length >= 4 && longer.startsWith(shorter)) return 0.85;
  if (item.length >= 4 && lookalike(item) === lookalike(line)) return 0.85;
  if (shorter.length === 1 && longer.startsWith(shorter)) return 0.3;
  if (shorter.length === 3 && longer.startsWith(shorter)) return 0.6;
  const allowed = shorter.length >= 8 ? 2 : shorter.length >= 5 ? 1 : 0;
  if (allowed === 0 || longer.length - shorter.length > allowed) return 0;
  return withinEdits(item, line, allowed) ? 0.75 : 0;
}

/** Letters put in, left out, replaced, or exchanged with their neighbour. */
function withinEdits(from: string, to: string, allowed: number): boolean {
  let [before, previous]: [number[], number[]] = [[], Array.from({ length: to.length + 1 }, (_, n) => n)];
  for (let i = 1; i <= from.length; i += 1) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= to.length; j += 1) {
      let cost = Math.min(
        (previous[j - 1] as number) + (from[i - 1] === to[j - 1] ? 0 : 1),
        (previous[j] as number) + 1,
        (current[j - 1] as number) + 1,
      );
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) cost = Math.min(cost, (before[j - 2] as number) + 1);
      current.push(cost);
      least = Math.min(least, cost);
    }
    if (least > allowed) return false;
    [before, previous] = [previous, current];
  }
  return (previous[to.length] as number) <= allowed;
}
