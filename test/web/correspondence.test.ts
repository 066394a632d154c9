import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantAccess, LARGEST_DOCUMENT_BYTES, LONGEST_MESSAGE, serviceCaller, writeMessage } from '../../src/people/index.ts';
import type { Browser } from '../people/sign-in/browser.ts';
import { lastMail } from '../people/sign-in/sign-in-room.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { type FamilyPages, must, openFamilyPages, type ParentAtHome, wordsOf } from './family-pages.ts';
import { sendFile } from './send-file.ts';

const CHROMIUM = '/usr/bin/chromium';
const PDF = Buffer.concat([Buffer.from('%PDF-1.7 a receipt of the swimming lessons '), Buffer.alloc(300_000, 'x')]);
const PNG = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(60, 7)]);

let pages: FamilyPages;
let admin: Admin;
let northmoor: number;
let wren: ParentAtHome;
let other: ParentAtHome;
let stranger: ParentAtHome;
let helper: Browser;

beforeAll(async () => {
  pages = await openFamilyPages();
  admin = await openAdmin(pages.store.adminUrl);
  northmoor = await pages.council('northmoor');
  wren = await pages.parent(northmoor, 'wren@example.org', 'Willow Wren', ['Jo Wren']);
  other = await pages.otherParent(northmoor, wren, 'wren.two@example.org', 'Winter Wren');
  stranger = await pages.parent(northmoor, 'dove@example.org', 'Dana Dove', ['Kit Dove']);
  const errand = { ...serviceCaller(northmoor, 'system'), onBehalfOf: { personId: wren.personId, channel: 'phone' as const } };
  const may = ['see-record', 'see-log', 'see-budget'] as const;
  const terms = { name: 'Pat', email: 'pat@helper.example', role: 'supporter', may, until: '2026-10-15' } as const;
  must(await grantAccess(pages.records, errand, wren.familyId, terms));
  helper = await pages.signedIn('pat@helper.example');
  await helper.post('/your-places/go', { authorityId: `${northmoor}` });
});
afterAll(async () => {
  await admin.close();
  await pages.close();
});

const at = (page: string, { familyId } = wren) => `/families/${familyId}/${page}`;
const council = (to: ParentAtHome, text: string, more: object = {}) =>
  writeMessage(pages.records, { ...serviceCaller(northmoor, 'system'), ...more }, to, { text });
const kept = () =>
  admin.rows(
    'select (select count(*) from people.messages) as m, (select count(*) from people.documents) as d, count(*) from people.document_chunks',
  );
