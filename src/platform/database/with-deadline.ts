class DeadlineExceeded extends Error {
  readonly code = 'DEADLINE_EXCEEDED';
}

/** A statement on a connection that died may never settle by itself; after `ms` the caller hears of an outage instead of waiting for ever. */
export async function withDeadline<T>(ms: number, statement: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineExceeded(`no answer from the database within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([statement, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
