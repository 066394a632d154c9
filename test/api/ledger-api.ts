import { Writable } from 'node:stream';
import { Registry } from 'prom-client';
import { expect } from 'vitest';
import { mountAdminApi } from '../../src/api/index.ts';
import { budgetProblems } from '../../src/budgets/index.ts';
import { ledgerProblems, openLedger } from '../../src/ledger/index.ts';
import { ledgerOperations } from '../../src/ledger/operations/index.ts';
import {
  bearerAuthenticator,
  businessDates,
  createApiKey,
  createAuthority,
  type KeyScope,
  keyScopes,
  peopleOperations,
  peopleProblems,
  tokenIssuer,
} from '../../src/people/index.ts';
import { closeGracefully } from '../../src/platform/http/close-gracefully.ts';
import { createHttpServer } from '../../src/platform/http/create-http-server.ts';
import { createLog } from '../../src/platform/http/create-log.ts';
import { listen } from '../../src/platform/http/listen.ts';
import type { Operation } from '../../src/platform/http/operation.ts';
import { reconciliationOperations, reconciliationProblems } from '../../src/reconciliation/index.ts';
import { checkAnswer } from '../support/check-answer.ts';
import { testDatabase } from '../support/database.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';

export const EVERYTHING: readonly KeyScope[] = keyScopes;

/** What the service calls itself; the port it listens on here is not part of its name. */
export const PUBLIC_URL = 'https://threefold.example';
export const TOKEN_URL = `${PUBLIC_URL}/oauth/token`;

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: every answer is held against its schema before a test looks into it.
  readonly body: any;
}

interface ApiCall {
  readonly secret: string;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  readonly body?: unknown;
  /** Instead of a body: a file. */
  readonly file?: { readonly mediaType: string; readonly bytes: string | Uint8Array<ArrayBuffer> };
}

export interface LedgerApi {
  readonly url: string;
  readonly store: Awaited<ReturnType<typeof testDatabase>>;
  readonly clock: ManualClock;
  readonly operations: readonly Operation[];
  newAuthority(slug: string): Promise<number>;
  newKey(authorityId: number, scopes?: readonly KeyScope[]): Promise<string>;
  /** Every answer is held against what its operation says it answers. */
  call(method: string, path: string, request: ApiCall): Promise<ApiAnswer>;
  close(): Promise<void>;
}

/** The admin API with the ledger and the people room behind it: real Express, a real database, real keys. */
export async function startLedgerApi(): Promise<LedgerApi> {
  const store = await testDatabase();
  const { database } = store;
  const clock = manualClock('2026-04-15T09:30:00.000Z');
  const ledger = openLedger({ database, clock });
  const businessDate = businessDates(database, clock);
  const operations = [
    ...ledgerOperations({ ledger, database, clock, businessDate }),
    ...peopleOperations({ database, clock }),
    ...reconciliationOperations({ database, ledger, clock, businessDate, statementFileBytes: 1_000_000 }),
  ];
  const api = mountAdminApi({
    operations,
    problems: [ledgerProblems, peopleProblems, budgetProblems, reconciliationProblems],
    authenticate: bearerAuthenticator(database, clock),
    issueToken: tokenIssuer({ database, clock, publicUrl: PUBLIC_URL }),
    log: createLog({
      level: 'error',
      destination: new Writable({ write: print }),
    }),
    clock,
    readiness: {},
    metrics: { registry: new Registry(), access: 'open' },
  });
  const server = createHttpServer(api);
  const bound = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!bound.ok) throw new Error('no free port');
  const url = `http://127.0.0.1:${bound.value}`;
  return {
    url,
    store,
    clock,
    operations,
    newAuthority: async (slug) => {
      const created = await createAuthority(database, clock, { slug, name: `Council of ${slug}` });
      if (!created.ok) throw new Error(created.refusal.code);
      return created.value.authorityId;
    },
    newKey: async (authorityId, scopes = EVERYTHING) => {
      const expiresAt = new Date(clock.now().getTime() + 30 * 86_400_000);
      const created = await createApiKey(database, clock, { authorityId, name: 'a test', scopes, expiresAt });
      if (!created.ok) throw new Error(created.refusal.code);
      return created.value.secret;
    },
    call: async (method, path, { secret, idempotencyKey, ifMatch, body, file }) => {
      const response = await fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${secret}`,
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(file !== undefined && { 'content-type': file.mediaType }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(file !== undefined && { body: file.bytes }),
      });
      await checkAnswer(operations, method, path, response);
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : undefined };
    },
    close: async () => {
      await closeGracefully(server, { deadlineMs: 1_000 });
      await ledger.drain();
      await store.close();
    },
  };
}

const print = (chunk: unknown, _encoding: string, done: () => void) => {
  console.error(String(chunk));
  done();
};

/** Fails with the whole answer in its words, so that a red test says what the API said. */
export function expectStatus(answer: ApiAnswer, status: number): ApiAnswer {
  expect(`${answer.status} ${answer.status === status ? '' : answer.text}`).toBe(`${status} `);
  return answer;
}

export const pounds = (amount: string, currency = 'GBP') => ({ amount, currency });

export const debit = (account: string, amount: string, currency?: string) => ({ account, side: 'debit', amount: pounds(amount, currency) });
export const credit = (account: string, amount: string, currency?: string) => ({
  account,
  side: 'credit',
  amount: pounds(amount, currency),
});

export const entry = (...postings: object[]) => ({ description: 'a test', effectiveDate: '2026-04-10', postings });
