import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { Agent, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { ledgerOperations, ledgerProblems, openLedger } from '../../../src/ledger/index.ts';
import {
  claimInvitation,
  cookieCallers,
  createAuthority,
  createReadAudit,
  findOrCreateIdentity,
  invite,
  openFamily,
  policyGate,
  type ReadAudit,
  type RecordRoom,
  recordOperations,
  recordProblems,
  serviceCaller,
} from '../../../src/people/index.ts';
import { beginSession } from '../../../src/people/sessions/begin-session.ts';
import { sessionCookie } from '../../../src/people/sessions/session-token.ts';
import { systemClock } from '../../../src/platform/clock/clock.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { type ProvidedDatabase, provideDatabase } from '../../../src/platform/database/provide-database.ts';
import { buildRouter } from '../../../src/platform/http/build-router.ts';
import { createHttpServer } from '../../../src/platform/http/create-http-server.ts';
import type { Caller, Gate } from '../../../src/platform/http/operation.ts';
import { mergeProblemTables, platformProblems } from '../../../src/platform/http/problem-table.ts';
import { accepted, refused } from '../../../src/platform/result.ts';
import { readKeyRing } from '../../../src/platform/secrets/key-ring.ts';
import { type Figure, figure } from '../figures.ts';
import { closedLoop } from '../ledger/closed-loop.ts';
import { at, openLoop } from './open-loop.ts';

const ROUNDS = 5;
const IN_FLIGHT = 2;
const MANY = 1_000;
const FEW = 50;
const ACCOUNT = 'share:L1:high-needs-block:2026-27:available';
const clock = systemClock;
const ring = readKeyRing(`bench:${randomBytes(32).toString('base64')}`);

interface Bench {
  readonly room: RecordRoom;
  readonly authorityId: number;
  readonly familyId: string;
  readonly cookies: readonly string[];
  /** Session, policy, row-level security, and the audit that is given. */
  guarded(reads: ReadAudit): Promise<string>;
  /** The same route for a caller who is taken at their word, by a database role that no policy holds back. */
  bare(): Promise<string>;
  close(): Promise<void>;
}

/** What it costs to know who asks and whether they may: the whole HTTP read with it and without it, in turns. */
export async function accessSuite({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const directory = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(directory, 0o700);
  const provided = await provideDatabase({ database: { kind: 'embedded' }, dataDirectory: directory }, note);
  try {
    const bench = await prepare(provided);
    try {
      return await measure(bench, { durationMs: quick ? 500 : 4_000, note });
    } finally {
      await bench.close();
    }
  } finally {
    await provided.stop();
    await rm(directory, { recursive: true, force: true });
  }
}

async function measure(bench: Bench, { durationMs, note }: { durationMs: number; note: (text: string) => void }): Promise<Figure[]> {
  const { database } = bench.room;
  const kept = await bench.guarded(createReadAudit({ database, clock, usual: 1_000_000 }));
  const unkept = await bench.guarded({ note: async () => undefined, drain: async () => undefined });
  const bare = await bench.bare();
  const account = `/v1/ledger/accounts/${ACCOUNT}`;
  const family = `/v1/families/${bench.familyId}`;
  const loop = (url: string) => {
    let n = 0;
    return closedLoop(IN_FLIGHT, durationMs, () => get(url, bench.cookies[n++ % FEW] as string));
  };
  const ratios: { whole: number[]; audit: number[]; sessions: number[]; bareMs: number[]; guardedMs: number[] } = {
    whole: [],
    audit: [],
    sessions: [],
    bareMs: [],
    guardedMs: [],
  };
  for (const url of [bare + account, kept + account, unkept + family, kept + family]) await loop(url);
  for (let round = 0; round < ROUNDS; round += 1) {
    const without = await loop(bare + account);
    const with_ = await loop(kept + account);
    ratios.whole.push(with_.p50Ms / without.p50Ms);
    ratios.bareMs.push(without.p50Ms);
    ratios.guardedMs.push(with_.p50Ms);
    ratios.audit.push((await loop(kept + family)).p50Ms - (await loop(unkept + family)).p50Ms);
  }
  const saturation = (await loop(kept + account)).perSecond;
  note(`saturated at ${Math.round(saturation)} reads a second with ${IN_FLIGHT} in flight`);
  const p99Of = async (sessions: number) =>
    at(await openLoop(saturation / 2, durationMs * 2, (n) => get(kept + account, bench.cookies[n % sessions] as string)), 0.99);
  for (let round = 0; round < ROUNDS; round += 1) {
    const few = await p99Of(FEW);
    ratios.sessions.push((await p99Of(MANY)) / few);
  }
  return [
    figure('read with session, policy and row-level security / without, p50', ratios.whole, 'times', { atMost: 1.5 }),
    figure('p50 without', ratios.bareMs, 'ms'),
    figure('p50 with', ratios.guardedMs, 'ms'),
    figure('read of a family: what keeping the look adds, p50', ratios.audit, 'ms'),
    figure(`p99 of ${MANY} sessions / ${FEW}, at half of saturation`, ratios.sessions, 'times', { atMost: 1.5 }),
  ];
}

async function prepare(provided: ProvidedDatabase): Promise<Bench> {
  const ownerUrl = provided.ownerUrl as string;
  await migrateEverything(ownerUrl);
  if (ring === undefined) throw new Error('a drawn key ring must be readable');
  const database = openDatabase({ url: provided.appUrl, applicationName: 'bench' });
  const unheld = openDatabase({ url: ownerUrl, applicationName: 'bench-bare' });
  const room: RecordRoom = { database, clock, keyRing: ring };
  const created = await createAuthority(database, clock, { slug: 'northmoor', name: 'Northmoor Council' });
  if (!created.ok) throw new Error(created.refusal.code);
  const { authorityId } = created.value;
  const service = serviceCaller(authorityId, 'system');
  const { familyId } = await openFamily(room, service, { name: 'Maple' });
  await openLedger({ database, clock }).openAccounts({ authorityId, principal: 'bench' }, [
    { code: ACCOUNT, class: 'liability', side: 'budget', normalSide: 'credit', opensOn: '2026-04-01' },
  ]);
  const cookies: string[] = [];
  for (let n = 0; n < MANY; n += 1) cookies.push(await officerCookie(room, service, n));
  const servers: Server[] = [];
  const serve = async (
    on: Database,
    identify: (cookie: string | undefined) => Promise<Caller | undefined>,
    gate: ((operations: never) => Gate) | Gate,
  ) => {
    const ledger = openLedger({ database: on, clock });
    const operations = [...ledgerOperations({ ledger, database: on, clock }), ...recordOperations({ ...room, database: on })];
    const app = express();
    app.use(
      buildRouter({
        operations,
        problems: mergeProblemTables(platformProblems, ledgerProblems, recordProblems),
        gate: typeof gate === 'function' ? gate(operations as never) : gate,
        identify: async (request) => {
          const caller = await identify(request.get('cookie'));
          return caller === undefined ? refused({ code: 'credentials-invalid' }) : accepted(caller);
        },
      }),
    );
    const server = createHttpServer(app);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const callerOf = cookieCallers(database, clock);
  return {
    room,
    authorityId,
    familyId,
    cookies,
    guarded: (reads) =>
      serve(
        database,
        async (cookie) => {
          const known = await callerOf(cookie);
          return known && { ...known, address: '127.0.0.1', requestId: randomUUID() };
        },
        policyGate({ clock, reads, sourceOf: async () => undefined }),
      ),
    bare: () =>
      serve(unheld, async () => ({ ...service, requestId: randomUUID() }), {
        admit: async (caller) => accepted(caller),
        keepOpened: async () => accepted(undefined),
      }),
    close: async () => {
      for (const server of servers) server.close();
      agent.destroy();
      await database.close();
      await unheld.close();
    },
  };
}

async function officerCookie(room: RecordRoom, service: Caller, n: number): Promise<string> {
  const email = `officer-${n}@northmoor.example`;
  const found = await findOrCreateIdentity(room, email);
  const invited = await invite(room, service, { email, role: 'finance-officer' });
  if (!found.ok || !invited.ok) throw new Error('an officer was refused');
  const { identityId } = found.value;
  await claimInvitation(room, { ...service, kind: 'person', identityId }, invited.value.token);
  const browser = { address: '127.0.0.1', requestId: 'bench', device: 'bench', earlierToken: undefined };
  const { token } = await beginSession(room, { identityId, by: 'mail', withSecondFactor: true }, browser);
  return sessionCookie(token).split(';', 1)[0] as string;
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function get(url: string, cookie: string): Promise<void> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { agent, headers: { cookie, purpose: 'payment-query' } }, (response) => {
      response.resume();
      response.once('end', () => (response.statusCode === 200 ? resolve() : reject(new Error(`${url} answered ${response.statusCode}`))));
    })
      .once('error', reject)
      .end();
  });
}
