import type { Command } from 'commander';
import {
  type AcknowledgeReason,
  acknowledgeAlerts,
  acknowledgeReasons,
  alertProblems,
  alertWords,
  listAlerts,
  type RuleCode,
  type RuleScope,
  replayRule,
  ruleCodes,
  scopes,
} from '../../alerts/index.ts';
import { businessDates, serviceCaller } from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import type { Refusal, Result } from '../../platform/result.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

interface Options {
  readonly authority?: string;
  readonly json?: boolean;
  readonly reason?: string;
  readonly trigger?: string;
  readonly clear?: string;
  readonly scope?: string;
  readonly for?: string;
}

const MOST_LISTED = 500;

/** The inbox of an authority, for whoever runs the machine; worries about fraud and safety are not shown here. */
export function addAlerts(program: Command): void {
  const alerts = program
    .command('alerts')
    .description('what somebody has to know: list it, acknowledge it, try a changed rule on the last year');
  const withUsual = (command: Command) =>
    command.option('--authority <name>', 'the authority, when there are several').option('--json', 'print one JSON document');

  withUsual(alerts.command('list').description('what is open, most harm first')).action(async ({ authority, json = false }: Options) => {
    const open = await withBook(async ({ database }) => {
      const { authorityId } = await chosenAuthority(database, authority);
      return listAlerts(database, authorityId, { restricted: false, limit: MOST_LISTED });
    });
    const told = open.map((alert) => ({ ...alert, ...alertWords(alert) }));
    const rows = told.map(({ alertId, state, raisedAt, title }) => [raisedAt.toISOString().slice(0, 10), state, title, alertId]);
    terminal(json).print(told, rows.length === 0 ? 'Nothing is open.' : table(['since', 'state', 'what', 'alert'], rows));
  });

  withUsual(alerts.command('ack').description('acknowledge alerts with a reason'))
    .argument('<alert...>', 'their ids')
    .requiredOption('--reason <code>', `one of ${acknowledgeReasons.join(', ')}`)
    .action(async (alertIds: string[], { authority, json = false, reason }: Options) => {
      const known = acknowledgeReasons.find((each) => each === reason);
      if (known === undefined) throw new CommandEnded(`--reason is one of ${acknowledgeReasons.join(', ')}.`, exitCode.misuse);
      const { changed } = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, authority);
        const room = { database, clock: systemClock, businessDate: businessDates(database, systemClock) };
        const asked = { alertIds, reason: known satisfies AcknowledgeReason };
        return required(await acknowledgeAlerts(room, serviceCaller(authorityId, 'command-line'), asked));
      });
      terminal(json).print({ changed }, `${changed} acknowledged.`);
    });

  withUsual(alerts.command('replay').description('what a changed rule would have said over the last year; nothing is written'))
    .argument('<rule>', 'its code')
    .requiredOption('--trigger <number>', 'where it would speak up')
    .requiredOption('--clear <number>', 'where it would be over')
    .option('--scope <scope>', `one of ${scopes.join(', ')}`, 'authority')
    .option('--for <key>', 'the stream, family or line', '')
    .action(async (rule: string, { authority, json = false, trigger = '', clear = '', scope = '', for: scopeKey = '' }: Options) => {
      const code = ruleCodes.find((each) => each === rule) satisfies RuleCode | undefined;
      const where = scopes.find((each) => each === scope) satisfies RuleScope | undefined;
      if (code === undefined) throw new CommandEnded(`There is no rule "${rule}". The rules are ${ruleCodes.join(', ')}.`, exitCode.misuse);
      if (where === undefined) throw new CommandEnded(`--scope is one of ${scopes.join(', ')}.`, exitCode.misuse);
      if (![trigger, clear].every((text) => /^-?\d{1,9}(?:\.\d{1,2})?$/.test(text)))
        throw new CommandEnded('--trigger and --clear are numbers with at most two decimals.', exitCode.misuse);
      const replay = await withBook(async ({ database, ledger }) => {
        const { authorityId } = await chosenAuthority(database, authority);
        const businessDate = businessDates(database, systemClock);
        const from = await businessDate(authorityId);
        const change = {
          rule: code,
          scope: where,
          scopeKey,
          from,
          enabled: true,
          trigger,
          clear,
          quietDays: 7,
          escalateAfter: 5,
          digest: false,
        };
        return required(await replayRule({ database, ledger, clock: systemClock, businessDate }, authorityId, change));
      });
      const rows = (['now', 'changed'] as const).flatMap((which) =>
        replay[which].map(({ subject, raisedOn, resolvedOn = '' }) => [which, subject, raisedOn, resolvedOn]),
      );
      const counted = `From ${replay.from} to ${replay.until}: ${replay.now.length} alerts as it is, ${replay.changed.length} as changed.`;
      terminal(json).print(replay, rows.length === 0 ? counted : `${counted}\n${table(['rule', 'about', 'raised', 'resolved'], rows)}`);
    });
}

function required<Value>(result: Result<Value, Refusal>): Value {
  if (result.ok) return result.value;
  const { code } = result.refusal;
  const words = (alertProblems as Readonly<Record<string, { title: string; advice: string }>>)[code];
  const reason = 'reason' in result.refusal ? ` ${String(result.refusal.reason)}` : '';
  throw new CommandEnded(
    words === undefined ? `Refused: ${code}.` : `${words.title}.${reason === '' ? ` ${words.advice}` : reason}`,
    exitCode.wrong,
  );
}
