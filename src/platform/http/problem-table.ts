import type { ProblemKind } from './operation.ts';

/** Refusal code -> how it is shown. Each room brings one for its own codes; the service shows nothing that has no row. */
export type ProblemTable = Readonly<Record<string, ProblemKind>>;

const BEARER = 'Bearer realm="threefold"';

/** The refusals of the conventions themselves, which every route may answer with. */
export const platformProblems = {
  'http-malformed': {
    status: 400,
    title: 'This is not an HTTP request',
    advice: 'Send the request as RFC 9112 says, with one Host header and one way of framing the body.',
  },
  'json-malformed': {
    status: 400,
    title: 'The body is not JSON',
    advice: 'Send one JSON value in UTF-8, with nothing before it and nothing after it.',
  },
  'json-key-repeated': {
    status: 400,
    title: 'A member is named twice',
    advice: 'Name every member of an object once. Two readers could each believe another one.',
  },
  'json-key-refused': {
    status: 400,
    title: 'A member has a name that is not allowed',
    advice: 'Leave out members named __proto__, constructor or prototype.',
  },
  'json-too-deep': { status: 400, title: 'The body is nested too deep', advice: 'Nest arrays and objects at most 32 deep.' },
  'json-number-inexact': {
    status: 400,
    title: 'A number cannot be kept exactly',
    advice: 'Send amounts and large numbers as strings, like "123.45".',
  },
  'json-text-unstorable': {
    status: 400,
    title: 'A text holds a character that cannot be kept',
    advice: 'Leave out the NUL character and halves of surrogate pairs.',
  },
  'body-missing': { status: 400, title: 'The body is missing', advice: 'Send a JSON object as the body.' },
  'body-unexpected': { status: 400, title: 'This operation takes no body', advice: 'Send the request without a body.' },
  'upload-missing': { status: 400, title: 'The file is missing', advice: 'Send the bytes of the file as the body.' },
  'charset-unsupported': { status: 400, title: 'The body is not UTF-8', advice: 'Send the body in UTF-8 and say no other charset.' },
  'path-malformed': { status: 400, title: 'The address cannot be read', advice: 'Percent-encode the address as RFC 3986 says.' },
  'request-aborted': { status: 400, title: 'The request broke off', advice: 'Send the request again, with the same Idempotency-Key.' },
  'idempotency-key-missing': {
    status: 400,
    title: 'Idempotency-Key is missing',
    advice: 'Send an Idempotency-Key header that you make up once for this request and send again with every retry of it.',
  },
  'idempotency-key-malformed': {
    status: 400,
    title: 'Idempotency-Key cannot be read',
    advice: 'Send one Idempotency-Key of 1 to 255 visible ASCII characters. A random UUID serves well.',
  },
  'if-match-malformed': {
    status: 400,
    title: 'If-Match cannot be read',
    advice: 'Send one entity tag in double quotes, as the ETag of the answer you read, or *.',
  },
  'cursor-malformed': {
    status: 400,
    title: 'The cursor cannot be read',
    advice: 'Send the cursor exactly as the last page gave it, to the same list; or leave it out to begin at the first page.',
  },
  'credentials-missing': {
    status: 401,
    title: 'An API key is needed',
    advice: 'Send the header "Authorization: Bearer" followed by your API key.',
    headers: { 'WWW-Authenticate': BEARER },
  },
  'credentials-invalid': {
    status: 401,
    title: 'The API key is not valid',
    advice: 'Check that the key is complete, has not expired and has not been withdrawn.',
    headers: { 'WWW-Authenticate': `${BEARER}, error="invalid_token"` },
  },
  'not-from-our-pages': {
    status: 403,
    title: 'This did not come from one of our pages',
    advice:
      'With a session cookie, send changes from a page of this service and put its form token into X-CSRF-Token. Programs use an API key.',
  },
  'scope-missing': {
    status: 403,
    title: 'The API key may not do this',
    advice: 'Ask whoever keeps your keys for one that holds the scope named in this answer.',
    headers: { 'WWW-Authenticate': `${BEARER}, error="insufficient_scope"` },
  },
  'purpose-unknown': {
    status: 400,
    title: 'The purpose is not known',
    advice: 'Send in the header "Purpose" one of the words in purposes, or leave it out.',
  },
  'purpose-missing': {
    status: 400,
    title: 'A purpose is needed',
    advice: 'Say in the header "Purpose" why you open this family\u2019s record; the family can read it in their log.',
  },
  'errand-malformed': {
    status: 400,
    title: 'On-Behalf-Of cannot be read',
    advice: 'Send "On-Behalf-Of: <person id>; channel=phone" with one of the channels named in this answer.',
  },
  'errand-not-allowed': {
    status: 403,
    title: 'You cannot act for somebody else here',
    advice: 'Leave out On-Behalf-Of. Only staff of the authority record what a family asked of them.',
  },
  'role-missing': {
    status: 403,
    title: 'Your role does not allow this',
    advice: 'Ask an administrator of the authority whether you should have a role that does.',
  },
  'second-factor-needed': {
    status: 403,
    title: 'Prove again that it is you',
    advice: 'Give your second factor once more, and send the request again within 15 minutes.',
  },
  'record-not-found': {
    status: 404,
    title: 'There is no such record',
    advice: 'Check the address; lists show what is open to you.',
  },
  'path-unknown': {
    status: 404,
    title: 'There is nothing at this address',
    advice: 'Compare the address with the list of operations at /docs.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not take this method',
    advice: 'Use one of the methods that the Allow header names.',
  },
  'request-timeout': {
    status: 408,
    title: 'The request took too long to arrive',
    advice: 'Send the request again, with the same Idempotency-Key.',
  },
  'version-stale': {
    status: 412,
    title: 'It has changed since you read it',
    advice: 'Read it again, look at what changed, and send your change with the new ETag in If-Match.',
  },
  'body-too-large': { status: 413, title: 'The body is too large', advice: 'Send fewer items in each request.' },
  'upload-too-large': { status: 413, title: 'The file is too large', advice: 'Send a smaller file; limitBytes says how large it may be.' },
  'uri-too-long': { status: 414, title: 'The address is too long', advice: 'Use fewer or shorter filters.' },
  'content-type-unsupported': { status: 415, title: 'The body must be JSON', advice: 'Send the header "Content-Type: application/json".' },
  'media-type-unsupported': {
    status: 415,
    title: 'Files of this type are not taken',
    advice: 'Send the file with a Content-Type that mediaTypes lists.',
  },
  'content-encoding-unsupported': {
    status: 415,
    title: 'Compressed bodies are not taken',
    advice: 'Send the body without Content-Encoding.',
  },
  'request-invalid': {
    status: 422,
    title: 'Something in the request is not as described',
    advice: 'Put right what errors lists, and send it again.',
  },
  'if-match-missing': {
    status: 428,
    title: 'If-Match is missing',
    advice: 'Read it first and send its ETag in If-Match, so that you do not overwrite what somebody else changed.',
  },
  'headers-too-large': { status: 431, title: 'The headers are too large', advice: 'Send at most 100 headers of 16 kilobytes in all.' },
  'internal-error': {
    status: 500,
    title: 'Something went wrong here',
    advice: 'Send the request again, with the same Idempotency-Key. If it keeps failing, tell us the request id in instance.',
  },
  'not-ready': {
    status: 503,
    title: 'The service is not ready',
    advice: 'Wait until the checks listed as failed are well again.',
    headers: { 'Retry-After': '5' },
  },
  'service-busy': {
    status: 503,
    title: 'The service is busy',
    advice: 'Wait as long as Retry-After says and send the request again, with the same Idempotency-Key.',
    headers: { 'Retry-After': '2' },
  },
} as const satisfies ProblemTable;

export type PlatformProblemCode = keyof typeof platformProblems;

/** One table of all rooms; a code that two rooms claim would mean two things, so it stops the start. */
export function mergeProblemTables(...tables: readonly ProblemTable[]): ProblemTable {
  const merged = new Map<string, ProblemKind>();
  for (const table of tables) {
    for (const [code, kind] of Object.entries(table)) {
      if (merged.has(code)) throw new Error(`The problem code ${code} stands in two tables.`);
      merged.set(code, kind);
    }
  }
  return Object.fromEntries(merged);
}
