import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { html } from '../../src/platform/http/html.ts';
import { platformProblems } from '../../src/platform/http/problem-table.ts';
import { startToyApi, type ToyApi } from './toy-api.ts';
import { toyProblems, toyRoom } from './toy-room.ts';

const HOSTILE = `<script>alert(1)</script>"'&`;

let api: ToyApi;
let docs: string;
beforeAll(async () => {
  const [first, ...rest] = toyRoom();
  if (first === undefined) throw new Error('the toy room is empty');
  api = await startToyApi({ operations: [{ ...first, summary: HOSTILE, description: HOSTILE }, ...rest] });
  docs = await page('/docs');
});
afterAll(() => api.stop());

async function page(path: string): Promise<string> {
  const response = await api.fetch(path, { key: 'none' });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  return response.text();
}

describe('every page', () => {
  it.each(['/docs', '/problems', '/problems/jar-not-found', '/problems/service-busy'])(
    '%s needs no script, no inline style and nothing from elsewhere',
    async (path) => {
      const text = await page(path);
      expect(text).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:|(?:src|href)="(?:https?:)?\/\//i);
      expect(text.match(/<h1/g)).toHaveLength(1);
      expect(text).toContain('<html lang="en-GB">');
      expect(text).toContain('<a class="skip" href="#content">');
      const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1]);
      expect(new Set(ids).size).toBe(ids.length);
    },
  );

  it('has links that lead somewhere', async () => {
    const text = await page('/docs');
    const targets = new Set([...text.matchAll(/href="([^"]+)"/g)].map((match) => match[1] as string));
    for (const target of targets) {
      if (target.startsWith('#')) expect(text).toContain(`id="${target.slice(1)}"`);
      else expect((await api.fetch(target, { key: 'none' })).status).toBe(200);
    }
  });

  it('is sent again only when it changed', async () => {
    const tag = (await api.fetch('/docs', { key: 'none' })).headers.get('etag') ?? '';
    const again = await api.fetch('/docs', { key: 'none', headers: { 'if-none-match': tag, 'cache-control': '' } });
    expect([again.status, again.headers.get('cache-control')]).toEqual([304, 'no-cache']);
  });
});

describe('the reference page', () => {
  it('describes every operation with a sample to paste', () => {
    for (const operation of api.operations) expect(docs).toContain(`id="${operation.id}"`);
    expect(docs).toContain(
      'curl -X POST &quot;$THREEFOLD_URL/v1/toys/jars&quot; \\\n  -H &quot;Authorization: Bearer $THREEFOLD_KEY&quot;',
    );
    expect(docs).toContain(`Sam&#39;\\&#39;&#39;s summer`);
  });

  it('escapes whatever it shows', () => {
    expect(docs).not.toContain('alert(1)</script>');
    expect(docs).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
    expect(html`<a title="${HOSTILE}">${[HOSTILE, html`<b>`, undefined, false, 1]}</a>`.text).toBe(
      '<a title="&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;">&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;<b>1</a>',
    );
  });

  it('lists every problem there is', () => {
    for (const code of Object.keys({ ...platformProblems, ...toyProblems })) expect(docs).toContain(`href="/problems/${code}"`);
  });
});

describe('a problem page', () => {
  it('says what to do and who answers with it', async () => {
    const text = await page('/problems/jar-too-full');
    expect(text).toContain('Put less in, or use another jar.');
    expect(text).toContain('href="/docs#toys.fill-jar"');
  });

  it('exists for known problems only', async () => {
    for (const code of ['nonsense', '__proto__', 'constructor', '..%2f..%2fpackage.json']) {
      expect((await api.fetch(`/problems/${code}`, { key: 'none' })).status).toBe(404);
    }
  });
});
