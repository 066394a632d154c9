import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { takeTry } from '../../../src/people/sign-in/throttle.ts';
import { guessCodes, guessSecondFactors } from './guesser.ts';
import { lastMail, NOON, openSignInRoom, type SignInRoom } from './sign-in-room.ts';

let room: SignInRoom;
beforeAll(async () => {
  room = await openSignInRoom();
});
afterAll(() => room.close());
beforeEach(() => room.clock.set(NOON));

describe('guessing', () => {
  it('the code of a mail ends after five wrong ones; its link still works, and the person is told so', async () => {
    await room.person('five@example.org');
    const browser = room.browser();
    await browser.post('/sign-in', { email: 'five@example.org' });
    await room.deliverMails();
    const { code, link } = lastMail(room, 'five@example.org');
    for (let n = 0; n < 4; n += 1) expect((await browser.post('/sign-in/code', { code: '0000 0000' })).status).toBe(422);
    expect((await browser.post('/sign-in/code', { code: '0000 0000' })).text).toContain('Follow the link in the mail');
    expect((await browser.post('/sign-in/code', { code })).status).toBe(422);
    const pressed = await browser.post('/sign-in/link', { link: link.split('token=')[1] ?? '' });
    expect(pressed.status).toBe(303);
  });

  it('codes of one person, from ever new browsers, is judged fewer than thirty times in an hour', async () => {
    const { judged, gotIn } = await guessCodes(room, { email: 'victim@example.org', guesses: 120, withinMs: 3_600_000 });
    expect(gotIn).toBe(0);
    expect(judged).toBeLessThan(30);
  });

  it('all at once is judged no more often than one after the other', async () => {
    const { judged } = await guessCodes(room, { email: 'parallel@example.org', guesses: 60, withinMs: 0, atOnce: 10 });
    expect(judged).toBeLessThanOrEqual(20);
  });

  it('an app’s code, with the first factor in hand, is judged fewer than twenty times in an hour', async () => {
    const { judged, gotIn } = await guessSecondFactors(room, { email: 'approver@example.org', guesses: 60, withinMs: 3_600_000 });
    expect(gotIn).toBe(0);
    expect(judged).toBeLessThan(20);
  });

  it('never shuts the person themselves out: a link by mail works while strangers guess', async () => {
    await guessCodes(room, { email: 'calm@example.org', guesses: 40, withinMs: 600_000 });
    const mine = await room.signedIn('calm@example.org');
    expect((await mine.get('/your-sign-ins')).status).toBe(200);
  });

  it('from ever new addresses of one IPv6 network is counted as one caller, and the network beside it as another', async () => {
    const from = (address: string) => takeTry(room.desk, 'address', address, { address, requestId: 'a-test' });
    const waits = [];
    for (let n = 0; n < 61; n += 1) waits.push(await from(`2001:db8:7:7:${n.toString(16)}::${n.toString(16)}`));
    expect(waits.slice(0, 60)).toEqual(Array.from({ length: 60 }));
    expect(waits[60]).toMatchObject({ code: 'tried-too-often' });
    expect(await from('2001:db8:7:8::1')).toBeUndefined();
  });

  it('ends by waiting, never for good', async () => {
    const who = { email: 'later@example.org', guesses: 60, withinMs: 0 };
    await guessCodes(room, who);
    room.clock.advance(15 * 60_000 + 1);
    const browser = room.browser();
    await browser.post('/sign-in', { email: who.email });
    await room.deliverMails();
    expect((await browser.post('/sign-in/code', { code: lastMail(room, who.email).code })).status).toBe(303);
  });
});
