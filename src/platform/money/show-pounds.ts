import { formatPounds } from './pounds.ts';

/** For people: `12,000.00`. Files and answers for machines keep `formatPounds`, which has no commas. */
export function showPounds(pence: bigint): string {
  return formatPounds(pence).replace(/\d(?=(?:\d{3})+\.)/g, '$&,');
}
