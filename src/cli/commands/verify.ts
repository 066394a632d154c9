import type { Command } from 'commander';
import { type VerifyReport, verifyBook } from '../../ledger/index.ts';
import { checkAudit, listAuthorities } from '../../people/index.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description('re-add every book, re-read its chain and that of the audit; exit 1 names the first that is wrong')
    .option('--authority <name>', 'only this authority')
    .option('--json', 'print one JSON document')
    .action(async (options: { authority?: string; json?: boolean }) => {
      const reports = await withBook(async ({ database }) => {
        const authorities =
          options.authority === undefined ? await listAuthorities(database) : [await chosenAuthority(database, options.authority)];
        const found: Report[] = [];
        for (const { authorityId, slug } of authorities)
          found.push({ slug, ...(await verifyBook(database, authorityId)), audit: await checkAudit(database, authorityId) });
        return found;
      });
      const isGreen = reports.every((report) => report.green && report.audit.problem === undefined);
      terminal(options.json ?? false).print(
        { green: isGreen, books: reports },
        reports.map(reportAsText).join('\n\n') || 'There is no book yet.',
      );
      if (!isGreen) throw new CommandEnded('', exitCode.wrong);
    });
}

type Report = VerifyReport & { readonly slug: string; readonly audit: Awaited<ReturnType<typeof checkAudit>> };

function reportAsText(report: Report): string {
  const { events, head, wrongSeq, problem } = report.audit;
  const audit =
    problem === undefined
      ? `${report.slug}: the audit is right. ${events} events; head ${head.slice(0, 16)}.`
      : `${report.slug}: THE AUDIT IS NOT RIGHT. Event ${wrongSeq}: ${problem}.`;
  return `${bookAsText(report)}\n${audit}`;
}

function bookAsText(report: Report): string {
  const size = `${report.entries} entries, ${report.postings} postings, ${report.blocks} blocks; head ${report.head.hash.slice(0, 16)}`;
  if (report.green) return `${report.slug}: the book is right. ${size}.`;
  const first = report.findings.find((finding) => finding.entryId !== undefined);
  return [
    `${report.slug}: THE BOOK IS NOT RIGHT. ${size}.`,
    ...(first ? [`First wrong entry: ${first.entryId}`] : []),
    ...report.findings.map((finding) => {
      const place = [
        finding.entryId && `entry ${finding.entryId}`,
        finding.blockSeq && `block ${finding.blockSeq}`,
        finding.account && `account ${finding.account}`,
      ].filter(Boolean);
      return `  ${finding.check}: ${finding.detail}${place.length > 0 ? ` (${place.join(', ')})` : ''}`;
    }),
  ].join('\n');
}
