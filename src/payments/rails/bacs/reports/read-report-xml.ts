import { quoted } from '../../../../platform/files/unreadable-file.ts';
import { textAt, type XmlElement } from '../../../../platform/files/xml-element.ts';
import type { GatheringListener } from '../../bank-files/read-content.ts';
import { UnreadablePaymentFile } from '../../bank-files/unreadable-payment-file.ts';
import type { GatheredReport } from './gather-report.ts';
import type { CodeMeaning } from './report-codes.ts';
import type { ReportEvent } from './report-events.ts';
import { readAccount, readCount, readPounds, readReportDate, refuseOtherCurrency } from './report-values.ts';

/**
 * The XML of Bacs's reports keeps its values in attributes. The names are those that import mappings of the sibling reports (ARUDD,
 * ADDACS) show; until a bank's own file has been compared with them, both known spellings of each are read.
 */
const REPORT_XML_NAMES = {
  source: 'Import mappings of ARUDD, ADDACS and input reports; compare with the first report of the bank',
  verified: false,
  services: { ARUCS: 'ARUCS', AWACS: 'AWACS', InputReport: 'INPUT' } as const satisfies Record<string, CodeMeaning['service']>,
  items: ['ReturnedCreditItem', 'WrongAccountItem', 'MessagingAdvice', 'ErrorItem'],
  accounts: ['ReceiverAccount', 'PayeeAccount', 'PayerAccount'],
  newAccounts: ['NewAccount', 'AmendedAccount'],
} as const;

export const REPORT_ROOT = 'BACSDocument';

export class ReportXml implements GatheringListener<ReportEvent> {
  readonly #report: GatheredReport;
  #service: CodeMeaning['service'] | undefined;
  #header: XmlElement | undefined;

  constructor(report: GatheredReport) {
    this.#report = report;
  }

  root(element: XmlElement): void {
    if (element.name === REPORT_ROOT) return;
    throw new UnreadablePaymentFile('format-not-known', element.line, `${quoted(element.name)} is no report of Bacs (${REPORT_ROOT}).`);
  }

  closed(element: XmlElement, path: readonly XmlElement[]): 'keep' | 'release' {
    const { name } = element;
    if (name === 'Header' || name === 'MessagingHeader') {
      this.#service = serviceAmong(path, element);
      this.#header = element;
      if (name === 'MessagingHeader') this.#open(element, element);
      return 'release';
    }
    if (name === 'ServiceLicenseInformation') {
      this.#open(this.#header ?? element, element);
      return 'release';
    }
    if (name === 'Totals') {
      this.#report.totals(
        readCount(value(element, 'numberOf'), element.line),
        readPounds(value(element, 'valueOf'), element.line),
        element.line,
      );
      return 'release';
    }
    if (name === 'AccountTotal') {
      this.#counted(element);
      return 'release';
    }
    if ((REPORT_XML_NAMES.items as readonly string[]).includes(name)) {
      this.#item(element);
      return 'release';
    }
    return 'keep';
  }

  take(): readonly ReportEvent[] {
    return this.#report.take();
  }

  #open(header: XmlElement, user: XmlElement): void {
    const reportedOn = value(header, 'currentProcessingDate', 'report-generation-date');
    const name = value(user, 'userName', 'user-name').trim();
    const adviceNumber = value(header, 'adviceNumber', 'envelope-sequence-number');
    this.#report.open({
      service: this.#service ?? 'INPUT',
      line: header.line,
      serviceUserNumber: value(user, 'userNumber', 'user-number'),
      reportedOn: readReportDate(reportedOn, header.line),
      ...(name !== '' && { serviceUserName: name }),
      ...(adviceNumber !== '' && { adviceNumber }),
    });
  }

  #item(element: XmlElement): void {
    const account = element.children.find(({ name }) => (REPORT_XML_NAMES.accounts as readonly string[]).includes(name)) ?? element;
    const moved = element.children.find(({ name }) => (REPORT_XML_NAMES.newAccounts as readonly string[]).includes(name));
    const { line } = element;
    const paid = readAccount(
      value(account, 'sortCode', 'payee-sort-code', 'payer-sort-code'),
      value(account, 'number', 'payee-account-number', 'payer-account-number'),
      value(account, 'name', 'payee-name', 'payer-name').trim(),
      line,
    );
    if (paid === undefined) throw new UnreadablePaymentFile('field-missing', line, 'The item does not say which account was paid.');
    const newAccount = readAccount(
      moved === undefined ? value(element, 'payee-new-sort-code', 'payer-new-sort-code') : value(moved, 'sortCode'),
      moved === undefined ? value(element, 'payee-new-account-number', 'payer-new-account-number') : value(moved, 'number'),
      moved === undefined ? '' : value(moved, 'name').trim(),
      line,
    );
    refuseOtherCurrency(value(element, 'currency'), line);
    const amount = value(element, 'valueOf');
    const processed = value(element, 'originalProcessingDate', 'original-proc-date');
    this.#report.item({
      line,
      code: value(element, 'returnCode', 'reason-code', 'errorCode'),
      reference: (value(element, 'ref', 'reference') || value(account, 'ref')).trim(),
      account: paid,
      ...(amount !== '' && { amountPence: readPounds(amount, line) }),
      ...(processed !== '' && { originalProcessingDate: readReportDate(processed, line) }),
      ...(newAccount !== undefined && { newAccount }),
    });
  }

  /** Input reports count by account what was accepted and what was not. */
  #counted(element: XmlElement): void {
    const entry = element.children.find(({ name }) => name === 'CreditEntry');
    const [taken, not] = ['AcceptedRecords', 'RejectedRecords'].map((records) => entry?.children.find(({ name }) => name === records));
    if (taken === undefined || not === undefined)
      throw new UnreadablePaymentFile(
        'field-missing',
        element.line,
        'The totals of an account do not say how many payments were accepted and rejected.',
      );
    this.#report.add({
      kind: 'input-counted',
      line: element.line,
      acceptedPayments: readCount(value(taken, 'numberOf'), taken.line),
      acceptedPence: readPounds(value(taken, 'valueOf'), taken.line),
      rejectedPayments: readCount(value(not, 'numberOf'), not.line),
      rejectedPence: readPounds(value(not, 'valueOf'), not.line),
    });
  }
}

function serviceAmong(path: readonly XmlElement[], header: XmlElement): CodeMeaning['service'] {
  const said = [...path.map(({ name }) => name), value(header, 'advice-type', 'report-type').replace(/^REPORT_/, '')];
  for (const name of said) {
    const service = REPORT_XML_NAMES.services[name as keyof typeof REPORT_XML_NAMES.services];
    if (service !== undefined) return service;
  }
  const reason = 'The report is none of ARUCS, AWACS or an input report. Reports of direct debits are not ours: we never collect.';
  throw new UnreadablePaymentFile('format-not-known', header.line, reason);
}

/** The first of several spellings that is there. */
function value(element: XmlElement, ...names: readonly string[]): string {
  for (const name of names) {
    const found = element.attributes[name]?.value ?? textAt(element, name);
    if (found !== undefined) return found;
  }
  return '';
}
