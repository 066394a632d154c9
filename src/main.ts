import { join } from 'node:path';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { registerBankAnswers } from '../jobs/bank-answers.ts';
import { budgetClocksProcessor, dailyClocks } from '../jobs/budget-clocks.ts';
import { registerBudgetImports } from '../jobs/budget-imports.ts';
import { carryOnProcessor } from '../jobs/carry-on-payments.ts';
import { registerMails } from '../jobs/mails.ts';
import { registerMonitoring } from '../jobs/monitoring.ts';
import { registerNotices } from '../jobs/overspend-alerts.ts';
import { processorsOf } from '../jobs/processors.ts';
import { keepStandingSchedules } from '../jobs/schedule.ts';
import { tellOfReturnProcessor } from '../jobs/tell-of-returns.ts';
import { startWorkers, type Workers } from '../jobs/worker.ts';
import { alertOperations, alertProblems, factsOfLines, factsOfRooms, notifyClient } from './alerts/index.ts';
import { mountAdminApi } from './api/index.ts';
import { budgetOperations, budgetProblems } from './budgets/index.ts';
import { demoIsPlayed, demoPeople, demoSignIns, demoTable, NORTHMOOR, playDemo } from './demo/index.ts';
import { type Ledger, ledgerOperations, ledgerProblems, openLedger } from './ledger/index.ts';
import {
  answerCardRequests,
  carryOnPayments,
  connectStripe,
  councilPayees,
  instalmentsDue,
  nameCheckNotConfigured,
  nextPaymentsOf,
  type PaymentRail,
  type PaymentRails,
  paymentOperations,
  paymentProblems,
  SANDBOX_RAIL,
  SandboxRefused,
  STRIPE_RAIL,
  type StripeDesk,
  sandboxRail,
  startSandbox,
  stripeRail,
  stripeWebhooks,
  tellOfReturn,
  waivedChecksOf,
} from './payments/index.ts';
import {
  bearerAuthenticator,
  businessDates,
  cookieCallers,
  createReadAudit,
  issuerOf,
  listAuthorities,
  overridesOfLedger,
  peopleOperations,
  peopleProblems,
  policyGate,
  type RecordRoom,
  recordOperations,
  recordProblems,
  sessionResolver,
  stepJudge,
  tokenIssuer,
} from './people/index.ts';
import { type Clock, systemClock } from './platform/clock/clock.ts';
import { type Config, explainConfigFaults, readConfig } from './platform/config.ts';
import { type Database, openDatabase } from './platform/database/database.ts';
import { inTransaction } from './platform/database/in-transaction.ts';
import { judgeServiceRole } from './platform/database/judge-service-role.ts';
import { migrateEverything } from './platform/database/migrate-everything.ts';
import { type ProvidedDatabase, provideDatabase } from './platform/database/provide-database.ts';
import { judgeSchemaVersion } from './platform/database/schema-version.ts';
import { type ChosenMailer, chooseMailer } from './platform/email/choose-mailer.ts';
import { EmbeddedPostgresError } from './platform/embedded-postgres/embedded-postgres-error.ts';
import { closeGracefully } from './platform/http/close-gracefully.ts';
import { createHttpServer } from './platform/http/create-http-server.ts';
import { createLog } from './platform/http/create-log.ts';
import { listen } from './platform/http/listen.ts';
import type { Caller } from './platform/http/operation.ts';
import { chooseBackEnd, type QueueBackEnd } from './platform/queue/back-end.ts';
import { createJobHousekeeping } from './platform/queue/job-housekeeping.ts';
import { createOutboxRelay } from './platform/queue/outbox-relay.ts';
import { createPlanner } from './platform/queue/planner.ts';
import { queueMetrics } from './platform/queue/queue-metrics.ts';
import { judgeServiceKey } from './platform/secrets/judge-service-key.ts';
import { keepServiceKey } from './platform/secrets/keep-service-key.ts';
import { keepKeyRing } from './platform/secrets/key-ring.ts';
import type { ServiceKey } from './platform/secrets/service-key.ts';
import { familyStatementOperations, reconciliationOperations, reconciliationProblems } from './reconciliation/index.ts';
import { mountPages } from './web/index.ts';

