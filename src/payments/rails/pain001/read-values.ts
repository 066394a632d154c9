import { quoted } from '../../../platform/files/unreadable-file.ts';
import type { XmlElement } from '../../../platform/files/xml-element.ts';
import { UnreadablePaymentFile } from '../bank-files/unreadable-payment-file.ts';

/** Pounds with up to two decimals, digit by digit: exact or refused. The standard writes no sign and no thousands. */
export function readAmount(element: XmlElement): bigint {
  const text = element.text.trim();
  const [, pounds, pence = ''] = /^([0-9]{1,16})(?:\.([0-9]{0,2}))?$/.exec(text) ?? [];
  if (pounds === undefined)
    throw new UnreadablePaymentFile('amount-not-understood', element.line, `${quoted(text)} is not an amount like 769.23.`);
  return BigInt(pounds + pence.padEnd(2, '0'));
}

export function readCounted(element: XmlElement): number {
  const text = element.text.trim();
  if (!/^[0-9]{1,15}$/.test(text)) throw new UnreadablePaymentFile('field-not-understood', element.line, `${quoted(text)} is not a count.`);
  return Number(text);
}
