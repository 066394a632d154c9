import { openLedger } from '../../src/ledger/ledger.ts';
import { sandboxRail } from '../../src/payments/rails/sandbox/sandbox-rail.ts';
import { sendRunPayments } from '../../src/payments/rails/send-run.ts';
import { nothingDue } from '../../src/payments/runs/nothing-due.ts';
import { openDatabase } from '../../src/platform/database/database.ts';

/**
 * A process that sends one run by the sandbox rail and is killed (-9, by its own hand, so that the moment is exact) when it has come to one
 * step for the so-manieth time. It is started for each kill: nothing of it is left for whoever goes on.
 */
const [url = '', authorityId = '', runId = '', railUrl = '', token = '', now = '', step = '', times = ''] = process.argv.slice(2);

const clock = { now: () => new Date(now) };
const database = openDatabase({ url, applicationName: 'threefold-paying', maxConnections: 4 });
const rail = sandboxRail({ url: railUrl, token });
let met = 0;
const log = {
  warn: () => undefined,
  debug: (_facts: object, message?: string) => {
    if (message !== step) return;
    met += 1;
    if (met === Number(times)) process.kill(process.pid, 'SIGKILL');
  },
};
const desk = { database, ledger: openLedger({ database, clock }), clock, ...nothingDue, rails: new Map([[rail.code, rail]]) };
await sendRunPayments(desk, { authorityId: Number(authorityId), principal: 'system' }, { runId, log, lanes: 6 });
await database.close();
