import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guessCodes } from '../people/sign-in/guesser.ts';
import { openSignInRoom, type SignInRoom } from '../people/sign-in/sign-in-room.ts';
import { sized } from './size.ts';

const GUESSES = sized({ small: 1_000, full: 10_000 });
const PERSONS = sized({ small: 10, full: 50 });
const HOUR_MS = 3_600_000;

let room: SignInRoom;
beforeAll(async () => {
  room = await openSignInRoom();
});
afterAll(() => room.close());

const comesIn = async (email: string) => {
  const browser = await room.signedIn(email);
  return (await browser.get('/your-sign-ins')).status === 200;
};

describe(`${GUESSES} guesses of a sign-in code, each from a browser and a place of its own`, () => {
  it('at one person within a day get nobody in, and the person’s own link works in their midst and after them', async () => {
    const email = 'victim@example.org';
    const half = { email, guesses: GUESSES / 2, withinMs: 12 * HOUR_MS };
    const first = await guessCodes(room, half);
    expect(await comesIn(email)).toBe(true);
    const second = await guessCodes(room, half);
    expect(await comesIn(email)).toBe(true);
    const judged = first.judged + second.judged;
    console.log({ guesses: GUESSES, persons: 1, hours: 24, judged, putOff: first.putOff + second.putOff });
    expect(first.gotIn + second.gotIn).toBe(0);
    // The free tries, the ever longer waits up to a quarter of an hour, and then four in an hour.
    expect(judged).toBeLessThan(20 + 10 + 24 * 4);
    expect(judged).toBeGreaterThan(20);
  });

  it('spread over many persons within an hour get nobody in, and each one’s own link still works', async () => {
    const emails = Array.from({ length: PERSONS }, (_, n) => `person-${n}@example.org`);
    // Each moves the same clock, so that all of them together take the hour.
    const guessed = await Promise.all(
      emails.map((email) => guessCodes(room, { email, guesses: GUESSES / PERSONS, withinMs: HOUR_MS / PERSONS })),
    );
    const judged = guessed.map((each) => each.judged);
    console.log({
      guesses: GUESSES,
      persons: PERSONS,
      hours: 1,
      judged: judged.reduce((sum, each) => sum + each),
      most: Math.max(...judged),
    });
    expect(guessed.reduce((sum, each) => sum + each.gotIn, 0)).toBe(0);
    expect(Math.max(...judged)).toBeLessThan(30);
    for (const email of emails) expect(await comesIn(email), email).toBe(true);
  });
});
