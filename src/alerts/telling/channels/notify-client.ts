import { createHmac } from 'node:crypto';
import type { Clock } from '../../../platform/clock/clock.ts';

/** What GOV.UK Notify is asked with. Templates live there: ours has one place for the subject and one for the words. */
export interface NotifyAccount {
  readonly baseUrl: string;
  /** `name-<service id>-<secret>`, as Notify hands it out. */
  readonly apiKey: string;
  readonly textTemplateId: string;
}

export type Handed =
  | { readonly outcome: 'taken'; readonly providerRef: string }
  /** Try again later: the other side is away, busy or broken. */
  | { readonly outcome: 'later'; readonly error: string }
  /** No try will help: the number, the address or our account is wrong. */
  | { readonly outcome: 'never'; readonly error: string };

export interface NotifyClient {
  text(notice: { readonly reference: string; readonly phone: string; readonly words: string }): Promise<Handed>;
  letter(notice: { readonly reference: string; readonly pdf: Buffer }): Promise<Handed>;
  /** Notify does not refuse a reference that it has seen: it is asked before a notice whose answer was lost is sent again. */
  find(reference: string): Promise<string | undefined>;
}

const TIMEOUT_MS = 15_000;
const ID = /([0-9a-f-]{36})-([0-9a-f-]{36})$/;

/** A small client of our own: three calls, each with a deadline, and an answer that says whether another try may help. */
export function notifyClient({ baseUrl, apiKey, textTemplateId }: NotifyAccount, clock: Clock): NotifyClient {
  const [, serviceId = '', secret = ''] = ID.exec(apiKey) ?? [];
  const ask = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${baseUrl}${path}`, {
      method,
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { authorization: `Bearer ${token(serviceId, secret, clock)}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, answer: (await response.json().catch(() => ({}))) as NotifyAnswer };
  };
  const hand = async (path: string, body: unknown): Promise<Handed> => {
    try {
      const { status, answer } = await ask('POST', path, body);
      if (status === 201 && typeof answer.id === 'string') return { outcome: 'taken', providerRef: answer.id };
      const error = answer.errors?.[0]?.error ?? `status-${status}`;
      return status === 429 || status >= 500 ? { outcome: 'later', error } : { outcome: 'never', error };
    } catch (error) {
      return { outcome: 'later', error: error instanceof Error ? error.name : 'unknown' };
    }
  };
  return {
    text: ({ reference, phone, words }) =>
      hand('/v2/notifications/sms', { phone_number: phone, template_id: textTemplateId, personalisation: { words }, reference }),
    letter: ({ reference, pdf }) => hand('/v2/notifications/letter', { reference, content: pdf.toString('base64'), postage: 'second' }),
    find: async (reference) => {
      const { status, answer } = await ask('GET', `/v2/notifications?reference=${encodeURIComponent(reference)}`);
      if (status !== 200) throw new Error(`Notify answered ${status} when it was asked about a reference.`);
      return answer.notifications?.[0]?.id;
    },
  };
}

interface NotifyAnswer {
  readonly id?: unknown;
  readonly errors?: readonly { readonly error: string }[];
  readonly notifications?: readonly { readonly id: string }[];
}

/** A JSON web token that says which service asks, signed with the key's secret and good for half a minute. */
function token(serviceId: string, secret: string, clock: Clock): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ typ: 'JWT', alg: 'HS256' })}.${part({ iss: serviceId, iat: Math.floor(clock.now().getTime() / 1_000) })}`;
  return `${unsigned}.${createHmac('sha256', secret).update(unsigned).digest('base64url')}`;
}
