import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface TcpProxy {
  /** The same address through the proxy. */
  url(through: string): string;
  /** Where connections made from now on lead. */
  aimAt(port: number): void;
  /** On the connections there are, what the server says goes nowhere from now on: it has done the work, and nobody hears of it. */
  swallowAnswers(): void;
  /** Ends every connection at once, as a cut cable does. */
  cut(): void;
  close(): Promise<void>;
}

/** Stands between a client and its server on 127.0.0.1 and breaks what a test wants broken. */
export async function startTcpProxy(port: number): Promise<TcpProxy> {
  let target = port;
  const sockets = new Set<Socket>();
  let swallowing = new WeakSet<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      // Whatever happens to one half ends the other: the client must see what a client sees whose server has gone.
      socket.on('error', end);
      socket.on('close', () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on('data', (chunk) => upstream.write(chunk));
    upstream.on('data', (chunk) => {
      if (!swallowing.has(upstream)) client.write(chunk);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');

  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: (through) => {
      const url = new URL(through);
      url.host = `127.0.0.1:${address.port}`;
      return url.href;
    },
    aimAt: (next) => {
      target = next;
    },
    swallowAnswers: () => {
      swallowing = new WeakSet(sockets);
    },
    cut,
    close: async () => {
      server.close();
      cut();
      await once(server, 'close');
    },
  };
}