/**
 * The composition root: the only file that knows which adapter serves which port. It starts what the process role asks for, in the order
 * in which things stand on each other, and stops it the other way round.
 */

/** Exit codes: 1 the service could not start, 2 the configuration is wrong. */
class CannotStart extends Error {}

/** Longer than a request may take and shorter than what service managers wait before they kill. */
const STOP_DEADLINE_MS = 20_000;

type Stop = () => Promise<unknown>;

async function main(): Promise<void> {
  const stops: Stop[] = [];
  const stopAll = async () => {
    for (const stop of stops.reverse().splice(0)) await stop().catch((error: unknown) => console.error('While stopping:', error));
  };
  const asked = askedToStop();
  const config = configuration();
  try {
    await Promise.race([start(config, stops), asked]);
    await asked;
    console.log('\nStopping.');
  } finally {
    await stopAll();
  }
}

/** Resolves at the first Ctrl-C or request to end; a second one does not wait. */
function askedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked && signal === 'SIGINT') process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}

function configuration(): Config {
  const config = readConfig(process.env);
  if (config.ok) return config.value;
  console.error(explainConfigFaults(config.refusal.faults));
  process.exit(2);
}

async function start(config: Config, stops: Stop[]): Promise<void> {
  const clock = systemClock;
  const log = createLog({ level: config.logLevel });
  const provided = await provideDatabase(config, (message) => console.log(message));
  stops.push(() => provided.stop());
  if (provided.ownerUrl !== undefined) await migrateEverything(provided.ownerUrl);

  const database = openDatabase({
    url: provided.appUrl,
    applicationName: `threefold-${config.role}`,
    onConnectionLost: (error) => log.warn({ err: error }, 'a database connection was lost'),
  });
  stops.push(() => database.close());
  const serviceKey = keepServiceKey(config);
  const unfit = (await judgeServiceRole(database)) ?? (await judgeSchemaVersion(database)) ?? (await judgeServiceKey(database, serviceKey));
  if (unfit !== undefined) throw new CannotStart(unfit);

  const ledger = openLedger({ database, clock, onUnexpected: (error) => log.error({ err: error }, 'a posting failed unexpectedly') });
  stops.push(() => ledger.drain());
  const queue = chooseBackEnd({ redisUrl: config.redisUrl, databaseUrl: provided.appUrl, log });
  const registry = new Registry();

  const mailer = chooseMailer(config, clock);

  const stripe = await connectToStripe(config, database, clock);
  const rails = await connectRails(config, stripe, stops);
  const parts = { config, database, ledger, registry, clock, log, serviceKey, mailer, rails, stripe };
  if (config.role !== 'api') stops.push(await startJobs({ ...parts, queue }));
  const serving = await serve(parts);
  stops.push(serving.stop);
  const played = config.demo && config.role === 'all' ? await playDemoOnce({ config, database, clock, log }) : undefined;
  announce({ config, provided, address: serving.address, played });
}

/** The demo pays by the made-up bank, in a process of its own; a council that pays for real has none. */
async function connectRails({ demo, role, dataDirectory }: Config, stripe: StripeDesk | undefined, stops: Stop[]): Promise<PaymentRails> {
  const connected: [string, PaymentRail][] = stripe === undefined ? [] : [[STRIPE_RAIL, stripeRail(stripe)]];
  if (!demo || role !== 'all') return new Map(connected);
  const sandbox = await startSandbox({ folder: join(dataDirectory, 'sandbox-rail'), firstDay: NORTHMOOR.businessDate });
  stops.push(() => sandbox.stop());
  console.log(`  The sandbox rail, which moves no real money, is at ${sandbox.address.url}/`);
  return new Map([...connected, [SANDBOX_RAIL, sandboxRail(sandbox.address)]]);
}

/** The account at Stripe belongs to one authority, which must be there before money is sent in its name. */
async function connectToStripe({ stripe }: Config, database: Database, clock: Clock): Promise<StripeDesk | undefined> {
  if (stripe === undefined) return undefined;
  const authority = (await listAuthorities(database)).find(({ slug }) => slug === stripe.authority);
  if (authority === undefined)
    throw new CannotStart(`THREEFOLD_STRIPE_AUTHORITY names ${stripe.authority}, and there is no such authority.`);
  return { ...connectStripe(stripe, authority.authorityId), database, clock };
}

