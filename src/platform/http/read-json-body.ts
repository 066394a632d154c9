import express, { type Request, type Response } from 'express';
import { type Refusal, type Result, refused } from '../result.ts';
import { parseStrictJson } from './strict-json.ts';

const DEFAULT_BODY_LIMIT_BYTES = 1_000_000;

export type BodyReader = (request: Request, response: Response) => Promise<Result<unknown, Refusal>>;

/**
 * Reads bytes and judges them itself. Express' own JSON reader would take repeated keys and other charsets, and it inflates: a small
 * compressed body could become a very large one.
 */
export function jsonBodyReader(limitBytes: number = DEFAULT_BODY_LIMIT_BYTES): BodyReader {
  const readBytes = express.raw({ type: () => true, limit: limitBytes, inflate: false });
  return async (request, response) => {
    if (!announcesBody(request)) return refused({ code: 'body-missing' });
    const typeFault = contentTypeFault(request.get('content-type'));
    if (typeFault !== undefined) return refused({ code: typeFault });
    const failure = await new Promise<unknown>((resolve) => {
      readBytes(request, response, resolve);
    });
    if (failure !== undefined) return refused(refusalOfReader(failure, limitBytes));
    return parsedBytes(request.body);
  };
}

export function announcesBody(request: Request): boolean {
  const length = request.get('content-length');
  return request.get('transfer-encoding') !== undefined || (length !== undefined && length !== '0');
}

function contentTypeFault(contentType: string | undefined): 'content-type-unsupported' | 'charset-unsupported' | undefined {
  const [mediaType = '', ...parameters] = (contentType ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (mediaType !== 'application/json') return 'content-type-unsupported';
  const charsets = parameters.filter((parameter) => parameter.startsWith('charset'));
  return charsets.every((charset) => /^charset\s*=\s*"?utf-8"?$/.test(charset)) ? undefined : 'charset-unsupported';
}

function parsedBytes(bytes: unknown): Result<unknown, Refusal> {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return refused({ code: 'body-missing' });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refused({ code: 'charset-unsupported' });
  }
  return parseStrictJson(text);
}

/** The reader's own error types, listed in the body-parser documentation; anything else is a fault of ours and is thrown. */
function refusalOfReader(failure: unknown, limitBytes: number): Refusal {
  const type = failure instanceof Error && 'type' in failure ? failure.type : undefined;
  if (type === 'entity.too.large') return Object.assign({ code: 'body-too-large' }, { limitBytes });
  if (type === 'encoding.unsupported') return { code: 'content-encoding-unsupported' };
  if (type === 'request.aborted' || type === 'request.size.invalid') return { code: 'request-aborted' };
  throw failure;
}
