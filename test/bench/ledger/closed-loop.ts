export interface LoopResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** `inFlight` callers, each asking again as soon as it is answered, for `durationMs`; what is under way at the end still counts. */
export async function closedLoop(inFlight: number, durationMs: number, ask: () => Promise<void>): Promise<LoopResult> {
  const latencies: number[] = [];
  const begun = performance.now();
  const end = begun + durationMs;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (performance.now() < end) {
        const asked = performance.now();
        await ask();
        latencies.push(performance.now() - asked);
      }
    }),
  );
  const seconds = (performance.now() - begun) / 1_000;
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN;
  return { perSecond: latencies.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99) };
}
