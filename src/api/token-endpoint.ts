import express, { type Request, type RequestHandler, type Response } from 'express';
import type { ClientProof, IssueToken } from '../people/index.ts';
import { isOutage } from '../platform/database/outage.ts';

const FORM_LIMIT_BYTES = 16_384;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

const ADVICE = {
  invalid_request: 'Send grant_type=client_credentials as a form, each field once, and show who you are in one way only.',
  unsupported_grant_type: 'The only grant type here is client_credentials.',
  invalid_scope: 'Ask for scopes that this client holds, with one space between them.',
  invalid_client:
    'Check the client id and its secret. A signed assertion names the client in iss and sub, the address of this service or of this endpoint in aud, an exp at most ten minutes away and a jti never used before, and is signed with RS256, PS256 or ES256.',
  temporarily_unavailable: 'The service is busy. Wait as long as Retry-After says and send the request again.',
} as const;
type TokenError = keyof typeof ADVICE;

/**
 * RFC 6749, section 4.4: a form in and the standard's own words out, so that any OAuth library can ask. That is why it is no operation of
 * the admin API, whose bodies are JSON and whose refusals are problem documents.
 */
export function tokenEndpoint(issueToken: IssueToken): RequestHandler {
  const readBytes = express.raw({ type: () => true, limit: FORM_LIMIT_BYTES, inflate: false });
  return async (request, response) => {
    response.locals['operationId'] = 'people.issue-token';
    if (!request.is('application/x-www-form-urlencoded')) return refuse(response, 'invalid_request');
    const failure = await new Promise<unknown>((resolve) => void readBytes(request, response, resolve));
    const form = failure === undefined ? formOf(request.body) : undefined;
    if (form === undefined || !form.has('grant_type')) return refuse(response, 'invalid_request');
    if (form.get('grant_type') !== 'client_credentials') return refuse(response, 'unsupported_grant_type');
    const proofs = proofsOf(request, form);
    const [proof] = proofs;
    if (proofs.length > 1) return refuse(response, 'invalid_request');
    if (proof === undefined) return refuse(response, 'invalid_client');
    try {
      const issued = await issueToken({ proof, scope: form.get('scope') });
      if (!issued.ok) return refuse(response, issued.refusal.code);
      const { token, clientId, seconds, scopes } = issued.value;
      response.locals['principal'] = `client:${clientId}`;
      response.json({ access_token: token, token_type: 'Bearer', expires_in: seconds, scope: scopes.join(' ') });
    } catch (error) {
      if (!isOutage(error)) throw error;
      refuse(response, 'temporarily_unavailable');
    }
  };
}

function refuse(response: Response, error: TokenError): void {
  if (error === 'invalid_client') response.set('WWW-Authenticate', 'Basic realm="threefold"');
  if (error === 'temporarily_unavailable') response.set('Retry-After', '2');
  const status = error === 'invalid_client' ? 401 : error === 'temporarily_unavailable' ? 503 : 400;
  response.status(status).json({ error, error_description: ADVICE[error] });
}

/** Undefined when a field comes twice: two readers could each believe another one. */
function formOf(bytes: unknown): Map<string, string> | undefined {
  const fields = [...new URLSearchParams(Buffer.isBuffer(bytes) ? bytes.toString() : '')];
  const form = new Map(fields);
  return form.size === fields.length ? form : undefined;
}

function proofsOf(request: Request, form: Map<string, string>): ClientProof[] {
  const basic = basicProof(request.get('authorization'));
  const clientId = form.get('client_id');
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  const isSigned = assertion !== undefined && form.get('client_assertion_type') === ASSERTION_TYPE;
  return [
    ...(basic !== undefined ? [basic] : []),
    ...(secret !== undefined ? [{ kind: 'secret', clientId: clientId ?? '', secret } as const] : []),
    ...(isSigned ? [{ kind: 'assertion', clientId, assertion } as const] : []),
  ];
}

/** Both halves are form-encoded before they are joined, as RFC 6749 has it; what cannot be decoded is nobody's. */
function basicProof(header: string | undefined): ClientProof | undefined {
  if (header === undefined) return undefined;
  const joined = Buffer.from(/^Basic +([A-Za-z0-9+/]+=*)$/i.exec(header)?.[1] ?? '', 'base64').toString();
  const [clientId = '', secret = ''] = joined
    .split(':', 2)
    .map((half) => new URLSearchParams(`half=${half.replaceAll('&', '%26')}`).get('half') ?? '');
  return { kind: 'secret', clientId, secret };
}
