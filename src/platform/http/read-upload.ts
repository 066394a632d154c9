import type { Request } from 'express';
import { accepted, type Refusal, type Result, refused } from '../result.ts';
import { announcesBody } from './read-json-body.ts';

/** A body that is a file: handed on as it arrives and never held, of any size up to a cap. */
export interface UploadRule {
  readonly mediaTypes: readonly string[];
  readonly maxBytes: number;
}

export interface Upload {
  readonly mediaType: string;
  /** Ends with `UploadBrokenOff` when the sender goes away or sends more than the cap. */
  readonly content: AsyncIterable<Uint8Array>;
}

/** Thrown out of the stream, so that whoever reads it stops at once; the router answers with the refusal. */
export class UploadBrokenOff extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

/** Judges what the headers say before a byte is read; what the sender says of the size is believed only where it is too much. */
export function readUpload(request: Request, { mediaTypes, maxBytes }: UploadRule): Result<Upload, Refusal> {
  if (!announcesBody(request)) return refused({ code: 'upload-missing' });
  const [mediaType = ''] = (request.get('content-type') ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (!mediaTypes.includes(mediaType)) return refused({ code: 'media-type-unsupported', mediaTypes });
  const encoding = request.get('content-encoding');
  if (encoding !== undefined && encoding !== 'identity') return refused({ code: 'content-encoding-unsupported' });
  if (Number(request.get('content-length') ?? 0) > maxBytes) return refused(tooLarge(maxBytes));
  return accepted({ mediaType, content: boundedBody(request, maxBytes) });
}

async function* boundedBody(request: Request, maxBytes: number): AsyncGenerator<Uint8Array, void, undefined> {
  let bytes = 0;
  try {
    // The socket stays open when reading stops early: the refusal still has to be sent on it.
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new UploadBrokenOff(tooLarge(maxBytes));
      yield chunk;
    }
  } catch (error) {
    if (error instanceof UploadBrokenOff || !request.readableAborted) throw error;
    throw new UploadBrokenOff({ code: 'request-aborted' });
  }
}

function tooLarge(maxBytes: number): Refusal {
  return Object.assign({ code: 'upload-too-large' }, { limitBytes: maxBytes });
}
