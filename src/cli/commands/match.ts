import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { linkRecords, type MatchProposal, matchItems } from '../../reconciliation/index.ts';
import { csvField } from '../csv-rows.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { type MatchRow, readMatchRows } from '../match-rows.ts';
import { terminal } from '../terminal.ts';

type Profile = 'money' | 'linkage';

interface PairRow {
  readonly leftId: string;
  readonly rightIds: readonly string[];
  /** How probable, from 0 to 1. */
  readonly score: number;
  readonly decision: 'auto' | 'suggest';
  readonly reasons: readonly string[];
}

export function addMatch(program: Command): void {
  program
    .command('match')
    .description('match two lists (CSV with id, date, amount, memo) and write who belongs to whom; needs no database')
    .requiredOption('--left <file>', 'bank lines: each gets one row at most')
    .requiredOption('--right <file>', 'what is open')
    .requiredOption('--out <file>', 'where the pairs are written')
    .addOption(
      new Option('--profile <profile>', 'money: ties to the penny; linkage: amounts may differ, for comparing lists')
        .choices(['money', 'linkage'])
        .default('money'),
    )
    .option('--json', 'print the summary as one JSON document')
    .action((options: { left: string; right: string; out: string; profile: Profile; json?: boolean }) => {
      if ([options.left, options.right].some((file) => resolve(file) === resolve(options.out))) {
        throw new CommandEnded('Give --out another file: it would overwrite what is matched.', exitCode.misuse);
      }
      const left = readMatchRows(options.left);
      const right = readMatchRows(options.right);
      const pairs = options.profile === 'linkage' ? linked(left, right) : matched(left, right);
      writeWhole(options.out, pairs);
      const automatic = pairs.filter(({ decision }) => decision === 'auto').length;
      const summary = {
        profile: options.profile,
        left: left.length,
        right: right.length,
        auto: automatic,
        suggest: pairs.length - automatic,
      };
      terminal(options.json ?? false).print(
        { ...summary, unmatched: left.length - pairs.length, file: options.out },
        `${options.out} is written: of ${left.length} rows ${automatic} are matched, ${pairs.length - automatic} have a suggestion, ` +
          `${left.length - pairs.length} have none.`,
      );
    });
}

function linked(left: readonly MatchRow[], right: readonly MatchRow[]): PairRow[] {
  return linkRecords(left, right).links.map(({ leftId, rightId, score, decision, reasons }) => ({
    leftId,
    rightIds: [rightId],
    score,
    decision,
    reasons,
  }));
}

function matched(left: readonly MatchRow[], right: readonly MatchRow[]): PairRow[] {
  const result = matchItems({ lines: left, items: right.map((row) => ({ ...row, kind: 'other' as const })) });
  return [
    ...result.matched.flatMap((proposal) => proposal.lineIds.map((lineId) => pairRow(lineId, proposal, 'auto'))),
    ...result.open.flatMap(({ lineId, suggestions: [best] }) => (best === undefined ? [] : [pairRow(lineId, best, 'suggest')])),
  ];
}

function pairRow(leftId: string, { itemIds, margin, reasons }: MatchProposal, decision: PairRow['decision']): PairRow {
  return { leftId, rightIds: itemIds, score: 1 / (1 + Math.exp(-margin)), decision, reasons };
}

/** In the order of left ids, so that the same input always writes the same bytes; renamed into place when all of it is there. */
function writeWhole(file: string, pairs: readonly PairRow[]): void {
  const rows = [...pairs]
    .sort((a, b) => (a.leftId < b.leftId ? -1 : 1))
    .map(({ leftId, rightIds, score, decision, reasons }) =>
      [csvField(leftId), csvField(rightIds.join(';')), score.toFixed(6), decision, csvField(reasons.join('; '))].join(','),
    );
  const beside = `${file}.part`;
  try {
    writeFileSync(beside, `${['left_id,right_id,score,decision,reasons', ...rows].join('\r\n')}\r\n`, { mode: 0o600 });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new CommandEnded(`${file} cannot be written: ${(error as Error).message}.`, exitCode.misuse);
  }
}
