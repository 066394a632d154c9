import type { Server, ServerResponse } from 'node:http';

/**
 * Stops taking requests, lets those under way finish, and cuts off what is left at the deadline. Says which it was: after a cut a caller does
 * not know what became of its request and will retry with the same key.
 */
export async function closeGracefully(server: Server, options: { readonly deadlineMs: number }): Promise<'finished' | 'cut-off'> {
  let outcome: 'finished' | 'cut-off' = 'finished';
  server.prependListener('request', (_request, response: ServerResponse) => {
    response.setHeader('Connection', 'close');
  });
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
  // A kept-alive connection becomes idle only after its answer is out, so idle ones are looked for until none is left.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => {
    outcome = 'cut-off';
    server.closeAllConnections();
  }, options.deadlineMs);
  server.closeIdleConnections();
  try {
    await closed;
  } finally {
    clearInterval(sweep);
    clearTimeout(deadline);
  }
  return outcome;
}