const savedAt = (text: string) => /href="(\/families\/[^"]+\/documents\/[^"]+)" download/.exec(text)?.[1] ?? '';

describe('the page of messages', () => {
  it('takes what a parent writes and shows what the council answers, newest first, to nobody else of the family', async () => {
    expect(wordsOf((await wren.browser.get('/your-places')).text)).toContain('Messages Documents Who can see our record');
    expect(wordsOf((await wren.browser.get(at('messages'))).text)).toContain('There are no messages yet.');
    const sent = await wren.browser.post(at('messages'), { text: 'The bus came late.\r\n\r\nAgain.' });
    expect([sent.status, sent.location]).toEqual([303, at('messages')]);
    pages.clock.advance(60_000);
    must(await council(wren, 'We have told the school.'));
    pages.clock.advance(60_000);
    must(await council(wren, 'Please ring me.', { onBehalfOf: { personId: wren.personId, channel: 'phone' } }));
    const words = wordsOf((await wren.browser.get(at('messages'))).text);
    expect(words).toMatch(
      /You told us by phone .* Please ring me\. From your council .* We have told the school\. From you .* The bus came late\. Again\./,
    );
    for (const browser of [other.browser, helper, stranger.browser]) {
      const page = await browser.get(at('messages'));
      expect(page.text).not.toMatch(/bus came late|told the school/);
      expect(page.status).toBe(browser === other.browser ? 200 : 404);
    }
    expect(wordsOf((await other.browser.get(at('messages'))).text)).toContain('There are no messages yet.');
    expect(wordsOf((await helper.get('/your-places')).text)).not.toMatch(/Messages|Documents/);
  });

  it('tells what to put right and loses nothing that was typed', async () => {
    const before = await kept();
    const long = `${'ő'.repeat(LONGEST_MESSAGE)}!`;
    for (const [text, words] of [
      [' \r\n ', 'Write what you want to say.'],
      [long, 'This is 10,001 characters long, and a message can have 10,000.'],
    ] as const) {
      const page = await wren.browser.post(at('messages'), { text });
      expect(page.status).toBe(422);
      expect(page.text).toContain(`<a href="#text">${words}`);
      expect(page.text).toContain(`\n${text.trim()}</textarea>`);
    }
    expect(await kept()).toEqual(before);
    expect((await wren.browser.post(at('messages'), { text: 'ő'.repeat(LONGEST_MESSAGE) })).status).toBe(303);
  });

  it('shows words as words and leads to older ones', async () => {
    for (let index = 0; index < 21; index += 1) {
      pages.clock.advance(1_000);
      must(await council(stranger, `<script>alert(${index})</script>`));
    }
    const first = await stranger.browser.get(at('messages', stranger));
    expect(first.text).not.toContain('<script>alert');
    expect(first.text).toContain('&lt;script&gt;alert(20)');
    expect(first.text).not.toContain('alert(0)');
    const older = /href="([^"]+before=[^"]+)"/.exec(first.text)?.[1] ?? '';
    expect(wordsOf((await stranger.browser.get(older)).text)).toContain('<script>alert(0)'.replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
    expect((await stranger.browser.get(`${at('messages', stranger)}?before=;drop`)).status).toBe(200);
  });
});

describe('the page of documents', () => {
  it('takes a file, hands it back as it came for saving, and to nobody else of the family', async () => {
    const sent = await sendFile(wren.browser, at('documents'), { kind: 'receipt' }, { name: 'Jo Wren.pdf', content: PDF });
    expect([sent.status, sent.location]).toEqual([303, at('documents')]);
    const list = (await wren.browser.get(at('documents'))).text;
    expect(wordsOf(list)).toMatch(/A receipt From you, .* PDF, 300 KB\./);
    expect(list).not.toContain('Jo Wren.pdf');
    const saved = await wren.browser.get(savedAt(list));
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="receipt-2026-\d\d-\d\d\.pdf"$/);
    expect(saved.headers.get('content-type')).toBe('application/pdf');
    expect(saved.headers.get('content-security-policy')).toMatch(/^default-src 'none'/);
    expect(saved.headers.get('x-content-type-options')).toBe('nosniff');
    expect(saved.text).toBe(PDF.toString());
    for (const browser of [other.browser, helper, stranger.browser]) expect((await browser.get(savedAt(list))).status).toBe(404);
    const theirs = savedAt(list).replace(wren.familyId, stranger.familyId);
    expect((await stranger.browser.get(theirs)).status).toBe(404);
    expect((await wren.browser.get(at('documents/nonsense'))).status).toBe(404);
    expect(wordsOf((await other.browser.get(at('documents'))).text)).toContain('There are no documents yet.');
    expect(wordsOf((await wren.browser.get(at('who-has-looked'))).text)).toContain('You opened a document of yours');
  });

  it('leaves with the copy that a parent saves themselves, and with nobody else’s', async () => {
    expect(wordsOf((await wren.browser.get('/your-places')).text)).toContain('A copy of our record');
    expect(wordsOf((await wren.browser.get(at('copy'))).text)).toContain('Save the copy');
    const saved = await wren.browser.get(at('copy/record.tar'));
    expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="record-.*\.tar"$/);
    expect(saved.text).toContain(PDF.toString());
    expect(saved.text).toContain('The bus came late.');
    expect((await other.browser.get(at('copy/record.tar'))).text).not.toMatch(/%PDF|bus came late/);
    for (const browser of [helper, stranger.browser])
      for (const page of ['copy', 'copy/record.tar']) expect((await browser.get(at(page))).status).toBe(404);
    expect(wordsOf((await wren.browser.get(at('who-has-looked'))).text)).toContain('You made a copy of your record');
  });

  it('shows with a message what the council has enclosed', async () => {
    await sendFile(stranger.browser, at('documents', stranger), { kind: 'letter' }, { content: PNG });
    const [row] = await admin.rows<{ id: string }>('select document_id as id from people.documents where family_id = $1', [
      stranger.familyId,
    ]);
    const text = { text: 'About your letter.', documentIds: [row?.id ?? ''] };
    pages.clock.advance(1_000);
    must(await writeMessage(pages.records, serviceCaller(northmoor, 'system'), stranger, text));
    const page = (await stranger.browser.get(at('messages', stranger))).text;
    expect(wordsOf(page)).toContain('About your letter. A letter (Photo, 1 KB)');
    expect((await stranger.browser.get(savedAt(page))).status).toBe(200);
  });

  it('says what is wrong with a file, and keeps none of it', async () => {
    const before = await kept();
    const big = Buffer.concat([PDF, Buffer.alloc(LARGEST_DOCUMENT_BYTES)]);
    for (const [fields, content, words] of [
      [{}, PDF, 'Choose what it is.'],
      [{ kind: 'diary' }, PDF, 'Choose what it is.'],
      [{ kind: 'receipt' }, Buffer.alloc(0), 'Choose a file.'],
      [{ kind: 'receipt' }, Buffer.from('<script>alert(1)</script>'), 'not a PDF or a photo'],
      [{ kind: 'receipt' }, big, 'larger than 10 megabytes'],
    ] as const) {
      const page = await sendFile(wren.browser, at('documents'), fields, { name: 'a.pdf', mediaType: 'application/pdf', content });
      expect([page.status, wordsOf(page.text).includes(words)], words).toEqual([422, true]);
      expect(page.text).toContain('<title>Error: ');
    }
    const plain = await wren.browser.post(at('documents'), { kind: 'receipt' });
    expect([plain.status, wordsOf(plain.text).includes('Choose a file.')]).toEqual([422, true]);
    expect(await kept()).toEqual(before);
  });

  it('takes no file from elsewhere, from another browser, from a stranger or in another shape', async () => {
    const before = await kept();
    const token = await wren.browser.formToken();
    const send = (fields: Record<string, string>, headers: Record<string, string> = {}, browser = wren.browser, page = at('documents')) =>
      sendFile(browser, page, { kind: 'receipt', ...fields }, { name: 'a.pdf', content: PDF }, headers);
    expect((await send({ token }, { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await send({ token: await stranger.browser.formToken() })).status).toBe(403);
    expect((await send({ token: '' })).status).toBe(403);
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=another', 'multipart/mixed; boundary=----of-these-tests'])
      expect((await send({ token }, { 'Content-Type': type })).status, type).toBe(415);
    expect((await send({ token }, { 'Content-Encoding': 'gzip' })).status).toBe(415);
    expect((await send({ text: 'x' }, {}, wren.browser, at('messages'))).status).toBe(415);
    expect((await send({}, {}, stranger.browser)).status).toBe(404);
    expect((await send({}, {}, helper)).status).toBe(404);
    expect((await send({}, {}, pages.browser())).location).toBe('/sign-in');
    expect(await kept()).toEqual(before);
  });
});

describe.skipIf(!existsSync(CHROMIUM))('in a real browser without scripts', () => {
  it('a parent writes, sends a photo and saves it again', async () => {
    const robin = await pages.parent(northmoor, 'robin@example.org', 'Ray Robin', ['Ali Robin']);
    const chrome = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
    try {
      const page = await (await chrome.newContext({ javaScriptEnabled: false })).newPage();
      pages.clock.advance(600_000);
      await page.goto(`${pages.url}/sign-in`);
      await page.getByLabel('Your e-mail address').fill('robin@example.org');
      await page.getByRole('button', { name: 'Send me a link' }).click();
      await pages.deliverMails();
      await page.goto(`${pages.url}${lastMail(pages, 'robin@example.org').link}`);
      await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('link', { name: 'Messages' }).click();
      await page.getByLabel('Write to your council').fill('Here is the receipt.\nThank you.');
      await page.getByRole('button', { name: 'Send', exact: true }).click();
      await page.getByText('Here is the receipt.').waitFor();
      await page.getByRole('link', { name: 'your documents' }).click();
      await page.getByLabel('A receipt').check();
      await page.getByLabel('The file').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer: PNG });
      await page.getByRole('button', { name: 'Send it' }).click();
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Save/ }).click()]);
      expect((await readFile(await download.path())).equals(PNG)).toBe(true);
      if (process.env['SHOTS']) {
        must(await council(robin, 'Thank you, the receipt is clear.\n\nThe next payment comes on 1 May.'));
        for (const [name, width] of [
          ['wide', 1_100],
          ['narrow', 360],
        ] as const) {
          await page.setViewportSize({ width, height: 900 });
          for (const where of ['messages', 'documents']) {
            await page.goto(`${pages.url}${at(where, robin)}`);
            await page.screenshot({ path: `/tmp/shot-${where}-${name}.png`, fullPage: true });
          }
        }
      }
    } finally {
      await chrome.close();
    }
  });
});
