import { showDate } from '../../../platform/calendar/show-date.ts';
import { bacsReportEvents } from '../bacs/reports/read-bacs-report.ts';
import type { ReportEvent, ReportedItem, ReportHead } from '../bacs/reports/report-events.ts';
import type { Consequence } from '../bank-files/consequence.ts';
import type { FileContent } from '../bank-files/read-content.ts';
import { accountInWords, type Explanation, paymentsInWords, poundsInWords } from './explanation.ts';

const REPORTS: Readonly<Record<ReportHead['service'], string>> = {
  ARUCS: 'ARUCS: payments that came back',
  AWACS: 'AWACS: payments that arrived at another account than ours on record',
  INPUT: 'Input report: what Bacs took of a submission',
};

export const CONSEQUENCES: Readonly<Record<Consequence, string>> = {
  'reopen-instalment': 'the instalment is open again',
  'stop-payee': 'every schedule of this person stops',
  'alert-named-officer': 'a named officer is told today',
  'ask-payee-for-account': 'ask the payee for the right account',
  'propose-new-account': 'the new account is proposed, and checked by two people',
  'check-our-record': 'compare it with our own record',
};

export async function* explainReport(content: FileContent): AsyncGenerator<Explanation> {
  yield { kind: 'format', format: 'bacs-report', words: 'A report of Bacs: what became of payments we sent.' };
  let [items, parked] = [0, 0];
  for await (const events of bacsReportEvents(content, {})) {
    for (const event of events) {
      if ('key' in event) items += 1;
      if (event.kind === 'parked') parked += 1;
      yield inWords(event);
    }
  }
  const waiting = parked === 0 ? '' : ` ${parked} with a code nobody here knows: they wait for a person.`;
  yield { kind: 'end', words: `Sound: ${paymentsInWords(items)} told of.${waiting}` };
}

function inWords(event: ReportEvent): Explanation {
  switch (event.kind) {
    case 'report': {
      const { service, serviceUserNumber, reportedOn, line } = event.head;
      return { kind: 'line', line, words: `${REPORTS[service]}; for service user ${serviceUserNumber}, of ${showDate(reportedOn)}.` };
    }
    case 'input-counted': {
      const taken = `${paymentsInWords(event.acceptedPayments)} of ${poundsInWords(event.acceptedPence)}`;
      const not = `${paymentsInWords(event.rejectedPayments)} of ${poundsInWords(event.rejectedPence)}`;
      return { kind: 'line', line: event.line, words: `Taken: ${taken}. Not taken: ${not}.` };
    }
    case 'parked':
      return { kind: 'line', line: event.line, words: `${itemInWords(event)}: ${event.reason}` };
    default: {
      const moved = event.newAccount === undefined ? '' : ` The bank names ${accountInWords(event.newAccount)}.`;
      const follows = event.follows.map((each) => CONSEQUENCES[each]).join('; ');
      return {
        kind: 'item',
        line: event.line,
        words: `${itemInWords(event)}: ${event.meaning} (code ${event.code}).${moved} What follows: ${follows}.`,
      };
    }
  }
}

function itemInWords({ amountPence, reference, account }: ReportedItem): string {
  const amount = amountPence === undefined ? 'A payment' : poundsInWords(amountPence);
  return `${amount} to ${accountInWords(account)}, reference ${reference === '' ? 'not given' : reference}`;
}
