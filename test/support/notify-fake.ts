import { createHmac, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';

/** A message as GOV.UK Notify keeps it. */
export interface FakeNotification {
  readonly id: string;
  readonly reference: string;
  readonly kind: 'sms' | 'letter';
  readonly body: Readonly<Record<string, unknown>>;
}

export interface NotifyFake {
  readonly url: string;
  readonly apiKey: string;
  readonly kept: readonly FakeNotification[];
  /** Answers the next calls with this status instead. */
  failWith: number | undefined;
  /** Keeps the next message and loses its answer. */
  loseNextAnswer: boolean;
  close(): Promise<void>;
}

const SERVICE = '6f1a5f0e-7d0b-4c4f-9f0b-2f5d1e0c3a11';
const SECRET = 'b0a8f6d2-2c3d-4e5f-8a9b-0c1d2e3f4a5b';

/** The three calls of Notify's API that we make, with its tokens checked and its habit of taking one reference twice. */
export async function startNotifyFake(): Promise<NotifyFake> {
  const kept: FakeNotification[] = [];
  const state = { failWith: undefined as number | undefined, loseNextAnswer: false };
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const answer = (status: number, body: unknown) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (!isToken(request.headers.authorization))
        return answer(403, { status_code: 403, errors: [{ error: 'AuthError', message: 'Invalid token' }] });
      const url = new URL(request.url ?? '/', 'http://notify.example');
      if (request.method === 'GET') {
        const reference = url.searchParams.get('reference');
        return answer(200, { notifications: kept.filter((each) => each.reference === reference) });
      }
      if (state.failWith !== undefined)
        return answer(state.failWith, { status_code: state.failWith, errors: [{ error: 'ServiceError', message: 'no' }] });
      const body = JSON.parse(text) as Record<string, unknown>;
      const kind = url.pathname.endsWith('/sms') ? 'sms' : 'letter';
      if (kind === 'sms' && !/\d{7,}/.test(String(body['phone_number']).replaceAll(' ', '')))
        return answer(400, { status_code: 400, errors: [{ error: 'ValidationError', message: 'phone_number is wrong' }] });
      const id = randomUUID();
      kept.push({ id, reference: String(body['reference']), kind, body });
      if (state.loseNextAnswer) {
        state.loseNextAnswer = false;
        return void request.socket.destroy();
      }
      return answer(201, { id, reference: body['reference'] });
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return Object.assign(state, {
    url: `http://127.0.0.1:${address.port}`,
    apiKey: `test-${SERVICE}-${SECRET}`,
    kept,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function isToken(authorization: string | undefined): boolean {
  const [head = '', payload = '', signature] = (authorization ?? '').replace('Bearer ', '').split('.');
  const wanted = createHmac('sha256', SECRET).update(`${head}.${payload}`).digest('base64url');
  return signature === wanted && JSON.parse(Buffer.from(payload, 'base64url').toString()).iss === SERVICE;
}
