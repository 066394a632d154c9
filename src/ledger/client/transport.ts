import { accepted, type Result, refused } from '../../platform/result.ts';
import type { ClientRefusal, ServiceCode } from './refusal.ts';
import { type OperationId, type Route, routes } from './routes.ts';

export interface TransportOptions {
  /** Where the service is: `https://threefold.example`. */
  readonly url: string;
  /** The secret of an API key. */
  readonly key: string;
  /** How long a call may take in all, its retries counted. */
  readonly deadlineMs?: number;
  readonly fetch?: typeof fetch;
  /** Milliseconds that only grow; and a pause that ends early when the signal says so. */
  readonly time?: { now(): number; wait(ms: number, signal?: AbortSignal): Promise<void> };
}

export interface CallOptions {
  /** Made up once for each request; without one the client makes it up. The same key again is the same request. */
  readonly idempotencyKey?: string;
  /** For this call, instead of the client's. */
  readonly deadlineMs?: number;
  readonly signal?: AbortSignal;
}

export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  readonly ifMatch?: string;
}

export type Transport = <Answer>(id: OperationId, call: Call, options?: CallOptions) => Promise<Result<Answer, ClientRefusal>>;

const DEADLINE_MS = 30_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** The service is busy, or something between it and us lost the answer. */
const PASSING = new Set([429, 502, 503, 504]);

const realTime: NonNullable<TransportOptions['time']> = {
  now: () => performance.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    }),
};

/**
 * Sends a call until it is answered or its time is up. A request that moves money has one key from its first attempt to its last, so that
 * however often it is sent it happens once.
 */
export function createTransport({ url, key, deadlineMs, fetch: send = fetch, time = realTime }: TransportOptions): Transport {
  return async (id, call, options = {}) => {
    const route: Route = routes[id];
    const idempotencyKey = route.keyed ? (options.idempotencyKey ?? crypto.randomUUID()) : undefined;
    const request = requestOf(route, url, call, { key, idempotencyKey });
    const until = time.now() + (options.deadlineMs ?? deadlineMs ?? DEADLINE_MS);
    let pause = FIRST_PAUSE_MS;
    for (;;) {
      const left = until - time.now();
      const outcome = await attempt(send, request, left, options.signal);
      const mayRepeat = route.repeatable !== false && outcome.passing && options.signal?.aborted !== true;
      const wait = outcome.retryAfterMs ?? pause * (0.5 + Math.random() / 2);
      // An answer is better than none: when there is no time for another attempt the last one stands.
      if (!mayRepeat || time.now() + wait >= until) return withKey(outcome.result, idempotencyKey) as Result<never, ClientRefusal>;
      await time.wait(wait, options.signal);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  };
}

function requestOf(route: Route, url: string, call: Call, { key, idempotencyKey }: { key: string; idempotencyKey: string | undefined }) {
  const path = route.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(call.params?.[name] ?? ''));
  const given = Object.entries(call.query ?? {}).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return {
    address: `${url.replace(/\/$/, '')}${path}${query === '' ? '' : `?${query}`}`,
    init: {
      method: route.method,
      headers: {
        authorization: `Bearer ${key}`,
        accept: 'application/json',
        ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
        ...(call.ifMatch !== undefined && { 'if-match': call.ifMatch }),
        ...(call.body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
    },
  };
}

interface Outcome {
  readonly result: Result<unknown, ClientRefusal>;
  /** It may go away by itself. */
  readonly passing: boolean;
  readonly retryAfterMs?: number | undefined;
}

async function attempt(
  send: typeof fetch,
  { address, init }: ReturnType<typeof requestOf>,
  leftMs: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(leftMs)));
  let status: number;
  let retryAfter: string | null;
  let text: string;
  try {
    const response = await send(address, { ...init, signal: signal === undefined ? deadline : AbortSignal.any([deadline, signal]) });
    ({ status } = response);
    retryAfter = response.headers.get('retry-after');
    text = await response.text();
  } catch (error) {
    const detail = `There was no answer in time: ${error instanceof Error ? error.message : String(error)}.`;
    return { result: refused({ code: 'deadline-passed', detail }), passing: true };
  }
  const passing = PASSING.has(status);
  const body = jsonOf(text);
  if (status < 300 && (body !== undefined || text === '')) return { result: accepted(body), passing: false };
  if (!isProblem(body)) {
    const detail = `The answer (${status}) is none of this service: ${text.slice(0, 100)}`;
    return { result: refused({ code: 'answer-not-understood', detail }), passing, retryAfterMs: retryAfterMs(retryAfter) };
  }
  const { code, title, detail } = body;
  return {
    result: refused({ code: code as ServiceCode, status, title, detail, problem: body }),
    passing,
    retryAfterMs: retryAfterMs(retryAfter),
  };
}

/** In seconds, or as the date at which to come back. */
function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now());
}

function withKey(result: Result<unknown, ClientRefusal>, idempotencyKey: string | undefined): Result<unknown, ClientRefusal> {
  if (result.ok || 'status' in result.refusal || idempotencyKey === undefined) return result;
  return refused({ ...result.refusal, idempotencyKey });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblem(body: unknown): body is { code: string; title: string; detail: string; [fact: string]: unknown } {
  return typeof body === 'object' && body !== null && 'code' in body && 'title' in body && 'detail' in body;
}