interface Parts {
  readonly stripe: StripeDesk | undefined;
  readonly rails: PaymentRails;
  readonly config: Config;
  readonly serviceKey: ServiceKey;
  readonly mailer: ChosenMailer;
  readonly database: Database;
  readonly ledger: Ledger;
  readonly registry: Registry;
  readonly clock: Clock;
  readonly log: Logger;
}

async function startJobs({
  config,
  serviceKey,
  mailer,
  database,
  ledger,
  queue,
  registry,
  clock,
  log,
  rails,
  stripe,
}: Parts & { queue: QueueBackEnd }): Promise<Stop> {
  const metrics = queueMetrics({ registry, database, clock });
  const producer = queue.openProducer();
  const relay = createOutboxRelay({ database, producer, clock, log, onHandedOver: metrics.handedOver });
  const planner = createPlanner({ database, clock, log, onPlanned: () => relay.nudge() });
  const housekeeping = createJobHousekeeping({ database, clock, log });
  for (const { authorityId } of await listAuthorities(database)) {
    await inTransaction(database, { authorityId }, (tx) => keepStandingSchedules(tx, authorityId, clock.now()));
  }
  const records = { database, ledger, keyRing: keepKeyRing(config), businessDate: businessDates(database, clock) };
  const payments = { rails, dueLines: instalmentsDue, payees: councilPayees({ ...records, clock }) };
  const stripeCards = config.stripe?.cards === true;
  const processors = registerBankAnswers(
    processorsOf({ database, ledger, clock, anchorFolder: config.anchorFolder, payments, stripe, stripeCards }),
    {
      ...records,
      ...payments,
      nameCheck: nameCheckNotConfigured,
    },
  );
  const workers: Workers = startWorkers({
    database,
    queue,
    processors: registerMails(
      registerNotices(
        registerMonitoring(registerBudgetImports(processors, records), records)
          .on(dailyClocks, budgetClocksProcessor(records))
          .on(carryOnPayments, carryOnProcessor(records))
          .on(tellOfReturn, tellOfReturnProcessor(records)),
        {
          ...records,
          serviceKey,
          publicUrl: config.publicUrl,
          mailer: mailer.mailer,
          ...(config.notify !== undefined && { notify: notifyClient(config.notify, clock) }),
        },
      ),
      {
        database,
        serviceKey,
        publicUrl: config.publicUrl,
        mailer: mailer.mailer,
      },
    ),
    clock,
    log,
    concurrency: 4,
    onAttemptEnded: metrics.attemptEnded,
  });
  await workers.ready();
  await relay.start();
  planner.start();
  housekeeping.start();
  return async () => {
    await housekeeping.stop();
    await planner.stop();
    await relay.stop();
    await workers.stop({ deadlineMs: STOP_DEADLINE_MS });
    await producer.close();
  };
}

