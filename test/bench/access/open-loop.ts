/** Requests at a steady rate, whether or not the earlier ones are answered: a wait counts from when a request was due. */
export async function openLoop(perSecond: number, durationMs: number, ask: (n: number) => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  const begun = performance.now();
  const asked: Promise<void>[] = [];
  for (let n = 0; ; n += 1) {
    const due = begun + (n * 1_000) / perSecond;
    if (due - begun > durationMs) break;
    const early = due - performance.now();
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
    asked.push(ask(n).then(() => void waits.push(performance.now() - due)));
  }
  await Promise.all(asked);
  return waits.sort((one, other) => one - other);
}

export function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
