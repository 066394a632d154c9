import { randomBytes } from 'node:crypto';
import express from 'express';
import { alertOperations, alertProblems } from '../../src/alerts/index.ts';
import { budgetOperations, budgetProblems } from '../../src/budgets/index.ts';
import { ledgerOperations, ledgerProblems, openLedger } from '../../src/ledger/index.ts';
import { nextPaymentsOf, paymentOperations, paymentProblems, waivedChecksOf } from '../../src/payments/index.ts';
import {
  apiKeyAuthenticator,
  businessDates,
  callerFor,
  createAuthority,
  createReadAudit,
  overridesOfLedger,
  peopleOperations,
  peopleProblems,
  policyGate,
  type RecordRoom,
  recordOperations,
  recordProblems,
  type Session,
  serviceCaller,
  stepJudge,
} from '../../src/people/index.ts';
import { findOrCreateIdentity } from '../../src/people/sign-in/identities.ts';
import { buildRouter } from '../../src/platform/http/build-router.ts';
import { closeGracefully } from '../../src/platform/http/close-gracefully.ts';
import { createHttpServer } from '../../src/platform/http/create-http-server.ts';
import { createLog } from '../../src/platform/http/create-log.ts';
import { lastResort } from '../../src/platform/http/last-resort.ts';
import { listen } from '../../src/platform/http/listen.ts';
import type { Caller, Operation } from '../../src/platform/http/operation.ts';
import { mergeProblemTables, platformProblems } from '../../src/platform/http/problem-table.ts';
import { requestIdOf, requestIds } from '../../src/platform/http/request-id.ts';
import { accepted } from '../../src/platform/result.ts';
import { readKeyRing } from '../../src/platform/secrets/key-ring.ts';
import { serviceKeyOf } from '../../src/platform/secrets/service-key.ts';
import { familyStatementOperations, reconciliationProblems } from '../../src/reconciliation/index.ts';
import { checkAnswer } from '../support/check-answer.ts';
import { testDatabase } from '../support/database.ts';
import { type ManualClock, manualClock } from '../support/manual-clock.ts';

export interface AccessAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: every answer is held against its schema before a test looks into it.
  readonly body: any;
}

/** Somebody who has signed in and works in one authority. */
export interface Visitor {
  readonly identityId: string;
  readonly email: string;
  readonly authorityId: number;
  readonly secondFactor?: boolean;
}

interface Asked {
  readonly body?: unknown;
  readonly purpose?: string | undefined;
  readonly onBehalfOf?: string | undefined;
  readonly ifMatch?: string;
  readonly idempotencyKey?: string;
  /** Sent as it is, for operations that take a file. */
  readonly file?: { readonly mediaType: string; readonly content: string };
}

export interface AccessApi {
  readonly url: string;
  readonly store: Awaited<ReturnType<typeof testDatabase>>;
  readonly room: RecordRoom;
  readonly clock: ManualClock;
  /** What the key ring of the room was read from, for a process of its own. */
  readonly dataKey: string;
  readonly operations: readonly Operation[];
  newAuthority(slug: string): Promise<number>;
  visitor(authorityId: number, email: string, secondFactor?: boolean): Promise<Visitor>;
  /** A person's call, or a machine's with its key's secret. Every answer is held against what its operation says it answers. */
  call(who: Visitor | string, method: string, path: string, asked?: Asked): Promise<AccessAnswer>;
  close(): Promise<void>;
}

const VISITOR = 'x-visitor';

/**
 * The people room and the ledger behind the real router, policy and database. Only the sign-in is played: a header stands for a session,
 * and what the visitor may do is read from the tables as it always is.
 */
