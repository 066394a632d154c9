import { existsSync } from 'node:fs';
import { type BrowserContext, type CDPSession, chromium, type Page, type Browser as RealBrowser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { passkeySignInOptions, sessionResolver, signInByPasskey } from '../../../src/people/index.ts';
import { newToken } from '../../../src/people/sessions/session-token.ts';
import { lastMail, openSignInRoom, type SignInRoom } from './sign-in-room.ts';

const CHROMIUM = '/usr/bin/chromium';
const EMAIL = 'passkey@example.org';

describe('what is no passkey of ours', () => {
  it('signs nobody in, and the challenge is spent', async () => {
    const room = await openSignInRoom();
    const browserToken = newToken();
    const facts = { address: '192.0.2.7', requestId: 'a-test', device: '', earlierToken: undefined };
    const answers = [
      '',
      'null',
      '{}',
      '[]',
      '{"id":"a","rawId":"a","type":"public-key","response":{"clientDataJSON":"e30"}}',
      `"${'x'.repeat(5_000)}"`,
    ];
    for (const answer of answers) {
      await passkeySignInOptions(room.desk, browserToken);
      expect(await signInByPasskey(room.desk, answer, browserToken, facts)).toMatchObject({ refusal: { code: 'passkey-refused' } });
      expect(await signInByPasskey(room.desk, answer, browserToken, facts)).toMatchObject({ refusal: { code: 'passkey-refused' } });
    }
    await room.close();
  });
});

describe.skipIf(!existsSync(CHROMIUM))('a passkey in a real browser', () => {
  let room: SignInRoom;
  let chrome: RealBrowser;
  let context: BrowserContext;
  let page: Page;
  let device: CDPSession;
  const violations: string[] = [];

  beforeAll(async () => {
    room = await openSignInRoom();
    await room.person(EMAIL);
    chrome = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
    context = await chrome.newContext();
    page = await context.newPage();
    page.on('console', (message) => void (message.type() === 'error' && violations.push(message.text())));
    page.on('pageerror', (error) => void violations.push(error.message));
    device = await context.newCDPSession(page);
    await device.send('WebAuthn.enable');
    await device.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
  });
  afterAll(async () => {
    await chrome?.close();
    await room?.close();
  });

  const session = async () => {
    const cookie = (await context.cookies()).find(({ name }) => name === '__Host-threefold');
    return cookie && sessionResolver(room.desk.database, room.clock)(`${cookie.name}=${cookie.value}`);
  };
  const openSignIns = async () => {
    await page.getByRole('heading', { name: 'Your places' }).waitFor();
    await page.goto(`${room.url}/your-sign-ins`);
    await page.getByRole('heading', { name: 'Your sign-ins' }).waitFor();
  };
  const signOut = async () => {
    await page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await page.getByRole('heading', { name: 'You are signed out' }).waitFor();
  };

  it('is added after signing in by mail, signs in by itself as both factors, and proves again later', async () => {
    await page.goto(`${room.url}/sign-in`);
    await page.getByLabel('Your e-mail address').fill(EMAIL);
    await page.getByRole('button', { name: 'Send me a link' }).click();
    await page.getByRole('heading', { name: 'Check your mail' }).waitFor();
    await room.deliverMails();
    await page.goto(`${room.url}${lastMail(room, EMAIL).link}`);
    await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
    await openSignIns();
    expect((await session())?.secondFactorAt).toBeUndefined();

    await page.getByLabel('A name for it').fill('blue phone');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('heading', { name: 'Keep these codes' }).waitFor();
    expect(await page.locator('.codes li').count()).toBe(8);
    await page.getByRole('link', { name: 'I have kept them' }).click();
    await page.getByText('blue phone').waitFor();
    expect((await session())?.secondFactorAt).toEqual(room.clock.now());
    await signOut();

    await page.goto(`${room.url}/sign-in`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await openSignIns();
    expect(await session()).toMatchObject({ email: EMAIL, signedInBy: 'passkey', secondFactorAt: room.clock.now() });

    room.clock.advance(15 * 60_000);
    const before = (await session())?.sessionId;
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('heading', { name: 'One more step' }).waitFor();
    await page.getByRole('button', { name: 'Use a passkey' }).click();
    await page.getByRole('heading', { name: 'Your sign-ins' }).waitFor();
    expect(await session()).toMatchObject({ sessionId: before, secondFactorAt: room.clock.now() });
    await page.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('Add a passkey').waitFor();
    expect(await page.getByText('blue phone').count()).toBe(0);
    await signOut();

    await page.goto(`${room.url}/sign-in`);
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('alert').getByText('This passkey did not work here').waitFor();
    expect(await session()).toBeUndefined();
    expect(violations.filter((each) => !/ (404|422) /.test(each))).toEqual([]);
  });
});
