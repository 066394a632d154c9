import { type Command, InvalidArgumentError } from 'commander';
import type { Actor } from '../../ledger/index.ts';
import {
  approvePaymentRun,
  councilPayees,
  findPaymentRun,
  instalmentsDue,
  listPaymentRuns,
  paymentProblems,
  planDueRun,
  type RunDesk,
  releasePaymentRun,
  submitPaymentRun,
} from '../../payments/index.ts';
import { businessDates } from '../../people/index.ts';
import { type PlainDate, parsePlainDate } from '../../platform/calendar/plain-date.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { formatPounds } from '../../platform/money/pounds.ts';
import type { Refusal, Result } from '../../platform/result.ts';
import { keepKeyRing } from '../../platform/secrets/key-ring.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { table, terminal } from '../terminal.ts';
import { type Book, chosenAuthority, withBook } from '../with-book.ts';

interface Options {
  readonly rail?: string;
  readonly on?: PlainDate;
  readonly extra?: boolean;
  readonly officer?: string;
  readonly authority?: string;
  readonly json?: boolean;
}

/** Whoever runs the machine makes runs here; the second person approves on the page or the API, or is named by their own id. */
export function addRun(program: Command): void {
  const run = program.command('run').description('payment runs: plan, submit, approve and release them, and see where they stand');
  const withUsual = (command: Command) =>
    command
      .option('--officer <id>', 'the opaque id of the officer who does this; whoever runs the machine when left out')
      .option('--authority <name>', 'the authority, when there are several')
      .option('--json', 'print one JSON document');

  withUsual(run.command('plan').description('plan what is due; the run of a day and a rail exists once'))
    .requiredOption('--rail <code>', 'by which rail')
    .option('--on <day>', 'the day of payment; the business date when left out', readDay)
    .option('--extra', 'a further run of the day, for what has become due since')
    .action((options: Options) =>
      onDesk(options, async ({ desk, actor, today }) => {
        const { rail = '', on = today, extra = false } = options;
        const planned = required(await planDueRun(desk, actor, { payDate: on, rail, extra }));
        return told(desk, actor, planned.run.runId, planned.excluded);
      }),
    );

  for (const [name, description, step] of [
    ['submit', 'stand by a draft, so that a colleague may approve it', submitPaymentRun],
    ['approve', 'approve a run that somebody else planned and submitted', approvePaymentRun],
    ['release', 'charge an approved run and have it sent; the approval has asked for it already', releasePaymentRun],
  ] as const) {
    withUsual(run.command(name).description(description))
      .argument('<run>', 'its id')
      .action((runId: string, options: Options) =>
        onDesk(options, async ({ desk, actor }) => {
          required<unknown>(await step(desk, actor, { runId }));
          return told(desk, actor, runId);
        }),
      );
  }

  withUsual(run.command('status').description('where a run stands, or the latest runs'))
    .argument('[run]', 'its id')
    .action((runId: string | undefined, options: Options) =>
      onDesk(options, async ({ desk, actor }) => {
        if (runId !== undefined) return told(desk, actor, runId);
        const runs = await listPaymentRuns(desk, actor.authorityId, { limit: 20 });
        const rows = runs.map((each) => [each.payDate, each.rail, each.state, each.runId]);
        return { value: runs, text: table(['pay date', 'rail', 'state', 'run'], rows) };
      }),
    );
}

interface AtDesk {
  readonly desk: RunDesk;
  readonly actor: Actor;
  readonly today: PlainDate;
}

async function onDesk(options: Options, work: (at: AtDesk) => Promise<{ readonly value: unknown; readonly text: string }>): Promise<void> {
  const { value, text } = await withBook(async (book: Book) => {
    const { config, database, ledger } = book;
    const { authorityId } = await chosenAuthority(database, options.authority);
    const payees = councilPayees({ database, clock: systemClock, keyRing: keepKeyRing(config) });
    // Rails are connected to the running service, which does the sending.
    const desk = { database, ledger, clock: systemClock, dueLines: instalmentsDue, payees, rails: new Map() };
    const today = await businessDates(database, systemClock)(authorityId);
    return work({ desk, actor: { authorityId, principal: options.officer ?? 'command-line' }, today });
  });
  terminal(options.json ?? false).print(value, text);
}

async function told(desk: RunDesk, { authorityId }: Actor, runId: string, excluded: readonly { dueRef: string; reason: string }[] = []) {
  const run = await findPaymentRun(desk, authorityId, runId);
  if (run === undefined) throw new CommandEnded(`There is no payment run ${runId}.`, exitCode.wrong);
  const { instructions, ...head } = run;
  const rows = instructions.map((each) => [each.reference, { right: formatPounds(each.amount) }, each.dueRef, each.state]);
  const total = instructions.reduce((sum, { amount }) => sum + amount, 0n);
  const text = [
    `Run ${runId}: ${head.payDate}, ${head.rail}, ${head.state}; ${instructions.length} payments, ${formatPounds(total)} in all.`,
    table(['reference', { right: 'pounds' }, 'for', 'state'], rows),
    ...excluded.map(({ dueRef, reason }) => `Left out: ${dueRef}, ${reason}.`),
  ].join('\n');
  return {
    value: {
      ...head,
      total: formatPounds(total),
      payments: instructions.map(({ reference, amount, dueRef, state }) => ({ reference, amount: formatPounds(amount), dueRef, state })),
      excluded,
    },
    text,
  };
}

function required<Value>(result: Result<Value, Refusal>): Value {
  if (result.ok) return result.value;
  const { code } = result.refusal;
  const words = (paymentProblems as Readonly<Record<string, { title: string; advice: string }>>)[code];
  throw new CommandEnded(words === undefined ? `Refused: ${code}.` : `${words.title}. ${words.advice}`, exitCode.wrong);
}

function readDay(text: string): PlainDate {
  const day = parsePlainDate(text);
  if (day === undefined) throw new InvalidArgumentError('It is a day of the calendar, written YYYY-MM-DD.');
  return day;
}
