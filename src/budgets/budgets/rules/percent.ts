/** Parts of a line are told in percent, as decimal text; inside they are whole weights, ten thousandths of a percent. */
const SCALE = 10_000n;
const SHAPE = /^(\d{1,3})(?:\.(\d{1,4}))?$/;

/** The weight of a percentage, `60` or `33.3334`; undefined when it cannot be read. */
export function weightOfPercent(text: string): bigint | undefined {
  const parts = SHAPE.exec(text);
  if (parts?.[1] === undefined) return undefined;
  return BigInt(parts[1]) * SCALE + BigInt((parts[2] ?? '').padEnd(4, '0'));
}

/** Whether the parts are each above nothing and make the whole, exactly. */
export function addUpToAll(weights: readonly bigint[]): boolean {
  return weights.length > 0 && weights.every((weight) => weight > 0n) && weights.reduce((sum, weight) => sum + weight, 0n) === 100n * SCALE;
}