export async function startAccessApi({ usual = 60 }: { readonly usual?: number } = {}): Promise<AccessApi> {
  const store = await testDatabase();
  const { database } = store;
  const clock = manualClock('2026-04-15T09:30:00.000Z');
  const dataKey = `test:${randomBytes(32).toString('base64')}`;
  const keyRing = readKeyRing(dataKey);
  if (keyRing === undefined) throw new Error('a drawn key ring must be readable');
  const room: RecordRoom = { database, clock, keyRing };
  const ledger = openLedger({ database, clock });
  const books = { ...room, ledger, businessDate: businessDates(database, clock), nextPayments: nextPaymentsOf(room) };
  const operations = [
    ...ledgerOperations({ ledger, database, clock, mayOverride: (caller) => stepJudge(clock)(caller, 'ledger.override-limit') }),
    ...peopleOperations({ database, clock }),
    ...recordOperations(room, [overridesOfLedger(database), waivedChecksOf(room)]),
    ...budgetOperations(books),
    ...paymentOperations(books),
    ...familyStatementOperations(books),
    ...alertOperations({ ...books, serviceKey: serviceKeyOf(Buffer.alloc(32, 'key of the tests ')), facts: [] }),
  ];
  const problems = mergeProblemTables(
    platformProblems,
    ledgerProblems,
    peopleProblems,
    recordProblems,
    budgetProblems,
    paymentProblems,
    reconciliationProblems,
    alertProblems,
  );
  const authenticate = apiKeyAuthenticator(database, clock);
  const reads = createReadAudit({ database, clock, usual });
  const sourceOf = async (authorityId: number, account: string) =>
    (await ledger.accounts(authorityId, { codes: [account] }))[0]?.dimension.source;
  const app = express();
  app.set('query parser', 'simple');
  app.use(requestIds(clock));
  app.use(
    buildRouter({
      operations,
      problems,
      gate: policyGate({ clock, reads, sourceOf })(operations),
      identify: async (request, _operation, response) => {
        const asked = { address: '192.0.2.7', requestId: requestIdOf(response) };
        const visitor = request.get(VISITOR);
        if (visitor !== undefined) {
          const { secondFactor, ...signedIn } = JSON.parse(visitor) as Visitor;
          const session: Session = {
            ...signedIn,
            sessionId: 'a-session',
            signedInBy: 'mail',
            createdAt: clock.now(),
            ...(secondFactor === true && { secondFactorAt: clock.now() }),
          };
          return accepted({ ...(await callerFor(database, session, clock.now())), ...asked });
        }
        const key = await authenticate(request.get('authorization'));
        return key.ok ? accepted<Caller>({ kind: 'machine', standings: [], ...key.value, ...asked }) : key;
      },
    }),
  );
  app.use(lastResort(problems, createLog({ level: 'silent' })));
  const server = createHttpServer(app);
  const bound = await listen(server, { host: '127.0.0.1', port: 0 });
  if (!bound.ok) throw new Error('no free port');
  const url = `http://127.0.0.1:${bound.value}`;
  return {
    url,
    store,
    room,
    clock,
    dataKey,
    operations,
    newAuthority: async (slug) => {
      const created = await createAuthority(database, clock, { slug, name: `Council of ${slug}` });
      if (!created.ok) throw new Error(created.refusal.code);
      return created.value.authorityId;
    },
    visitor: async (authorityId, email, secondFactor = false) => {
      const found = await findOrCreateIdentity(room, email);
      if (!found.ok) throw new Error(found.refusal.code);
      return { identityId: found.value.identityId, email, authorityId, secondFactor };
    },
    call: async (who, method, path, { body, purpose, onBehalfOf, ifMatch, idempotencyKey, file } = {}) => {
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(typeof who === 'string' ? { authorization: `Bearer ${who}` } : { [VISITOR]: JSON.stringify(who) }),
          ...(purpose !== undefined && { purpose }),
          ...(onBehalfOf !== undefined && { 'on-behalf-of': onBehalfOf }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(file !== undefined && { 'content-type': file.mediaType }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        ...(file !== undefined && { body: file.content }),
      });
      await checkAnswer(operations, method, path, response);
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: text === '' ? undefined : JSON.parse(text) };
    },
    close: async () => {
      await closeGracefully(server, { deadlineMs: 1_000 });
      await reads.drain();
      await ledger.drain();
      await store.close();
    },
  };
}

/** The service itself: no policy stands between a test of a use case and the rule it looks at. */
export const systemCaller = (authorityId: number) => serviceCaller(authorityId, 'system');
