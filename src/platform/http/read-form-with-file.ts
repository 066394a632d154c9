import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyInstance } from '@fastify/busboy';

/** A form of a page that carries one file, read whole. What the file was called is not kept: its name may name a child. */
export interface FormWithFile {
  /** As they came: a name that was sent twice is in it twice. */
  readonly fields: readonly (readonly [string, string])[];
  /** Left out when none was chosen. */
  readonly file?: { readonly content: Buffer } | { readonly isTooLarge: true };
}

export interface FormWithFileLimits {
  readonly maxFileBytes: number;
  /** Asked when the file begins, with the fields before it: bytes of somebody who may not send them are let go by unread. */
  readonly keepsFile: (fields: FormWithFile['fields']) => boolean;
}

const MOST_FIELDS = 50;
const LONGEST_FIELD_BYTES = 65_536;

/**
 * Reads multipart/form-data; undefined when it is none. A file that is too large is read to its end and thrown away, for a browser shows
 * what we answer only once it has sent everything; the server's own time limit ends what never ends.
 */
export function readFormWithFile(request: IncomingMessage, limits: FormWithFileLimits): Promise<FormWithFile | undefined> {
  const { 'content-type': contentType } = request.headers;
  if (contentType === undefined || request.headers['content-encoding'] !== undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const fields: [string, string][] = [];
    let file: FormWithFile['file'];
    let isWhole = true;
    const parser = parserOf(request, contentType, limits.maxFileBytes);
    if (parser === undefined) return resolve(undefined);
    const end = (form: FormWithFile | undefined) => {
      request.unpipe(parser);
      request.resume();
      resolve(form);
    };
    parser.on('field', (name, value, isNameCut, isValueCut) => {
      if (isNameCut || isValueCut) isWhole = false;
      else fields.push([name, value]);
    });
    parser.on('file', (_name, stream) => {
      const parts: Buffer[] = [];
      if (!limits.keepsFile(fields)) return void stream.resume();
      stream.on('data', (part: Buffer) => void parts.push(part));
      stream.on('limit', () => void parts.splice(0));
      stream.on('end', () => {
        const content = Buffer.concat(parts);
        if (stream.truncated) file = { isTooLarge: true };
        else if (content.length > 0) file = { content };
      });
    });
    const refuse = () => {
      isWhole = false;
    };
    parser.on('filesLimit', refuse).on('fieldsLimit', refuse).on('partsLimit', refuse);
    parser.on('error', () => end(undefined));
    parser.on('finish', () => end(isWhole ? { fields, ...(file !== undefined && { file }) } : undefined));
    request.once('aborted', () => end(undefined));
    request.pipe(parser);
  });
}

function parserOf(request: IncomingMessage, contentType: string, maxFileBytes: number): BusboyInstance | undefined {
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': contentType },
      limits: { files: 1, fields: MOST_FIELDS, fieldSize: LONGEST_FIELD_BYTES, headerSize: 4_096, headerPairs: 20, fileSize: maxFileBytes },
    });
  } catch {
    // No boundary, or another type: it is no form with a file.
    return undefined;
  }
}
