import express, { type Request, type Response } from 'express';
import { type FormWithFile, readFormWithFile } from '../../platform/http/read-form-with-file.ts';
import type { PageRequest, PageRoute } from './page-route.ts';

/** What a form brought. */
export type Posted = Pick<PageRequest, 'form' | 'file'>;

/** The longest message takes nine bytes a character in the scripts that take most, and is not lost for it. */
const FORM_LIMIT_BYTES = 131_072;

const readUrlEncoded = express.urlencoded({
  extended: false,
  limit: FORM_LIMIT_BYTES,
  inflate: false,
  parameterLimit: 50,
  type: () => true,
});

/** Undefined for what is no form, or one with a file for a page that takes none. */
export async function readPost(
  request: Request,
  response: Response,
  { maxFileBytes }: PageRoute,
  keepsFile: (form: URLSearchParams) => boolean,
): Promise<Posted | undefined> {
  if (maxFileBytes !== undefined && request.is('multipart/form-data')) {
    const read = await readFormWithFile(request, { maxFileBytes, keepsFile: (fields) => keepsFile(singleFields(fields)) });
    return read && { form: singleFields(read.fields), ...(read.file !== undefined && { file: read.file }) };
  }
  if (!request.is('application/x-www-form-urlencoded')) return undefined;
  const failure = await new Promise<unknown>((resolve) => void readUrlEncoded(request, response, resolve));
  if (failure !== undefined) return undefined;
  const fields = Object.entries((request.body ?? {}) as Record<string, unknown>);
  return { form: singleFields(fields.flatMap(([name, value]) => [value].flat().map((each) => [name, String(each)] as const))) };
}

/** A field sent twice means two things, so it means nothing. */
function singleFields(fields: FormWithFile['fields']): URLSearchParams {
  const names = fields.map(([name]) => name);
  const single = fields.filter(([name]) => names.indexOf(name) === names.lastIndexOf(name));
  return new URLSearchParams(single.map(([name, value]): [string, string] => [name, value]));
}
