import type { Response } from 'express';
import { jsonText } from './json-text.ts';

/** One message of a stream: `event` names its kind, `id` comes back as Last-Event-ID when a reader connects again. */
export interface ServerSentEvent {
  readonly id?: string;
  readonly event: string;
  readonly data: unknown;
}

/** Proxies and browsers give up on a stream that is silent for long. */
const HEARTBEAT_MS = 15_000;

/**
 * Sends events as they come (text/event-stream) and ends when there are no more. A reader that goes away ends the events too: their
 * iterator is returned, and what it waits for is told by the signal.
 */
export async function sendEvents(response: Response, open: (gone: AbortSignal) => AsyncIterable<ServerSentEvent>): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  response.status(200).set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' });
  response.flushHeaders();
  const heartbeat = setInterval(() => response.write(': still here\n\n'), HEARTBEAT_MS);
  try {
    for await (const event of open(gone.signal)) {
      if (gone.signal.aborted) return;
      response.write(frame(event));
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    response.end();
  }
}

/** JSON has no line breaks of its own here, so one data line carries it whole. */
function frame({ id, event, data }: ServerSentEvent): string {
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${jsonText(data)}\n\n`;
}
