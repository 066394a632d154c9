import type { PlainDate } from '../../platform/calendar/plain-date.ts';

/** The day from which accounts of budgets can hold anything: the law's first day, one and the same for all, so that whoever comes first opens them alike. */
export const ACCOUNTS_OPEN_ON: PlainDate = '2014-09-01';