async function serve({
  config,
  serviceKey,
  mailer,
  database,
  ledger,
  registry,
  clock,
  log,
  rails,
  stripe,
}: Parts): Promise<{ address: string; stop: Stop }> {
  const worker = config.role === 'worker';
  const businessDate = businessDates(database, clock);
  const room: RecordRoom = { database, clock, keyRing: keepKeyRing(config) };
  const books = { ...room, ledger, businessDate, nextPayments: nextPaymentsOf(room) };
  const reads = createReadAudit({ database, clock });
  const sourceOf = async (authorityId: number, code: string) =>
    (await ledger.accounts(authorityId, { codes: [code] }))[0]?.dimension.source;
  const gate = policyGate({ clock, reads, sourceOf });
  const judgeStep = stepJudge(clock);
  const mayOverride = (caller: Caller) => judgeStep(caller, 'ledger.override-limit');
  const api = mountAdminApi({
    operations: worker
      ? []
      : [
          ...ledgerOperations({ ledger, database, clock, businessDate, anchorFolder: config.anchorFolder, mayOverride }),
          ...peopleOperations({ database, clock }),
          ...reconciliationOperations({ database, ledger, clock, businessDate, statementFileBytes: config.statementFileBytes }),
          ...recordOperations(room, [overridesOfLedger(database), waivedChecksOf(room)]),
          ...budgetOperations(books),
          ...paymentOperations({ ...books, rails, stripe }),
          ...familyStatementOperations(books),
          ...alertOperations({ ...books, serviceKey, facts: [...factsOfLines(books), ...factsOfRooms(books)] }),
        ],
    problems: [ledgerProblems, peopleProblems, recordProblems, budgetProblems, paymentProblems, reconciliationProblems, alertProblems],
    gate,
    authenticate: bearerAuthenticator(database, clock),
    issueToken: tokenIssuer({ database, clock, publicUrl: config.publicUrl }),
    people: { publicUrl: config.publicUrl, callerOf: cookieCallers(database, clock) },
    log,
    clock,
    ...(stripe !== undefined &&
      config.stripe !== undefined && {
        webhooks: stripeWebhooks({
          desks: new Map([[config.stripe.authority, stripe]]),
          log,
          ...(config.stripe.cards && { answer: answerCardRequests }),
        }),
      }),
    readiness: { database: async () => void (await database.sql`select 1`) },
    metrics: { registry, access: config.metrics },
  });
  const { publicUrl, staffIssuer, familyIssuer } = config;
  const signIn = {
    desk: { database, clock, serviceKey, publicUrl },
    issuers: [...(staffIssuer ? [issuerOf('staff', staffIssuer)] : []), ...(familyIssuer ? [issuerOf('family', familyIssuer)] : [])],
    resolveSession: sessionResolver(database, clock),
    log,
    records: { room, gate, budgets: books },
    ...(config.demo && mailer.folder !== undefined && { demoMail: mailer.folder }),
  };
  const app = worker ? api : mountPages({ database, ledger, clock, api, signIn });
  const server = createHttpServer(app, { trustedProxies: config.trustedProxies });
  const listening = await listen(server, { host: config.host, port: config.port });
  if (!listening.ok) {
    throw new CannotStart(`Port ${config.port} is taken by another program. Stop that one, or choose another port: PORT=3001 npm start`);
  }
  return {
    address: `http://${config.host === '0.0.0.0' ? 'localhost' : config.host}:${config.port}`,
    stop: async () => {
      await closeGracefully(server, { deadlineMs: STOP_DEADLINE_MS });
      await reads.drain();
    },
  };
}

async function playDemoOnce({
  config,
  database,
  clock,
  log,
}: {
  config: Config;
  database: Database;
  clock: Clock;
  log: Logger;
}): Promise<string | undefined> {
  if (await demoIsPlayed(database)) return undefined;
  console.log('Playing the demo: one family’s year, from April to December 2026. This takes a few seconds.');
  return demoTable(await playDemo({ database, clock, log, dataDirectory: config.dataDirectory, dataKey: config.dataKey }));
}

function announce({
  config,
  provided,
  address,
  played,
}: {
  config: Config;
  provided: ProvidedDatabase;
  address: string;
  played: string | undefined;
}): void {
  if (played !== undefined) console.log(`\n${played}`);
  console.log(
    [
      '',
      `Threefold is running${config.role === 'all' ? '' : ` as ${config.role}`}.`,
      ...(config.role === 'worker'
        ? []
        : [
            `  Pages         ${address}/`,
            `  Sign in       ${config.publicUrl}/sign-in`,
            ...(config.demo ? [`  Demo's mail   ${config.publicUrl}/demo/mail`] : []),
            `  API           ${address}/openapi.json`,
            `  API, readable ${address}/docs`,
          ]),
      `  Health        ${address}/readyz`,
      `  Data          ${provided.place}`,
      `  Jobs          ${config.redisUrl === undefined ? 'in the database' : 'in Redis'}`,
      ...(config.demo && config.role === 'all' ? ['', ...demoSignIns(config.dataDirectory), ...demoPeople()] : []),
      '',
      'Stop with Ctrl-C.',
    ].join('\n'),
  );
}

try {
  await main();
} catch (error) {
  if (error instanceof CannotStart || error instanceof EmbeddedPostgresError || error instanceof SandboxRefused)
    console.error(error.message);
  else console.error('Threefold could not start.', error);
  process.exitCode = 1;
}
