import { parentPort, workerData } from 'node:worker_threads';
import { drawPdf } from './draw-pdf.ts';

/** The thread in which one PDF is drawn, and nothing else. */

const { content } = workerData as { readonly content: Uint8Array };
parentPort?.postMessage(await drawPdf(content));
