import type { Command } from 'commander';
import { readAnchors, verifyBook } from '../../ledger/index.ts';
import { checkAudit } from '../../people/index.ts';
import { auditAsText, type CheckedAudit } from '../audit-as-text.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { type ReportOfBook, reportAsText } from '../report-as-text.ts';
import { terminal } from '../terminal.ts';
import { chosenAuthorities, withBook } from '../with-book.ts';

type Proof = ReportOfBook & { readonly audit: CheckedAudit };

export function addVerify(program: Command): void {
  program
    .command('verify')
    .description(
      're-add every book, re-read its chain and that of the audit, and compare it with its anchors; exit 1 names the first that is wrong',
    )
    .option('--since-anchor', 'only what was posted since the last anchor; what came before is believed as the anchor has it')
    .option('--authority <name>', 'only this authority')
    .option('--json', 'print one JSON document')
    .action(async (options: { sinceAnchor?: boolean; authority?: string; json?: boolean }) => {
      const reports = await withBook(async ({ database, config }) => {
        const found: Proof[] = [];
        for (const { authorityId, slug } of await chosenAuthorities(database, options.authority)) {
          const anchors = await readAnchors(config.anchorFolder, authorityId);
          const since = options.sinceAnchor ? anchors.anchors.at(-1) : undefined;
          if (options.sinceAnchor && since === undefined)
            throw new CommandEnded(
              `There is no anchor of ${slug} in ${config.anchorFolder}. Take one with "threefold anchor".`,
              exitCode.wrong,
            );
          found.push({
            slug,
            ...(await verifyBook(database, authorityId, { anchors, since })),
            audit: await checkAudit(database, authorityId),
          });
        }
        return found;
      });
      const isGreen = reports.every((report) => report.green && report.audit.problem === undefined);
      terminal(options.json ?? false).print(
        { green: isGreen, books: reports },
        reports.map((report) => `${reportAsText(report)}\n${auditAsText(report.slug, report.audit)}`).join('\n\n') ||
          'There is no book yet.',
      );
      if (!isGreen) throw new CommandEnded('', exitCode.wrong);
    });
}
