import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import { parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { faultScriptSchema, PlayedFaults } from './faults.ts';
import type { SandboxBank } from './sandbox-bank.ts';
import { sandboxPage } from './sandbox-page.ts';

/** On every answer and every page: nobody is to take this for a bank. */
const SANDBOX_LABEL = 'SANDBOX: no real money moves here';
const LARGEST_BODY = 100_000;

const day = z
  .string()
  .refine((text) => parsePlainDate(text) !== undefined)
  .transform((text) => text as PlainDate);
const paymentSchema = z.strictObject({
  key: z.string().min(1).max(100),
  reference: z.string().length(18),
  amount: z.string().regex(/^[1-9]\d{0,14}$/),
  payDate: day,
  account: z.looseObject({ accountName: z.string() }),
});

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Answers on a free port of this machine alone, to whoever knows the token. */
export async function serveSandbox(bank: SandboxBank, token: string): Promise<{ readonly port: number }> {
  const faults = new PlayedFaults();
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      if (!response.headersSent) send(response, { status: 500, body: { error: String(error) } });
    });
  });
  server.keepAliveTimeout = 60_000;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    if (request.method === 'GET' && url.pathname === '/') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'x-threefold-sandbox': SANDBOX_LABEL });
      response.end(sandboxPage(bank, SANDBOX_LABEL));
      return;
    }
    if (!isToken(request.headers.authorization, token)) return send(response, { status: 401, body: { error: 'token missing' } });
    const route = `${request.method} ${url.pathname}`;
    if (route === 'POST /payments') return pay(paymentSchema.parse(await bodyOf(request)), response);
    send(response, await routes(route, url.searchParams, request));
  }

  async function routes(route: string, query: URLSearchParams, request: IncomingMessage): Promise<Answer> {
    await pause(faults.latencyMilliseconds);
    switch (route) {
      case 'GET /payments': {
        const payment = bank.byReference(query.get('reference') ?? '');
        return payment === undefined ? { status: 404, body: { known: false } } : { status: 200, body: payment };
      }
      case 'GET /status': {
        const payment = bank.byRailReference(query.get('railReference') ?? '');
        return payment === undefined ? { status: 404, body: { known: false } } : { status: 200, body: payment };
      }
      case 'GET /statement': {
        const { lines, next } = bank.linesFrom(Number(query.get('from') ?? '0'));
        return { status: 200, body: { lines: faults.tellsTwice ? [...lines, ...lines] : lines, next: String(next) } };
      }
      case 'GET /day':
        return { status: 200, body: { today: bank.today } };
      case 'POST /day':
        await bank.moveTo(z.strictObject({ today: day }).parse(await bodyOf(request)).today);
        return { status: 200, body: { today: bank.today } };
      case 'POST /faults':
        faults.play(faultScriptSchema.parse(await bodyOf(request)));
        return { status: 204, body: undefined };
      case 'POST /keys/forget':
        await bank.forgetKeys();
        return { status: 204, body: undefined };
      default:
        return { status: 404, body: { error: 'no such page' } };
    }
  }

  async function pay(payment: z.infer<typeof paymentSchema>, response: ServerResponse): Promise<void> {
    const rule = faults.forPayment(payment.reference);
    await pause(faults.latencyMilliseconds + (rule?.fault === 'slow' ? (rule.milliseconds ?? 1_000) : 0));
    if (rule?.fault === 'refuse') return send(response, { status: 422, body: { refused: rule.reason ?? 'account-closed' } });
    // A caller that is not answered gives up by itself.
    if (rule?.fault === 'time-out-before-doing') return;
    const { railReference, again } = await bank.pay(payment);
    if (rule?.fault === 'come-back') {
      await bank.giveBack(railReference, { afterDays: rule.afterDays ?? 2, reason: rule.reason ?? 'account-closed' });
    }
    if (rule?.fault === 'time-out-after-doing') return;
    if (rule?.fault === 'error-after-doing') return send(response, { status: 500, body: { error: 'out of order' } });
    send(response, { status: again ? 200 : 201, body: { railReference } });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  const labelled = typeof body === 'object' && body !== null ? { sandbox: SANDBOX_LABEL, ...body } : undefined;
  response.writeHead(status, { 'content-type': 'application/json', 'x-threefold-sandbox': SANDBOX_LABEL });
  response.end(labelled === undefined ? undefined : JSON.stringify(labelled));
}

function isToken(header: string | undefined, token: string): boolean {
  const given = Buffer.from(header ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > LARGEST_BODY) throw new Error('The request is too large.');
  }
  return JSON.parse(text);
}
