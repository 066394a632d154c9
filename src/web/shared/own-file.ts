import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { RequestHandler } from 'express';
import { styleSheet } from '../../platform/http/style-sheet.ts';

/** A file beside this one, for pages. Revalidated each time by the hash of its bytes, so that a new release is seen at once. */
export function ownFile(name: string, type: 'text/css' | 'text/javascript'): RequestHandler {
  const file = new URL(name, import.meta.url);
  const text = type === 'text/css' ? styleSheet(file) : readFileSync(file, 'utf8');
  const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
  return (_request, response) => {
    response.set({ ETag: tag, 'Cache-Control': 'no-cache' }).type(type).send(text);
  };
}
