import type { Prepared } from './prepare.ts';

/** Which lines and items are spoken for: each serves one match at most, so that two equal lines never settle one item twice. */
export class Claims {
  readonly #lines: Uint8Array;
  readonly #items: Uint8Array;

  constructor({ lines, items }: Prepared) {
    this.#lines = new Uint8Array(lines.length);
    this.#items = new Uint8Array(items.length);
  }

  lineIsFree(n: number): boolean {
    return this.#lines[n] === 0;
  }

  itemIsFree(n: number): boolean {
    return this.#items[n] === 0;
  }

  take(lines: Iterable<number>, items: Iterable<number>): void {
    for (const n of lines) this.#lines[n] = 1;
    for (const n of items) this.#items[n] = 1;
  }
}
