import type { Logger } from 'pino';
import { z } from 'zod';
import { accepted, type Refusal, type Result, refused } from '../result.ts';
import { defineOperation, type Operation } from './operation.ts';

/** Name of a thing the service cannot work without -> a look at it, which throws when it is not well. */
export type ReadinessChecks = Readonly<Record<string, () => Promise<void>>>;

type Verdict = 'ok' | 'failed';

const CHECK_DEADLINE_MS = 2_000;

/** `/healthz` asks "restart me?", `/readyz` asks "send me work?": a database that is away must not make the process be killed. */
export function healthOperations(checks: ReadinessChecks, log: Logger): readonly Operation[] {
  return [
    defineOperation({
      id: 'service.check-health',
      method: 'get',
      path: '/healthz',
      summary: 'Does the process live?',
      description: 'Answers as long as the process can answer at all, whatever else is away.',
      scope: 'public',
      answer: { status: 200, description: 'It lives.', body: z.strictObject({ status: z.literal('alive') }) },
      examples: { answer: { status: 'alive' } },
      refusals: [],
      handle: async () => accepted({ body: { status: 'alive' } }),
    }),
    defineOperation({
      id: 'service.check-readiness',
      method: 'get',
      path: '/readyz',
      summary: 'Can the service take work?',
      description: 'Looks at everything the service cannot work without, and says which of it is not well.',
      scope: 'public',
      answer: {
        status: 200,
        description: 'It can.',
        body: z.strictObject({ status: z.literal('ready'), checks: z.record(z.string(), z.literal('ok')) }),
      },
      examples: { answer: { status: 'ready', checks: { database: 'ok' } } },
      refusals: ['not-ready'],
      handle: async () => readiness(checks, log),
    }),
  ];
}

async function readiness(checks: ReadinessChecks, log: Logger): Promise<Result<{ body: unknown }, Refusal>> {
  const verdicts = Object.fromEntries(
    await Promise.all(Object.entries(checks).map(async ([name, check]) => [name, await verdictOf(name, check, log)] as const)),
  );
  const isReady = Object.values(verdicts).every((verdict) => verdict === 'ok');
  return isReady ? accepted({ body: { status: 'ready', checks: verdicts } }) : refused({ code: 'not-ready', checks: verdicts });
}

/** Why it failed goes to the log only: the words of a driver name hosts and users. */
async function verdictOf(name: string, check: () => Promise<void>, log: Logger): Promise<Verdict> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${CHECK_DEADLINE_MS} ms.`)), CHECK_DEADLINE_MS);
  });
  try {
    await Promise.race([check(), deadline]);
    return 'ok';
  } catch (cause) {
    log.warn({ check: name, err: cause }, 'readiness check failed');
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}
