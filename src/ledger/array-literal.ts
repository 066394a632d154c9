/**
 * A PostgreSQL array literal, written element by element: one text parameter carries any number of values, so a call is one prepared
 * statement whatever its size. An array in which no element has a value is NULL; the function then skips what it is for.
 */
export class ArrayLiteral {
  #text = '';
  #absent = 0;
  #present = false;

  /** A number, an id, a date: nothing that means something to the literal's grammar. */
  add(value: string | number | bigint | boolean | undefined): void {
    if (value === undefined) this.#addAbsent();
    else this.#append(String(value));
  }

  /** Free text. */
  addText(value: string | undefined): void {
    if (value === undefined) this.#addAbsent();
    else this.#append(`"${/["\\]/.test(value) ? value.replace(/["\\]/g, '\\$&') : value}"`);
  }

  toString(): string {
    return `{${this.#text}}`;
  }

  unlessAbsent(): string | null {
    return this.#present ? this.toString() : null;
  }

  #addAbsent(): void {
    if (this.#present) this.#text += ',NULL';
    else this.#absent += 1;
  }

  #append(element: string): void {
    if (!this.#present) {
      this.#present = true;
      this.#text = 'NULL,'.repeat(this.#absent) + element;
    } else {
      this.#text += `,${element}`;
    }
  }
}

/** All at once, for values that need no quotes. */
export function arrayOf(values: readonly (string | number)[]): string {
  const literal = new ArrayLiteral();
  for (const value of values) literal.add(value);
  return literal.toString();
}

export function arrayOfBytes(values: readonly Buffer[]): string {
  const literal = new ArrayLiteral();
  for (const value of values) literal.addText(`\\x${value.toString('hex')}`);
  return literal.toString();
}
