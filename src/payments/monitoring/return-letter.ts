import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import { showDate } from '../../platform/calendar/show-date.ts';
import type { Letter, LetterPart } from '../../platform/letters/letter.ts';
import type { ReturnNeed } from './rules/kinds.ts';
import type { monitoringReturns } from './schema.ts';

const NEEDS: Readonly<Record<ReturnNeed, string>> = {
  'account-balance': 'How much is in the account for these payments, and how much of that is your own money.',
  'spending-shown': 'What you have paid since last time. A receipt only where it is not small; if one is lost, tell us so.',
  'answer-to-a-question': 'An answer to the question that we sent you about the account.',
};

/** What we still need, by when, and that nothing happens to the payments meanwhile. */
export function returnLetter({
  council,
  to,
  on,
  line,
  row,
  needs,
}: {
  readonly council: string;
  readonly to: string;
  readonly on: PlainDate;
  readonly line: string;
  readonly row: typeof monitoringReturns.$inferSelect;
  readonly needs: readonly ReturnNeed[];
}): Letter {
  const paragraph = (text: string): LetterPart => ({ kind: 'paragraph', text });
  return {
    title: row.reminders === 0 ? 'What we need from you about the payments' : 'What we still need from you about the payments',
    language: 'en-GB',
    from: [council],
    to: [to],
    date: on,
    parts: [
      paragraph(`Dear ${to},`),
      paragraph(`This is about the payments for ${line}, from ${showDate(row.from)} to ${showDate(row.until)}.`),
      paragraph(`Please send us this by ${showDate(row.dueOn)}:`),
      { kind: 'list', items: needs.map((need) => NEEDS[need]) },
      paragraph('Your payments go on. If this is difficult, tell us: we will help you with it, by phone or at your home.'),
      paragraph(council),
    ],
  };
}
