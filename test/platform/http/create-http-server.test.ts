import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { closeGracefully } from '../../../src/platform/http/close-gracefully.ts';
import { createHttpServer } from '../../../src/platform/http/create-http-server.ts';
import { listen } from '../../../src/platform/http/listen.ts';

const servers: Server[] = [];

async function serve(server: Server): Promise<number> {
  servers.push(server);
  const bound = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!bound.ok) throw new Error('no free port');
  return bound.value;
}

/** Sends bytes as they are, and resolves to everything that comes back until the other side closes. */
async function exchange(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let received = '';
  socket.on('data', (chunk) => {
    received += chunk.toString();
  });
  socket.on('error', () => undefined);
  socket.write(bytes);
  await once(socket, 'close');
  return received;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a server', () => {
  const ok = () => createHttpServer((_request, response) => response.end('ok'), { headersTimeoutMs: 200, requestTimeoutMs: 300 });

  it.each([
    ['what is no HTTP', 'HELLO\r\n\r\n', 400, 'http-malformed'],
    [
      'a length beside chunks, which smuggles requests',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'http-malformed',
    ],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello', 400, 'http-malformed'],
    ['64 kB of headers', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(64_000)}\r\n\r\n`, 431, 'headers-too-large'],
    ['headers that never end', 'GET / HTTP/1.1\r\nHost: a\r\n', 408, 'request-timeout'],
  ])('answers %s with a problem and closes', async (_what, bytes, status, code) => {
    const answer = await exchange(await serve(ok()), bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain('Content-Type: application/problem+json');
    expect(answer).toContain(`"code":"${code}"`);
  });

  it('says that a port is taken instead of throwing', async () => {
    const port = await serve(ok());
    expect(
      await listen(
        createHttpServer(() => undefined),
        { host: '127.0.0.1', port },
      ),
    ).toEqual({ ok: false, refusal: { code: 'port-taken', port } });
  });
});

describe('closing a server', () => {
  it('lets a request that is under way finish, and takes no more', async () => {
    let finish = () => {};
    const arrived = withResolvers();
    const server = createHttpServer((_request, response) => {
      finish = () => response.end('finished');
      arrived.resolve(undefined);
    });
    const port = await serve(server);
    const answer = fetch(`http://127.0.0.1:${port}/`).then((response) => response.text());
    await arrived.promise;
    const closed = closeGracefully(server, { deadlineMs: 10_000 });
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    finish();
    expect(await answer).toBe('finished');
    expect(await closed).toBe('finished');
  });

  it('cuts off what is not finished at the deadline', async () => {
    const arrived = withResolvers();
    const server = createHttpServer(() => arrived.resolve(undefined));
    const port = await serve(server);
    const answer = fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
    await arrived.promise;
    expect(await closeGracefully(server, { deadlineMs: 20 })).toBe('cut-off');
    expect(await answer).toBeInstanceOf(Error);
  });
});

function withResolvers() {
  let resolve: (value: unknown) => void = () => undefined;
  const promise = new Promise((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
