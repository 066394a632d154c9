import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';

/**
 * Sends what is too large to be held, as fast as the reader takes it. When a part fails the connection breaks off: half an answer must not
 * look like a whole one.
 */
export async function sendParts(response: Response, parts: AsyncIterable<string | Uint8Array>): Promise<void> {
  try {
    await pipeline(Readable.from(parts, { objectMode: true }), response);
  } catch (error) {
    // A reader who goes away is no fault of ours.
    if (!response.closed || response.errored !== null) throw error;
  }
}
