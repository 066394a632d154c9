import { pino } from 'pino';
import { Registry } from 'prom-client';
import { mountAdminApi } from '../../src/api/index.ts';
import { ledgerOperations, ledgerProblems, openLedger } from '../../src/ledger/index.ts';
import { apiKeyAuthenticator, createApiKey, createAuthority, peopleProblems } from '../../src/people/index.ts';
import { systemClock } from '../../src/platform/clock/clock.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { closeGracefully } from '../../src/platform/http/close-gracefully.ts';
import { createHttpServer } from '../../src/platform/http/create-http-server.ts';
import { listen } from '../../src/platform/http/listen.ts';

export interface ServedLedger {
  /** Asks for one pound from an account to another, as a caller with an API key does. */
  pay(key: string, from: string, to: string): Promise<{ readonly status: number; readonly retryAfter: string | null; readonly body: Paid }>;
  close(): Promise<void>;
}

interface Paid {
  readonly entryId?: string;
  readonly type?: string;
}

/** The ledger behind HTTP as the service mounts it, for a first authority that it makes; its book is opened by the test. */
export async function serveLedger(url: string): Promise<ServedLedger> {
  const database = openDatabase({ url, applicationName: 'threefold-chaos-api', maxConnections: 4, statementTimeoutMs: 3_000 });
  const ledger = openLedger({ database, clock: systemClock, deadlineMs: 3_000 });
  const created = await createAuthority(database, systemClock, { slug: 'chaos', name: 'Chaos Council' });
  if (!created.ok) throw new Error(created.refusal.code);
  const { authorityId } = created.value;
  const expiresAt = new Date(Date.now() + 86_400_000);
  const key = await createApiKey(database, systemClock, { authorityId, name: 'chaos', scopes: ['ledger:post'], expiresAt });
  if (!key.ok) throw new Error(key.refusal.code);
  const { secret } = key.value;
  const server = createHttpServer(
    mountAdminApi({
      operations: [...ledgerOperations({ ledger, database, clock: systemClock })],
      problems: [ledgerProblems, peopleProblems],
      authenticate: apiKeyAuthenticator(database, systemClock),
      log: pino({ level: 'silent' }),
      clock: systemClock,
      readiness: {},
      metrics: { registry: new Registry(), access: 'open' },
    }),
  );
  const bound = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!bound.ok) throw new Error('no free port');
  return {
    pay: async (idempotencyKey, from, to) => {
      const amount = { amount: '1.00', currency: 'GBP' };
      const postings = [
        { account: to, side: 'debit', amount },
        { account: from, side: 'credit', amount },
      ];
      const response = await fetch(`http://127.0.0.1:${bound.value}/v1/ledger/entries`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secret}`, 'idempotency-key': idempotencyKey, 'content-type': 'application/json' },
        body: JSON.stringify({ description: 'chaos', effectiveDate: '2026-04-15', postings }),
      });
      return { status: response.status, retryAfter: response.headers.get('retry-after'), body: (await response.json()) as Paid };
    },
    close: async () => {
      await closeGracefully(server, { deadlineMs: 1_000 });
      await ledger.drain();
      await database.close();
    },
  };
}
