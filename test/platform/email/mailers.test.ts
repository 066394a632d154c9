import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderMailer } from '../../../src/platform/email/folder-mailer.ts';
import { smtpMailer } from '../../../src/platform/email/smtp-mailer.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { type SmtpServer, startSmtpServer } from '../../support/smtp-server.ts';

const ID = '2b1d7a90-7f3c-4f0a-b9b5-6b8a9a1c7e21';
const from = 'Threefold <no-reply@council.example>';
const mail = { to: 'jo@example.org', subject: 'Grüße', text: 'Follow the link.\n.hidden dot', html: '<p>Follow the link.</p>' };

describe('a mail server', () => {
  let server: SmtpServer;
  beforeAll(async () => {
    server = await startSmtpServer({ refuses: 'gone@example.org' });
  });
  afterAll(() => server.close());
  const mailer = (host: string) => smtpMailer({ smtpUrl: `smtp://${host}:${server.port}`, from });

  it('is handed the whole mail, with an id by which a second one is seen to be the same', async () => {
    await mailer('127.0.0.1').send(ID, mail);
    const [taken, ...more] = server.taken;
    expect(more).toEqual([]);
    expect(taken).toMatchObject({ from: 'no-reply@council.example', to: ['jo@example.org'] });
    for (const header of [/^From: Threefold <no-reply@council\.example>$/m, /^To: jo@example\.org$/m, /^Auto-Submitted: auto-generated$/m])
      expect(taken?.data.replaceAll('\r', '')).toMatch(header);
    expect(taken?.data).toContain(`Message-ID: <${ID}@council.example>`);
    expect(taken?.data).toContain('multipart/alternative');
    for (const part of ['Follow the link.\r\n.hidden dot', '<p>Follow the link.</p>']) expect(taken?.data).toContain(part);
  });

  it('that refuses the recipient is an outage for the job, and one that hides another recipient reaches nobody else', async () => {
    await expect(mailer('127.0.0.1').send(ID, { ...mail, to: 'gone@example.org' })).rejects.toThrow(/nobody here/);
    const before = server.taken.length;
    await mailer('127.0.0.1')
      .send(ID, { ...mail, to: 'jo@example.org\r\nBcc: thief@example.org' })
      .catch(() => undefined);
    expect(server.taken.slice(before).flatMap(({ to }) => to)).not.toContain('thief@example.org');
    expect(
      server.taken
        .slice(before)
        .map(({ data }) => data)
        .join(''),
    ).not.toMatch(/^Bcc:/m);
  });

  it('on another machine that does not encrypt is told nothing of whom the mail is for', async () => {
    const before = server.heard.length;
    await expect(mailer('127.0.0.2').send(ID, mail)).rejects.toThrow();
    expect(server.heard.slice(before).some((line) => /^(MAIL|RCPT|DATA)/i.test(line))).toBe(false);
  });
});

describe('a folder instead of a mail server', () => {
  it('keeps each mail once, for its owner’s eyes, the newest first', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'threefold-mail-')), 'mail');
    const clock = manualClock('2026-04-15T09:30:00.000Z');
    const mailer = folderMailer({ folder, from, clock });
    expect(await mailer.list(10)).toEqual([]);
    await mailer.send('first', mail);
    clock.advance(1_000);
    await mailer.send('second', { ...mail, subject: 'Later' });
    await mailer.send('first', { ...mail, subject: 'Again' });
    expect((await mailer.list(10)).map(({ mailId, subject }) => `${mailId} ${subject}`)).toEqual(['second Later', 'first Grüße']);
    expect(await mailer.list(1)).toHaveLength(1);
    const names = await readdir(folder);
    expect(names).toHaveLength(4);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o077).toBe(0);
    const eml = await readFile(join(folder, names.find((name) => name.endsWith('first.eml')) ?? ''), 'utf8');
    expect(eml).toContain('To: jo@example.org');
    await rm(folder, { recursive: true });
  });
});
