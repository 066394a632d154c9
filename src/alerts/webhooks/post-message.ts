import { request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP } from 'node:net';

export type Answered =
  | { readonly kind: 'answered'; readonly status: number; readonly retryAfterSeconds?: number }
  | { readonly kind: 'unreachable'; readonly error: string };

/** One POST to one judged address. No redirect is followed, and a receiver that hangs is left after the deadline. */
export function postMessage(
  url: string,
  {
    address,
    headers,
    body,
    deadlineMs,
  }: { readonly address: string; readonly headers: Readonly<Record<string, string>>; readonly body: string; readonly deadlineMs: number },
): Promise<Answered> {
  const target = new URL(url);
  const send = target.protocol === 'https:' ? tlsRequest : plainRequest;
  const family = isIP(address);
  return new Promise((resolve) => {
    let settled = false;
    const settle = (answered: Answered) => {
      if (settled) return;
      settled = true;
      clearTimeout(deadline);
      request.destroy();
      resolve(answered);
    };
    const request = send(
      target,
      {
        method: 'POST',
        agent: false,
        // The name was judged by this address; a second look-up could say something else.
        lookup: (_host, options, answer) => {
          if (options.all === true) answer(null, [{ address, family }]);
          else answer(null, address, family);
        },
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), 'user-agent': 'Threefold' },
      },
      (response) => {
        const retryAfter = Number(response.headers['retry-after']);
        settle({
          kind: 'answered',
          status: response.statusCode ?? 0,
          ...(Number.isFinite(retryAfter) && { retryAfterSeconds: retryAfter }),
        });
      },
    );
    const deadline = setTimeout(() => settle({ kind: 'unreachable', error: 'timed-out' }), deadlineMs);
    request.on('error', (error) => settle({ kind: 'unreachable', error: 'code' in error ? String(error.code) : error.name }));
    request.end(body);
  });
}
