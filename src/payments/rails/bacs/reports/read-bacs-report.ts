import type { Result } from '../../../../platform/result.ts';
import { peek } from '../../bank-files/peek.ts';
import { type FileContent, foundInXml, READING_LIMITS } from '../../bank-files/read-content.ts';
import { type PaymentFileRefusal, UnreadablePaymentFile, wholeOrRefused } from '../../bank-files/unreadable-payment-file.ts';
import { GatheredReport } from './gather-report.ts';
import { reportCsvEvents } from './read-report-csv.ts';
import { REPORT_ROOT, ReportXml } from './read-report-xml.ts';
import type { BacsReports, ReportEvent } from './report-events.ts';

export interface ReportReadingChoices {
  /** Ours; a report for another service user is refused. */
  readonly serviceUserNumbers?: readonly string[];
}

/** Reads a report of Bacs, as XML or as a table: all of it, or nothing and the reason with its line. */
export function readBacsReport(
  content: FileContent,
  { fileName, ...choices }: ReportReadingChoices & { readonly fileName: string },
): Promise<Result<BacsReports, PaymentFileRefusal>> {
  return wholeOrRefused(fileName, async () => {
    const events: ReportEvent[] = [];
    for await (const found of bacsReportEvents(content, choices)) {
      for (const event of found) events.push(event);
      if (events.length > READING_LIMITS.items)
        throw new UnreadablePaymentFile('too-many-items', undefined, `The report holds more than ${READING_LIMITS.items} items.`);
    }
    return { reports: events.flatMap((event) => (event.kind === 'report' ? [event.head] : [])), events };
  });
}

/** The same, as they are found. Throws `UnreadableFile` where the report is not sound. */
export async function* bacsReportEvents(
  content: FileContent,
  { serviceUserNumbers }: ReportReadingChoices,
): AsyncGenerator<readonly ReportEvent[]> {
  const report = new GatheredReport(serviceUserNumbers);
  const { head, content: whole } = await peek(content);
  yield* /^\s*</.test(head) ? foundInXml(whole, new ReportXml(report)) : reportCsvEvents(whole, report);
  if (report.reports === 0) throw new UnreadablePaymentFile('format-not-known', 1, `The file holds no report of Bacs (${REPORT_ROOT}).`);
}
