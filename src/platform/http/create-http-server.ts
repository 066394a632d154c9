import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { jsonText } from './json-text.ts';
import { type AddressReader, addressReader, decideAddress } from './network-address.ts';
import { platformProblems } from './problem-table.ts';

export interface HttpServerLimits {
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  readonly headerBytes: number;
}

export interface HttpServerOptions extends Partial<HttpServerLimits> {
  /** Proxies whose word on where a request came from is believed; none when left out. */
  readonly trustedProxies?: readonly string[];
}

const LIMITS: HttpServerLimits = { headersTimeoutMs: 10_000, requestTimeoutMs: 60_000, keepAliveTimeoutMs: 5_000, headerBytes: 16_384 };

/** A server that no slow or hostile client can hold open for long. Ambiguous framing (request smuggling) is refused by Node's strict parser. */
export function createHttpServer(listener: RequestListener, { trustedProxies = [], ...limits }: HttpServerOptions = {}): Server {
  const readAddress: AddressReader = addressReader(trustedProxies);
  const { headersTimeoutMs, requestTimeoutMs, keepAliveTimeoutMs, headerBytes } = { ...LIMITS, ...limits };
  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      maxHeaderSize: headerBytes,
      connectionsCheckingInterval: Math.min(headersTimeoutMs, 1_000),
      insecureHTTPParser: false,
      requireHostHeader: true,
    },
    (request, response) => {
      decideAddress(request, readAddress);
      listener(request, response);
    },
  );
  // Zero keeps all headers, within headerBytes, so that requestLimits can count and refuse them; otherwise Node drops the rest in silence.
  server.maxHeadersCount = 0;
  server.on('clientError', answerClientError);
  return server;
}

/** What fails before there is a request has no Express to answer it, but the caller gets the same shape. */
function answerClientError(error: NodeJS.ErrnoException, stream: unknown): void {
  const socket = stream as Socket;
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const code = codeOf(error);
  const { status, title, advice } = platformProblems[code];
  const body = jsonText({ type: `/problems/${code}`, title, status, detail: advice, code });
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      'Connection: close',
      'Content-Type: application/problem+json; charset=utf-8',
      'Cache-Control: no-store',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

function codeOf(error: NodeJS.ErrnoException): 'headers-too-large' | 'request-timeout' | 'http-malformed' {
  if (error.code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  return error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : 'http-malformed';
}
