import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  findPaymentRun,
  type PlanPaymentRun,
  releasePaymentRun,
  SANDBOX_RAIL,
  sandboxRail,
  sendRunPayments,
  setUpRail,
  startSandbox,
} from '../../src/payments/index.ts';
import { LINE, paymentBook, quiet } from './payment-book.ts';

const program = fileURLToPath(new URL('paying-worker.ts', import.meta.url));
const typescript = (process.features as { typescript?: unknown }).typescript ? [] : ['--import', 'tsx'];

/** Where a worker can be killed, as its log names it. */
export const KILL_STEPS = {
  'before the intent': 'payment is next',
  'after the intent': 'payment is intended',
  'after the call, before the record': 'payment is answered',
  'after the record': 'answer is recorded',
} as const;

const PAYMENTS = 8;

export interface AfterKill {
  readonly signal: string | null;
  readonly errors: string;
  readonly runState: string | undefined;
  /** How often the sandbox's journal holds each payment of the run. */
  readonly timesPaid: readonly number[];
}

/** A council that pays by the sandbox, and workers that are killed while they do. */
export async function payingCouncil() {
  const book = await paymentBook();
  const folder = await mkdtemp(join(tmpdir(), 'threefold-paying-'));
  const sandbox = await startSandbox({ folder, firstDay: '2026-05-06' });
  const rail = sandboxRail(sandbox.address);
  const desk = { ...book.desk, rails: new Map([[SANDBOX_RAIL, rail]]) };
  const settings = { rail: SANDBOX_RAIL, bank: 'main', settledBy: 'rail-statement', plannedDaily: true } as const;
  await setUpRail(desk, book.as('test'), { ...settings, largestPayment: 1_000_000n, largestRun: 2_000_000n });

  const journal = async () => {
    const lines = (await readFile(join(folder, 'journal.jsonl'), 'utf8')).trim().split('\n');
    return lines.map((line) => JSON.parse(line) as { readonly fact: string; readonly reference: string });
  };
  const releasedRun = async (name: string, payments = PAYMENTS) => {
    const run = await book.approved(manySmallPayments(book, name, payments));
    const released = await releasePaymentRun(desk, book.as('system'), run);
    if (!released.ok) throw new Error(released.refusal.code);
    return run;
  };

  return {
    book,
    desk,
    rail,
    journal,
    releasedRun,
    /** Kills a worker at a step of its n-th payment, lets another process go on a minute later, and tells how it ended. */
    kill: async (name: string, step: string, times: number): Promise<AfterKill> => {
      const run = await releasedRun(name);
      const now = book.clock.now().toISOString();
      const { url, token } = sandbox.address;
      const asked = [book.store.appUrl, `${book.authorityId}`, run.runId, url, token, now, step, `${times}`];
      const child = spawn(process.execPath, [...typescript, program, ...asked], { stdio: ['ignore', 'ignore', 'pipe'] });
      let errors = '';
      child.stderr.on('data', (chunk: Buffer) => {
        errors += chunk.toString();
      });
      const [, signal] = (await once(child, 'close')) as [number | null, string | null];
      const aMinuteLater = { now: () => new Date(book.clock.now().getTime() + 60_000) };
      await sendRunPayments({ ...desk, clock: aMinuteLater }, book.as('system'), { runId: run.runId, log: quiet });
      const stored = await findPaymentRun(desk, book.authorityId, run.runId);
      const paid = (await journal()).filter(({ fact }) => fact === 'paid').map(({ reference }) => reference);
      return {
        signal,
        errors,
        runState: stored?.state,
        timesPaid: run.instructions.map(({ reference }) => paid.filter((each) => each === reference).length),
      };
    },
    close: async () => {
      await sandbox.stop();
      await book.store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ten pence each, by the sandbox rail. */
export function manySmallPayments(book: Awaited<ReturnType<typeof paymentBook>>, name: string, payments: number): PlanPaymentRun {
  const lines = Array.from({ length: payments }, (_, n) => ({
    dueRef: `${name}:${n}`,
    kind: 'instalment' as const,
    payee: 'payee-1',
    parts: [{ share: LINE, amount: 10n }],
  }));
  return book.plan(name, { rail: SANDBOX_RAIL, lines });
}

export const paidOnceEach = (payments = PAYMENTS): number[] => Array.from({ length: payments }, () => 1);
