import type { Operation } from './operation.ts';
import type { PlatformProblemCode } from './problem-table.ts';

/** What the conventions themselves may answer for an operation, beyond the refusals it lists: the document and the tests say the same. */
export function impliedRefusals(operation: Operation): readonly PlatformProblemCode[] {
  const codes: PlatformProblemCode[] = [
    'path-malformed',
    'if-match-malformed',
    'uri-too-long',
    'headers-too-large',
    'request-invalid',
    'internal-error',
  ];
  codes.push('purpose-unknown', 'errand-malformed');
  if (operation.scope !== 'public') {
    codes.push('credentials-missing', 'credentials-invalid', 'scope-missing', 'service-busy');
    codes.push('role-missing', 'record-not-found', 'purpose-missing', 'second-factor-needed', 'errand-not-allowed');
  }
  if (operation.scope !== 'public' && operation.method !== 'get') codes.push('not-from-our-pages');
  if (operation.idempotent === true) codes.push('idempotency-key-missing', 'idempotency-key-malformed');
  if (operation.ifMatchRequired === true) codes.push('if-match-missing');
  if (operation.upload !== undefined) {
    return [...codes, 'upload-missing', 'upload-too-large', 'media-type-unsupported', 'content-encoding-unsupported', 'request-aborted'];
  }
  if (operation.body === undefined) return [...codes, 'body-unexpected'];
  return [
    ...codes,
    'json-malformed',
    'json-key-repeated',
    'json-key-refused',
    'json-too-deep',
    'json-number-inexact',
    'json-text-unstorable',
    'body-missing',
    'charset-unsupported',
    'request-aborted',
    'body-too-large',
    'content-type-unsupported',
    'content-encoding-unsupported',
  ];
}

/** Every code an operation may answer with, once. */
export function refusalsOf(operation: Operation): readonly string[] {
  return [...new Set([...operation.refusals, ...impliedRefusals(operation)])];
}
