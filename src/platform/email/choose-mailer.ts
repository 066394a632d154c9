import { join } from 'node:path';
import type { Clock } from '../clock/clock.ts';
import type { Config } from '../config.ts';
import { folderMailer, type MailFolder } from './folder-mailer.ts';
import type { Mailer } from './mail.ts';
import { smtpMailer } from './smtp-mailer.ts';

export interface ChosenMailer {
  readonly mailer: Mailer;
  /** Where mails lie that go no further. */
  readonly folder: MailFolder | undefined;
}

/** A mail server when one is configured; otherwise mails lie in the data folder and go nowhere. */
export function chooseMailer({ mail, dataDirectory }: Pick<Config, 'mail' | 'dataDirectory'>, clock: Clock): ChosenMailer {
  if (mail.smtpUrl !== undefined) return { mailer: smtpMailer({ smtpUrl: mail.smtpUrl, from: mail.from }), folder: undefined };
  const folder = folderMailer({ folder: join(dataDirectory, 'mail'), from: mail.from, clock });
  return { mailer: folder, folder };
}
