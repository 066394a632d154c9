import { quoted } from '../../../../platform/files/unreadable-file.ts';
import { formatPounds } from '../../../../platform/money/pounds.ts';
import { UnreadablePaymentFile } from '../../bank-files/unreadable-payment-file.ts';
import { meaningOf } from './report-codes.ts';
import type { ReportEvent, ReportedItem, ReportHead } from './report-events.ts';

const KINDS = { ARUCS: 'credit-returned', AWACS: 'account-changed', INPUT: 'item-not-as-sent' } as const;

/** Makes events of what the readers of XML and CSV find, and holds a report to its own totals. */
export class GatheredReport {
  readonly #serviceUserNumbers: readonly string[] | undefined;
  readonly #seen = new Map<string, number>();
  #events: ReportEvent[] = [];
  #head: ReportHead | undefined;
  #items = 0;
  #pence = 0n;
  reports = 0;

  constructor(serviceUserNumbers: readonly string[] | undefined) {
    this.#serviceUserNumbers = serviceUserNumbers;
  }

  open(head: ReportHead): void {
    if (this.#serviceUserNumbers !== undefined && !this.#serviceUserNumbers.includes(head.serviceUserNumber)) {
      const reason = `The report is for the service user ${quoted(head.serviceUserNumber)}, and not for one of ours.`;
      throw new UnreadablePaymentFile('other-service-user', head.line, reason);
    }
    this.#head = head;
    this.reports += 1;
    this.#events.push({ kind: 'report', head });
  }

  item(found: Omit<ReportedItem, 'key'>): void {
    const head = this.#head;
    if (head === undefined)
      throw new UnreadablePaymentFile('field-missing', found.line, 'An item stands before its report says whose it is and of which day.');
    this.#items += 1;
    this.#pence += found.amountPence ?? 0n;
    const item = { ...found, key: this.#keyOf(head, found) };
    const known = meaningOf(head.service, item.code);
    if (known === undefined) {
      const reason = `Nobody here knows the code ${quoted(item.code)} of ${head.service}. Ask the bank what it means; nothing was changed.`;
      this.#events.push({ kind: 'parked', ...item, reason });
      return;
    }
    this.#events.push({ kind: KINDS[head.service], ...item, meaning: known.meaning, follows: known.follows });
  }

  add(event: ReportEvent): void {
    this.#events.push(event);
  }

  /** Totals stand behind their items and count what came since the last ones. */
  totals(items: number, pence: bigint, line: number): void {
    if (items !== this.#items || pence !== this.#pence) {
      const reason =
        `The report says ${items} items of ${formatPounds(pence)}; those in it are ${this.#items} of ${formatPounds(this.#pence)}. ` +
        'It was cut or edited; fetch it again.';
      throw new UnreadablePaymentFile('totals-differ', line, reason);
    }
    [this.#items, this.#pence] = [0, 0n];
  }

  take(): readonly ReportEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }

  #keyOf(head: ReportHead, { code, reference, amountPence = 0n, account, originalProcessingDate }: Omit<ReportedItem, 'key'>): string {
    const facts = [
      head.service,
      head.serviceUserNumber,
      head.reportedOn,
      code.charAt(0),
      reference,
      amountPence,
      account.sortCode,
      account.accountNumber,
      originalProcessingDate ?? '',
    ].join('|');
    const equal = (this.#seen.get(facts) ?? 0) + 1;
    this.#seen.set(facts, equal);
    return `${facts}|${equal}`;
  }
}
