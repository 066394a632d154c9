import type { Session } from '../../people/index.ts';
import type { Html } from '../../platform/http/html.ts';
import type { FormWithFile } from '../../platform/http/read-form-with-file.ts';

/** What a page is asked, read and checked already. */
export interface PageRequest {
  /** The address without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Of a POST; empty otherwise. */
  readonly form: URLSearchParams;
  /** Of a form that takes a file; left out when none was chosen. */
  readonly file?: FormWithFile['file'];
  readonly params: Readonly<Record<string, string>>;
  /** Always there on routes for people who are signed in. */
  readonly session: Session | undefined;
  readonly sessionToken: string | undefined;
  readonly browserToken: string;
  /** Put into every form of the page. */
  readonly formToken: string;
  readonly address: string;
  readonly requestId: string;
  readonly device: string;
}

export type PageAnswer = (
  | { readonly kind: 'page'; readonly status?: number; readonly title: string; readonly content: Html; readonly script?: string }
  | { readonly kind: 'go'; readonly to: string }
  | { readonly kind: 'json'; readonly status?: number; readonly body: unknown }
  | { readonly kind: 'picture'; readonly svg: string }
  /** For saving, never for the browser to show. */
  | { readonly kind: 'file'; readonly fileName: string; readonly mediaType: string; readonly content: Buffer | AsyncIterable<Uint8Array> }
) & { readonly cookies?: readonly string[] };

/**
 * One page or one form, as data: what is mounted is what the tests walk, so no form can be added that nobody attacks. `signed-in` sends
 * strangers to the sign-in page and back.
 */
export interface PageRoute {
  readonly method: 'get' | 'post';
  readonly path: `/${string}`;
  readonly access: 'anybody' | 'signed-in';
  /** The form may carry a file of at most so many bytes. */
  readonly maxFileBytes?: number;
  handle(request: PageRequest): Promise<PageAnswer>;
}

/** For routes of people who are signed in: the mount has seen to it. */
export function sessionOf({ session }: PageRequest): Session {
  if (session === undefined) throw new Error('a route for people who are signed in was reached without a session');
  return session;
}
