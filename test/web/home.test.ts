import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NorthmoorPosition } from '../../src/demo/index.ts';
import { openLedger } from '../../src/ledger/index.ts';
import { openDatabase } from '../../src/platform/database/database.ts';
import { presentHome } from '../../src/web/home/home-presenter.ts';
import { homeView } from '../../src/web/home/home-view.ts';
import { mountPages } from '../../src/web/index.ts';
import { testDatabase } from '../support/database.ts';
import { manualClock } from '../support/manual-clock.ts';

const FIGURES = { allocated: 1_040_000n, paid: 763_077n, committed: 230_769n, available: 46_154n, spent: 650_000n, left: 390_000n };
const POSITION: NorthmoorPosition = {
  family: [{ line: 'L2', title: 'Personal <assistant>', fundedBy: 'Care & more', ...FIGURES }],
  all: FIGURES,
  other: { line: 'L5', title: 'Respite taxi', fundedBy: 'Care', ...FIGURES, available: -7_200n },
};
const played = { state: 'played', council: 'Northmoor "Council"', today: '2026-12-31', position: POSITION } as const;

describe('the words of the first page', () => {
  it('write out the ledger’s figures and cut the bar without a gap', () => {
    const line = presentHome(played).figures?.lines[0];
    expect(line).toMatchObject({ agreed: '£10,400.00', left: '£3,900.00' });
    expect(line?.figures.map(({ amount }) => amount)).toEqual(['£6,500.00', '£1,130.77', '£2,307.69', '£461.54']);
    const ends = line?.bar.map(({ from, width }) => Number.parseFloat(from) + Number.parseFloat(width));
    const starts = line?.bar.map(({ from }) => Number.parseFloat(from));
    expect(starts?.slice(1)).toEqual(ends?.slice(0, -1).map((end) => Math.round(end * 100) / 100));
    expect(ends?.at(-1)).toBe(100);
  });

  it('are the families’ own: none of the words that blame or belong to bookkeepers', () => {
    const page = homeView(presentHome(played));
    expect(page).not.toMatch(/debit|credit|overspen|misuse|clawback|recover|surplus|exception|evidence|notional/i);
    expect(page).not.toMatch(/[\u2013\u2014\u2018\u2019\u201c\u201d]/);
  });

  it('say in a sentence when there is nothing to show', () => {
    expect(presentHome({ state: 'not-played' })).toEqual({ notice: expect.stringContaining('not been played') });
    expect(presentHome({ state: 'unreadable' })).toEqual({ notice: expect.stringContaining('cannot be read') });
  });
});

describe('the first page', () => {
  it('escapes whatever it is given', () => {
    const page = homeView(presentHome(played));
    expect(page).toContain('Personal &lt;assistant&gt;');
    expect(page).toContain('Northmoor &quot;Council&quot;');
    expect(page).not.toContain('<assistant>');
  });

  it('has one first heading, no script, nothing inline and nothing from elsewhere', () => {
    const page = homeView(presentHome(played));
    expect(page.match(/<h1>/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en-GB">');
    expect(page).not.toMatch(/<script|<style|style=|onclick|https?:\/\//);
    for (const address of ['/docs', '/openapi.json', '/healthz']) expect(page).toContain(`href="${address}"`);
    expect(page).toContain('made up');
  });
});

describe('the pages in front of the API', () => {
  let store: Awaited<ReturnType<typeof testDatabase>>;
  const servers: Server[] = [];
  const serve = async (database: typeof store.database): Promise<string> => {
    const clock = manualClock('2026-05-05T09:00:00Z');
    const api = express().use((_request, response) => void response.status(404).send('the API'));
    const server = mountPages({ database, ledger: openLedger({ database, clock }), clock, api }).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  beforeAll(async () => {
    store = await testDatabase();
  });
  afterAll(async () => {
    for (const server of servers) server.close();
    await store.close();
  });

  it('are served before the demo is played, with strict headers, and leave every other address to the API', async () => {
    const url = await serve(store.database);
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('has not been played');
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none';style-src 'self'/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-powered-by')).toBeNull();
    const sheet = await fetch(`${url}/pages.css`);
    expect(sheet.headers.get('content-type')).toBe('text/css; charset=utf-8');
    const tag = sheet.headers.get('etag') ?? '';
    expect((await fetch(`${url}/pages.css`, { headers: { 'If-None-Match': tag, 'Cache-Control': 'max-age=0' } })).status).toBe(304);
    expect((await fetch(url, { method: 'POST' })).status).toBe(405);
    expect(await (await fetch(`${url}/elsewhere`)).text()).toBe('the API');
  });

  it('keep standing without their figures while the database is away', async () => {
    const nowhere = openDatabase({ url: 'postgres://nobody@127.0.0.1:1/none', applicationName: 'away' });
    const page = await fetch(await serve(nowhere));
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('cannot be read at this moment');
    await nowhere.close();
  });
});
