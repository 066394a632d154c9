/** PostgreSQL array literals: one text parameter carries any number of values, so a call is one prepared statement whatever its size. */
export function arrayOf(values: readonly (string | number | bigint | boolean | null | undefined)[]): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) text += ',';
    text += value === null || value === undefined ? 'NULL' : String(value);
  }
  return `${text}}`;
}

/** For free text and bytea, whose characters may mean something to the literal's grammar. */
export function arrayOfText(values: readonly (string | null | undefined)[]): string {
  let text = '{';
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (i > 0) text += ',';
    text += value === null || value === undefined ? 'NULL' : `"${value.replace(/["\\]/g, '\\$&')}"`;
  }
  return `${text}}`;
}

export function arrayOfBytes(values: readonly Buffer[]): string {
  return arrayOfText(values.map((value) => `\\x${value.toString('hex')}`));
}

/** NULL stands for an array in which no entry has a value: the function then skips what it is for. */
export function arrayUnlessEmpty<T>(
  values: readonly (T | undefined)[],
  write: (values: readonly (T | undefined)[]) => string,
): string | null {
  return values.every((value) => value === undefined) ? null : write(values);
}
