import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Clock } from '../clock/clock.ts';
import type { Mail, Mailer } from './mail.ts';

/** A mail that landed in the folder. */
export interface KeptMail extends Mail {
  readonly mailId: string;
  readonly keptAt: string;
}

export interface MailFolder extends Mailer {
  /** Newest first. */
  list(limit: number): Promise<readonly KeptMail[]>;
}

const NAME = /^(\d{17})-([\w-]{1,64})\.json$/;

/** For demos and development: each mail lies in the folder as a mail program opens it (.eml) and as data for the page that shows it. */
export function folderMailer({
  folder,
  from,
  clock,
}: {
  readonly folder: string;
  readonly from: string;
  readonly clock: Clock;
}): MailFolder {
  const transport = createTransport({ streamTransport: true, buffer: true, disableFileAccess: true, disableUrlAccess: true });
  const names = async () => (existsSync(folder) ? await readdir(folder) : []).filter((name) => NAME.test(name));
  return {
    send: async (mailId, mail) => {
      if ((await names()).some((name) => NAME.exec(name)?.[2] === mailId)) return;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const keptAt = clock.now().toISOString();
      const stem = join(folder, `${keptAt.replaceAll(/\D/g, '')}-${mailId}`);
      const composed = await transport.sendMail({ from, date: clock.now(), messageId: `<${mailId}@localhost>`, ...mail });
      await writeFile(`${stem}.eml`, composed.message as Buffer, { mode: 0o600 });
      await writeFile(`${stem}.part`, `${JSON.stringify({ mailId, keptAt, ...mail } satisfies KeptMail, null, 2)}\n`, { mode: 0o600 });
      await rename(`${stem}.part`, `${stem}.json`);
    },
    list: async (limit) => {
      const newest = (await names()).toSorted().reverse().slice(0, limit);
      return Promise.all(newest.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as KeptMail));
    },
  };
}
