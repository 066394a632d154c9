import { request } from 'node:http';

export interface Page {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly location: string | null;
}

type HeaderList = Readonly<Record<string, string | undefined>>;

/** A browser without scripts: keeps cookies, sends what browsers send with a form, and follows nothing by itself. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  get(path: string, headers: HeaderList = {}): Promise<Page> {
    return this.ask('GET', path, undefined, headers);
  }

  /** A form of a page of ours: with that page's token unless the fields bring one. */
  async post(path: string, fields: Readonly<Record<string, string>> = {}, headers: HeaderList = {}): Promise<Page> {
    const token = fields['token'] ?? (await this.formToken());
    const sent = { Origin: this.url, 'Sec-Fetch-Site': 'same-origin', 'Content-Type': 'application/x-www-form-urlencoded', ...headers };
    return this.ask('POST', path, new URLSearchParams({ token, ...fields }).toString(), sent);
  }

  /** Every page with a form carries the same token for one browser. */
  async formToken(): Promise<string> {
    return fieldOf((await this.get('/sign-in')).text, 'token');
  }

  /** Node's fetch would hide cookies and set Host itself. */
  ask(method: string, path: string, body: string | Buffer | undefined, headers: HeaderList): Promise<Page> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = { ...(cookie !== '' && { Cookie: cookie }), 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', ...headers };
    const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Record<string, string>;
    return new Promise((resolve, reject) => {
      const asked = request(
        this.url.replace('localhost', '127.0.0.1') + path,
        { method, headers: { Host: new URL(this.url).host, ...sent } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            for (const cookieLine of answer.headers['set-cookie'] ?? []) this.#keep(cookieLine);
            const pairs = Object.entries(answer.headers).flatMap(([name, value]) =>
              [value ?? []].flat().map((each) => [name, each] as [string, string]),
            );
            const page = { status: answer.statusCode ?? 0, headers: new Headers(pairs), text: Buffer.concat(chunks).toString() };
            resolve({ ...page, location: page.headers.get('location') });
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  }

  #keep(line: string): void {
    const [pair = ''] = line.split(';');
    const [name = '', value = ''] = pair.split('=');
    if (/Max-Age=0/.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export function fieldOf(page: string, name: string): string {
  const value = new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1];
  if (value === undefined) throw new Error(`the page has no field ${name}`);
  return value;
}

/** The page without what differs between two visits: tokens, and moments. */
export function withoutTokens({ status, text }: Page): string {
  return `${status} ${text.replaceAll(/value="[A-Za-z0-9_-]{43}"/g, 'value="…"')}`;
}
