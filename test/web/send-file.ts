import type { Browser, Page } from '../people/sign-in/browser.ts';

export interface SentFile {
  readonly name?: string;
  readonly mediaType?: string;
  readonly content: Buffer;
}

/** A form with a file as browsers send it; `fields` in this order, the file last. */
export async function sendFile(
  browser: Browser,
  path: string,
  fields: Readonly<Record<string, string>>,
  file: SentFile | undefined,
  headers: Readonly<Record<string, string | undefined>> = {},
): Promise<Page> {
  const token = fields['token'] ?? (await browser.formToken());
  const boundary = '----of-these-tests';
  const parts = Object.entries({ token, ...fields }).map(([name, value]) =>
    Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
  );
  const { name = '', mediaType = 'application/octet-stream', content } = file ?? { content: Buffer.alloc(0) };
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: ${mediaType}\r\n\r\n`;
  const body = Buffer.concat([...parts, Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]);
  return browser.ask('POST', path, body, {
    Origin: browser.url,
    'Sec-Fetch-Site': 'same-origin',
    'Content-Type': `multipart/form-data; boundary=${boundary}`,
    ...headers,
  });
}
