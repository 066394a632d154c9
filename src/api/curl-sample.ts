import { parameterNames } from '../platform/http/check-operations.ts';
import type { Operation } from '../platform/http/operation.ts';

/** A request to paste into a shell. The key comes from the environment, so that it does not end up in the shell's history. */
export function curlSample(operation: Operation, body: unknown): string {
  const lines = [
    `curl ${operation.method === 'get' ? '' : `-X ${operation.method.toUpperCase()} `}"$THREEFOLD_URL${addressOf(operation)}"`,
  ];
  if (operation.scope !== 'public') lines.push('-H "Authorization: Bearer $THREEFOLD_KEY"');
  if (operation.idempotent === true) lines.push('-H "Idempotency-Key: $(uuidgen)"');
  if (operation.ifMatchRequired === true) lines.push(`-H 'If-Match: "7"'`);
  if (operation.answer.events === true) lines.push('--no-buffer');
  if (operation.upload !== undefined) {
    lines.push(`-H 'Content-Type: ${operation.upload.mediaTypes[0]}'`);
    lines.push('--data-binary @file');
  }
  if (body !== undefined) {
    lines.push(`-H 'Content-Type: application/json'`);
    lines.push(`-d '${JSON.stringify(body, undefined, 2).replaceAll("'", `'\\''`)}'`);
  }
  return lines.join(' \\\n  ');
}

function addressOf(operation: Operation): string {
  const { params = {}, query = {} } = operation.examples ?? {};
  const path = parameterNames(operation.path).reduce(
    (address, name) => address.replace(`{${name}}`, params[name] ?? `{${name}}`),
    operation.path as string,
  );
  const search = new URLSearchParams(query).toString();
  return search === '' ? path : `${path}?${search}`;
}
