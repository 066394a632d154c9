import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { addressOf } from './network-address.ts';
import { requestIdOf } from './request-id.ts';

/** Asked for every few seconds by machines; at `info` they would drown the rest. */
const QUIET_PATHS = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * One line for each request. It is made of chosen facts instead of everything but the secrets: no body, no query (filters name people),
 * no header but three. The idempotency key is hashed, so that retries can be seen together and the key cannot be used from the log.
 */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger: log,
    genReqId: (_request, response) => requestIdOf(response),
    customAttributeKeys: { reqId: 'requestId', req: 'request', res: 'response', responseTime: 'durationMs' },
    quietReqLogger: true,
    wrapSerializers: false,
    serializers: { request: requestLine, response: responseLine, err: () => undefined },
    customLogLevel: (request, response) => {
      if (response.statusCode >= 500) return 'error';
      return QUIET_PATHS.has(pathOf(request)) ? 'debug' : 'info';
    },
    customProps: (_request, response) => ({ operationId: response.locals['operationId'], principal: response.locals['principal'] }),
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'failed',
  });
}

function requestLine(request: IncomingMessage) {
  const key = request.headers['idempotency-key'];
  return {
    method: request.method,
    path: pathOf(request),
    userAgent: request.headers['user-agent'],
    contentType: request.headers['content-type'],
    contentLength: request.headers['content-length'],
    remoteAddress: addressOf(request),
    idempotencyKeyHash: typeof key === 'string' ? createHash('sha256').update(key).digest('hex').slice(0, 16) : undefined,
  };
}

function responseLine(response: Response) {
  return { status: response.statusCode };
}

function pathOf(request: IncomingMessage): string {
  return ((request as Request).originalUrl ?? request.url ?? '').split('?', 1)[0] as string;
}
