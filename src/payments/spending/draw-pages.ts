import { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { type DrawRefusal, MOST_PIXELS, redrawn } from './draw-pdf.ts';
import type { ReceiptMediaType } from './rules/kinds.ts';

export type { DrawRefusal } from './draw-pdf.ts';

/** What drawing one PDF may take before it is given up. */
export interface DrawLimits {
  readonly deadlineMs: number;
  /** Of the drawing thread's heap. */
  readonly megabytes: number;
}
const USUAL: DrawLimits = { deadlineMs: 30_000, megabytes: 384 };

/** What a file begins with; what its sender says of it is not believed. */
export function typeByContent(content: Buffer): ReceiptMediaType | undefined {
  if (content.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  if (content.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (content.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  return undefined;
}

/** Draws every page anew as a JPEG without what cameras and programs write beside the picture (place, time, owner). */
export async function drawPages(
  content: Buffer,
  mediaType: ReceiptMediaType,
  limits: DrawLimits = USUAL,
): Promise<Result<Buffer[], DrawRefusal>> {
  try {
    if (mediaType === 'application/pdf') return await drawInThread(content, limits);
    const { width = 0, height = 0 } = await sharp(content, { limitInputPixels: false }).metadata();
    if (width * height > MOST_PIXELS) return refused({ code: 'receipt-picture-too-large' });
    return accepted([await redrawn(sharp(content, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' }).rotate())]);
  } catch {
    return refused({ code: 'receipt-unreadable' });
  }
}

/** A PDF is a program of drawing steps that may never end: it is drawn in a thread of its own, which is ended when it takes too long. */
async function drawInThread(content: Buffer, { deadlineMs, megabytes }: DrawLimits): Promise<Result<Buffer[], DrawRefusal>> {
  const worker = new Worker(new URL('./draw-pdf-thread.mjs', import.meta.url), {
    workerData: { content: new Uint8Array(content) },
    // This is the thread's own heap; the memory of WebAssembly lies beside it and is bounded by what one PDFium can address.
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
    execArgv: [],
    // Nothing of the service's settings, keys among them, is known beside a file from outside.
    env: {},
    // What PDFium prints about a broken file is of no use to anybody.
    stdout: true,
    stderr: true,
  });
  let deadline: NodeJS.Timeout | undefined;
  try {
    const drawn = await new Promise<Result<Uint8Array[], DrawRefusal>>((resolve, reject) => {
      deadline = setTimeout(() => reject(new Error('too long')), deadlineMs);
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(new Error('no answer')));
    });
    return drawn.ok ? accepted(drawn.value.map((page) => Buffer.from(page))) : drawn;
  } finally {
    clearTimeout(deadline);
    await worker.terminate();
  }
}
