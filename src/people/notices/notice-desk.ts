import type { Clock } from '../../platform/clock/clock.ts';
import type { Database } from '../../platform/database/database.ts';
import type { Mailer } from '../../platform/email/mail.ts';

/** What notices are sent with. */
export interface NoticeDesk {
  readonly database: Database;
  readonly clock: Clock;
  readonly publicUrl: string;
  readonly mailer: Mailer;
}
