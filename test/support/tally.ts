export interface Tally<T> {
  readonly seen: readonly T[];
  add(item: T): void;
  /** Resolves once this many have been seen. */
  reaches(count: number): Promise<void>;
}

/** Counts what happens in the background, so that a test waits for events and never for time. */
export function tally<T>(): Tally<T> {
  const seen: T[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  return {
    seen,
    add: (item) => {
      seen.push(item);
      for (const waiter of waiting) if (seen.length >= waiter.count) waiter.resolve();
    },
    reaches: (count) =>
      new Promise((resolve) => {
        if (seen.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}
