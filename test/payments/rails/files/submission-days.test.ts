import { describe, expect, it } from 'vitest';
import type { OriginatorSettings } from '../../../../src/payments/originators/originator-settings.ts';
import { BACS_PROFILES } from '../../../../src/payments/rails/bacs/bacs-profiles.ts';
import { BANK_CSV_PROFILES } from '../../../../src/payments/rails/bank-csv/bank-csv-profiles.ts';
import { type Moment, submissionDays, submittedInTime } from '../../../../src/payments/rails/files/submission-days.ts';
import { PAIN001_PROFILES } from '../../../../src/payments/rails/pain001/pain001-profiles.ts';
import type { PlainDate } from '../../../../src/platform/calendar/plain-date.ts';
import { must } from '../../../people/example-family.ts';

const bacs: OriginatorSettings = {
  ...{ format: 'bacs', serviceUserNumber: '654321', serviceUserName: 'EXAMPLE COUNCIL' },
  profile: BACS_PROFILES[0] as (typeof BACS_PROFILES)[number],
};
const message = (scheme: 'bacs' | 'faster-payments' | 'chaps'): OriginatorSettings => ({
  ...{ format: 'pain001', initiatingPartyName: 'Example Council', version: '09', scheme },
  profile: PAIN001_PROFILES[0] as (typeof PAIN001_PROFILES)[number],
});
const table: OriginatorSettings = { format: 'bank-csv', profile: BANK_CSV_PROFILES[0] as (typeof BANK_CSV_PROFILES)[number] };
const late = (settings: OriginatorSettings, creditDate: PlainDate, moment: Moment) => {
  const days = submissionDays(settings, creditDate);
  const judged = days.ok ? submittedInTime(days.value, moment) : days;
  return judged.ok ? 'in time' : judged.refusal.reason;
};

describe('when a file must be at the bank', () => {
  it.each<[promised: PlainDate, submitBy: PlainDate, why: string]>([
    ['2026-10-08', '2026-10-06', 'two working days before'],
    ['2027-03-31', '2027-03-25', 'over Good Friday and Easter Monday'],
    ['2026-12-30', '2026-12-24', 'over Christmas, of which Monday the 28th is the substitute'],
    ['2027-01-05', '2026-12-31', 'over the end of the year and New Year’s Day'],
    ['2028-03-01', '2028-02-28', 'over the 29th of February'],
    ['2027-03-02', '2027-02-26', 'in a year that has none'],
  ])('to be there on %s: by %s (%s), by 22:30, whichever file tells Bacs', (promised, submitBy) => {
    for (const settings of [bacs, message('bacs')]) {
      expect(must(submissionDays(settings, promised))).toMatchObject({ submitBy, submitByTime: '22:30', creditDate: promised });
      expect(late(settings, promised, { today: submitBy, time: '22:30' })).toBe('in time');
      expect(late(settings, promised, { today: submitBy, time: '22:31' })).toMatch(/^To be there on .* at 22:30\.$/);
    }
  });

  it('a day too late is too late at any hour, and without an hour the last day is in time', () => {
    expect(late(bacs, '2026-10-08', { today: '2026-10-06' })).toBe('in time');
    expect(late(bacs, '2026-10-08', { today: '2026-10-07', time: '00:00' })).toBe(
      'To be there on Thursday 8 October 2026 the file had to be at the bank by Tuesday 6 October 2026 at 22:30.',
    );
  });

  it('nothing is promised by Bacs, CHAPS or a bank’s table for a day on which the banks are closed; Faster Payments go every day', () => {
    for (const settings of [bacs, message('bacs'), message('chaps'), table])
      expect(late(settings, '2026-12-28', { today: '2026-12-01' })).toMatch(/28 December 2026/);
    expect(must(submissionDays(message('faster-payments'), '2026-12-28'))).toEqual({
      ...{ submitBy: '2026-12-28', processingDate: '2026-12-28', creditDate: '2026-12-28' },
    });
  });

  it('on the day itself what pays on the day is in time, and the day after it is not', () => {
    for (const settings of [message('faster-payments'), message('chaps'), table]) {
      expect(late(settings, '2026-10-08', { today: '2026-10-08', time: '23:59' })).toBe('in time');
      expect(late(settings, '2026-10-08', { today: '2026-10-09' })).toMatch(/by Thursday 8 October 2026\.$/);
    }
  });

  it('a year whose bank holidays are not known is not guessed', () => {
    for (const settings of [bacs, message('chaps'), table])
      expect(late(settings, '2031-03-31', { today: '2031-01-01' })).toBe('The bank holidays of 2031 are not known here yet.');
  });
});
