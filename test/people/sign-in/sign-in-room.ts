import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { pino } from 'pino';
import { openLedger } from '../../../src/ledger/index.ts';
import {
  createReadAudit,
  findOrCreateIdentity,
  type Issuer,
  policyGate,
  type RecordRoom,
  type SignInDesk,
  sendSignInMail,
  sessionResolver,
} from '../../../src/people/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import type { Mail, Mailer } from '../../../src/platform/email/mail.ts';
import { readKeyRing } from '../../../src/platform/secrets/key-ring.ts';
import { serviceKeyOf } from '../../../src/platform/secrets/service-key.ts';
import { mountPages, pageRoutesOf } from '../../../src/web/index.ts';
import { type TestDatabase, testDatabase } from '../../support/database.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';
import { Browser, fieldOf } from './browser.ts';

export interface SignInRoom {
  readonly url: string;
  readonly clock: ManualClock;
  readonly desk: SignInDesk;
  readonly store: TestDatabase;
  readonly records: RecordRoom;
  readonly inbox: Mail[];
  readonly routes: ReturnType<typeof pageRoutesOf>;
  /** What the mail jobs do, now. */
  deliverMails(): Promise<number>;
  person(email: string): Promise<string>;
  browser(): Browser;
  /** A browser that has signed in by a link. */
  signedIn(email: string): Promise<Browser>;
  close(): Promise<void>;
}

export const NOON = '2026-04-15T11:00:00.000Z';

/** The pages, real database and all; only the mail server is an inbox that is read here. */
export async function openSignInRoom(
  issuersFor: (publicUrl: string) => readonly Issuer[] | Promise<readonly Issuer[]> = () => [],
): Promise<SignInRoom> {
  const store = await testDatabase();
  const { database } = store;
  const clock = manualClock(NOON);
  const app = express();
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const desk = { database, clock, serviceKey: serviceKeyOf(Buffer.alloc(32, 'key of the tests ')), publicUrl: url };
  const inbox: Mail[] = [];
  const mailer: Mailer = { send: async (_mailId, mail) => void inbox.push(mail) };
  const keyRing = readKeyRing(`test:${Buffer.alloc(32, 'ring of the tests').toString('base64')}`);
  if (keyRing === undefined) throw new Error('a key ring of 32 bytes must be readable');
  const records = { database, clock, keyRing };
  const gate = policyGate({ clock, reads: createReadAudit({ database, clock }), sourceOf: async () => undefined });
  const signIn = {
    desk,
    issuers: await issuersFor(url),
    records: { room: records, gate },
    resolveSession: sessionResolver(database, clock),
    log: pino({ level: 'silent' }),
  };
  const api = express().use((_request, response) => void response.status(404).send('the API'));
  app.use(mountPages({ database, ledger: openLedger({ database, clock }), clock, api, signIn }));

  const delivered = new Set<string>();
  const room: SignInRoom = {
    url,
    clock,
    desk,
    store,
    records,
    inbox,
    routes: pageRoutesOf(signIn),
    deliverMails: async () => {
      const { rows } = await inTransaction(database, { authorityId: 0 }, (_, tx) =>
        tx.query<{ id: string }>("select outbox_id as id from platform.outbox where topic = 'people.mail-sign-in' order by recorded_at"),
      );
      const due = rows.filter(({ id }) => !delivered.has(id));
      for (const { id } of due) {
        delivered.add(id);
        await sendSignInMail({ ...desk, mailer }, { requestId: id });
      }
      return due.length;
    },
    person: async (email) => {
      const found = await findOrCreateIdentity(desk, email);
      if (!found.ok) throw new Error(found.refusal.code);
      return found.value.identityId;
    },
    browser: () => new Browser(url),
    signedIn: async (email) => {
      const browser = room.browser();
      await room.person(email);
      clock.advance(600_000);
      await browser.post('/sign-in', { email });
      await room.deliverMails();
      const { link } = lastMail(room, email);
      const page = await browser.get(link);
      await browser.post('/sign-in/link', { link: fieldOf(page.text, 'link') });
      return browser;
    },
    close: async () => {
      await closed(server);
      await store.close();
    },
  };
  return room;
}

/** What the newest mail to somebody says. */
export function lastMail({ inbox, url }: SignInRoom, to: string): { readonly link: string; readonly code: string } {
  const mail = inbox.findLast((each) => each.to === to);
  const link = mail && new RegExp(`^${url}(/\\S+)$`, 'm').exec(mail.text)?.[1];
  const code = mail && /Your code: (\d{4} \d{4})/.exec(mail.text)?.[1];
  if (link === undefined || code === undefined) throw new Error(`no mail with a link and a code came to ${to}`);
  return { link, code };
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
