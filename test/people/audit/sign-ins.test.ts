import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkAudit } from '../../../src/people/audit/for-auditors.ts';
import { type AuditRow, readEvents } from '../../../src/people/audit/read-events.ts';
import { claimInvitation, createAuthority, invite, serviceCaller } from '../../../src/people/index.ts';
import { endMembership, listMemberships } from '../../../src/people/memberships/end-membership.ts';
import { runMailJobs } from '../../support/run-mail-jobs.ts';
import { must } from '../example-family.ts';
import { codeAt } from '../sign-in/authenticator-code.ts';
import { guessCodes } from '../sign-in/guesser.ts';
import { NOON, openSignInRoom, type SignInRoom } from '../sign-in/sign-in-room.ts';

let room: SignInRoom;
let northmoor: number;
let southvale: number;

beforeAll(async () => {
  room = await openSignInRoom();
  const council = async (slug: string) =>
    must(await createAuthority(room.desk.database, room.clock, { slug, name: `Council of ${slug}` })).authorityId;
  northmoor = await council('northmoor');
  southvale = await council('southvale');
});
afterAll(() => room.close());

/** Somebody with a role in each of these councils. */
async function officer(email: string, ...councils: number[]): Promise<string> {
  const identityId = await room.person(email);
  for (const authorityId of councils) {
    const system = serviceCaller(authorityId, 'system');
    const { token } = must(await invite(room.desk, system, { email, role: 'caseworker', withoutMail: true }));
    must(await claimInvitation(room.desk, { ...system, kind: 'person', principal: `identity:${identityId}`, identityId }, token));
  }
  return identityId;
}
const eventsOf = async (authorityId: number, identityId: string): Promise<AuditRow[]> => {
  const all = await readEvents(room.desk.database, authorityId, { limit: 1_000 });
  return all
    .filter(({ principal, facts }) => principal === `identity:${identityId}` || facts['identityId'] === identityId)
    .filter(({ operation }) => operation !== 'people.claim-invitation')
    .reverse();
};
const stepsOf = async (authorityId: number, identityId: string) =>
  (await eventsOf(authorityId, identityId)).map(({ operation }) => operation);
const notices = async (email: string) =>
  (await runMailJobs({ ...room.desk, clock: room.clock }, 0, ['people.mail-sign-in-notice'])).filter(({ to }) => to === email);

describe('signing in and out', () => {
  it('is kept by every authority that the person works for, with where it came from, and by no other', async () => {
    const both = await officer('both@example.org', northmoor, southvale);
    const one = await officer('one@example.org', northmoor);
    for (const email of ['both@example.org', 'one@example.org']) await (await room.signedIn(email)).post('/sign-out');
    for (const [authorityId, identityId] of [
      [northmoor, both],
      [southvale, both],
      [northmoor, one],
    ] as const)
      expect(await stepsOf(authorityId, identityId)).toEqual(['people.sign-in', 'people.sign-out']);
    expect(await stepsOf(southvale, one)).toEqual([]);
    const [signedIn, signedOut] = await eventsOf(northmoor, both);
    expect(signedIn).toMatchObject({ principal: `identity:${both}`, channel: 'online', kind: 'change', facts: { by: 'mail' } });
    expect(signedIn?.address).toMatch(/127\.0\.0\.1$/);
    expect(signedIn?.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(signedOut?.facts).toEqual({ ended: 1 });
    for (const authorityId of [northmoor, southvale]) expect((await checkAudit(room.desk.database, authorityId)).problem).toBeUndefined();
  });

  it('is no longer told to an authority whose role has ended, nor to one that has only invited', async () => {
    const left = await officer('left@example.org', northmoor);
    must(await invite(room.desk, serviceCaller(southvale, 'system'), { email: 'left@example.org', role: 'auditor', withoutMail: true }));
    const roles = await listMemberships(room.desk, northmoor, { limit: 100 });
    const role = roles.find(({ identityId }) => identityId === left);
    must(await endMembership(room.desk, serviceCaller(northmoor, 'system'), role?.membershipId ?? ''));
    await room.signedIn('left@example.org');
    expect(await stepsOf(southvale, left)).toEqual([]);
    expect(await stepsOf(northmoor, left)).toEqual(['people.end-membership']);
  });

  it('guessed at too often is kept for whoever it was aimed at, and for nobody where nobody is known', async () => {
    const aimed = await officer('aimed@example.org', northmoor);
    await guessCodes(room, { email: 'aimed@example.org', guesses: 24, withinMs: 1_000 });
    const before = (await checkAudit(room.desk.database, northmoor)).events;
    await runMailJobs({ ...room.desk, clock: room.clock }, 0, ['people.keep-lockout']);
    const locked = (await eventsOf(northmoor, aimed)).filter(({ operation }) => operation === 'people.sign-in-locked');
    expect(locked).toHaveLength(1);
    expect(locked[0]).toMatchObject({ principal: 'anonymous', facts: { identityId: aimed, kind: 'code', failures: 20 } });
    await runMailJobs({ ...room.desk, clock: room.clock }, 0, ['people.keep-lockout']);
    expect((await checkAudit(room.desk.database, northmoor)).events).toBe(before + 1n);
  });
});

describe('a changed way in', () => {
  it('is kept, and told to the person by mail', async () => {
    room.clock.set(NOON);
    const identityId = await officer('means@example.org', northmoor);
    const browser = await room.signedIn('means@example.org');
    await browser.post('/your-sign-ins/authenticator/begin');
    const page = await browser.get('/your-sign-ins/authenticator');
    const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(page.text)?.[1] ?? '';
    const confirmed = await browser.post('/your-sign-ins/authenticator/confirm', { code: codeAt(secret, room.clock.now()) });
    const [code = ''] = [...confirmed.text.matchAll(/<code>([a-z2-9-]{19})<\/code>/g)].map(([, each]) => each ?? '');
    room.clock.advance(60_000);
    await browser.post('/second-factor/code', { code: codeAt(secret, room.clock.now()) });
    await browser.post('/second-factor/recovery', { recovery: code });
    await browser.post('/your-sign-ins/authenticator/remove');
    expect(await stepsOf(northmoor, identityId)).toEqual([
      'people.sign-in',
      'people.add-authenticator',
      'people.renew-recovery-codes',
      'people.use-recovery-code',
      'people.remove-authenticator',
    ]);
    const mails = await notices('means@example.org');
    expect(new Set(mails.map(({ text }) => text.split(' This was on ')[0]))).toEqual(
      new Set([
        'An authenticator app was added.',
        'New recovery codes were made. The old ones no longer work.',
        'One of your recovery codes was used.',
        'The authenticator app was removed.',
      ]),
    );
    expect(mails).toHaveLength(4);
    expect(mails[0]?.text).toContain('on 15 April 2026 at');
    expect(mails[0]?.text).toContain(`${room.url}/your-sign-ins`);
  });
});
