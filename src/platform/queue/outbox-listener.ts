import pg from 'pg';
import type { Logger } from 'pino';

export interface OutboxListener {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface OutboxListenerOptions {
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly onWakeUp: () => void;
  readonly reconnectAfterMs?: number;
}

/**
 * Wakes the relay of this process when another process has added to the outbox. It is an accelerator only: while its connection is away
 * the poll goes on, so starting never fails and a lost connection is rebuilt in the background.
 */
export function listenForOutbox({ databaseUrl, log, onWakeUp, reconnectAfterMs = 5_000 }: OutboxListenerOptions): OutboxListener {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let listening = false;

  const lost = (lostClient: pg.Client, err: unknown) => {
    if (client !== lostClient) return;
    client = undefined;
    lostClient.end().catch(() => undefined);
    if (!listening) return;
    log.warn({ err }, 'lost the connection that wakes the outbox relay; polling goes on');
    timer = setTimeout(() => void connect(), reconnectAfterMs);
  };

  const connect = async () => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'threefold-outbox',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    client = next;
    next.on('error', (error) => lost(next, error));
    next.on('end', () => lost(next, undefined));
    next.on('notification', onWakeUp);
    try {
      await next.connect();
      await next.query('LISTEN threefold_outbox');
      // Whatever was announced while nobody listened is picked up now.
      onWakeUp();
    } catch (error) {
      lost(next, error);
    }
  };

  return {
    start: async () => {
      listening = true;
      await connect();
    },
    stop: async () => {
      listening = false;
      clearTimeout(timer);
      const open = client;
      client = undefined;
      await open?.end().catch(() => undefined);
    },
  };
}
