import type { Logger } from 'pino';
import { type AlertWords, alertWords, listOpenAlerts } from '../alerts/index.ts';
import { type Actor, openLedger, verifyBook } from '../ledger/index.ts';
import { councilPayees, findPaymentRun, instalmentsDue, type PaymentDesk, type PaymentRun, type RunDesk } from '../payments/index.ts';
import { createAuthority, findAuthority } from '../people/index.ts';
import { addDays, compareDates, isBefore } from '../platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import type { Clock } from '../platform/clock/clock.ts';
import type { Database } from '../platform/database/database.ts';
import { keepKeyRing } from '../platform/secrets/key-ring.ts';
import { BUDGET_OF_THE_TUTOR } from './agree-northmoor-budget.ts';
import { type BankAnswer, bankAnswer } from './bank-answer.ts';
import { decideForTheYear, decideOnTheTutor } from './decide-northmoor.ts';
import { keepDemoKeys } from './demo-keys.ts';
import { agreeDirectPayments, REAL_FROM } from './northmoor-agreements.ts';
import { type BacsFile, payByBacs } from './northmoor-bacs.ts';
import { CONTINUING_CARE } from './northmoor-budget.ts';
import { northmoorCast } from './northmoor-cast.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';
import { requireWorkedOutFigures } from './northmoor-figures.ts';
import { letInNorthmoorPeople } from './northmoor-people.ts';
import { type NorthmoorPosition, northmoorPosition } from './northmoor-position.ts';
import { agreeWithTheRowans } from './northmoor-rowans.ts';
import { OFFICERS } from './northmoor-run.ts';
import { northmoorTaxi } from './northmoor-taxi.ts';
import { NORTHMOOR_TODAY, northmoorYear } from './northmoor-year.ts';
import { openNorthmoor } from './open-northmoor.ts';
import { PAY_DATES, payDay, plannedRunId, requireRun } from './pay-december.ts';
import { playClock } from './play-clock.ts';
import { playEvents } from './play-events.ts';
import { playedRoom } from './played-room.ts';
import { requireAccepted } from './require-accepted.ts';
import { untilJobsAreDone } from './until-jobs-are-done.ts';

export interface DemoOptions {
  readonly database: Database;
  /** The real clock: keys expire by it. What is played has a clock of its own. */
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info'>;
  readonly dataDirectory: string;
  /** The configured key ring for families' records; one of the data folder when left out. */
  readonly dataKey?: string | undefined;
  /** Resolves once every job has come to its end; by default the demo waits for the workers of whichever process runs them. */
  readonly runJobs?: () => Promise<void>;
}

export interface DemoReport {
  readonly authority: { readonly authorityId: number; readonly name: string };
  readonly today: PlainDate;
  readonly position: NorthmoorPosition;
  /** December's, in the order in which they were planned. */
  readonly runs: readonly PaymentRun[];
  readonly bank: BankAnswer;
  /** Beside them, by another of the council's bank accounts. */
  readonly bacs: BacsFile;
  readonly alerts: readonly AlertWords[];
  readonly proof: { readonly entries: bigint; readonly postings: bigint; readonly blocks: bigint };
}

export const NORTHMOOR = { slug: 'northmoor', name: 'Northmoor Council', businessDate: NORTHMOOR_TODAY } as const;

/** What the council decides by its own use cases instead of the story. */
const DECIDED: readonly NorthmoorEvent['kind'][] = ['funded', 'allocated'];
/** What December's real payment runs do instead of the story. */
const PAYMENT_STEPS: readonly NorthmoorEvent['kind'][] = ['released', 'sent', 'seen-at-bank'];
/** What the story tells of the last day after its payments. */
const AFTER_PAYMENTS: readonly NorthmoorEvent['kind'][] = ['spending-shown', 'recharged'];

/**
 * Plays the made-up council's year through the real service: a plan and its budgets, agreed and signed; the books; the agreements of its
 * direct payments, and December's payment runs, each planned by one officer and approved by another; the jobs that release and send them; the
 * bank's file that settles them, and the alert of a line that went below nothing. Played again, it changes nothing; broken off, it goes on. It
 * ends with the whole book proved and the family's figures held against those worked out by hand.
 */
export async function playDemo({ database, clock, log, dataDirectory, ...options }: DemoOptions): Promise<DemoReport> {
  const runJobs = options.runJobs ?? (() => untilJobsAreDone(database, clock));
  const { authorityId } = requireAccepted('authority', await createAuthority(database, clock, NORTHMOOR));
  const time = playClock('2026-04-01');
  const ledger = openLedger({ database, clock: time });
  const desk: PaymentDesk = { database, ledger, clock: time };
  const storyteller: Actor = { authorityId, principal: 'demo' };

  await openNorthmoor(ledger, storyteller);
  const keyRing = keepKeyRing({ dataKey: options.dataKey, dataDirectory });
  const people = { database, clock, keyRing };
  await letInNorthmoorPeople(people, authorityId, [CONTINUING_CARE.source]);
  const room = playedRoom({ database, clock: time, keyRing, ledger });
  const cast = await northmoorCast(people, authorityId);
  const { before, after, paymentsBefore } = storyOf(authorityId);
  const tell = (from: PlainDate, until: PlainDate) =>
    playEvents(
      ledger,
      time,
      storyteller,
      before.filter(({ date }) => !isBefore(date, from) && isBefore(date, until)),
    );
  await decideForTheYear(room, cast);
  await tell('2026-04-01', BUDGET_OF_THE_TUTOR.agreedOn);
  await decideOnTheTutor(room, cast);
  await tell(BUDGET_OF_THE_TUTOR.agreedOn, REAL_FROM);
  log.info({ authorityId }, 'the demo has told the year up to December');

  await agreeDirectPayments(room, cast);
  await agreeWithTheRowans(room, cast);
  const runDesk: RunDesk = { ...desk, dueLines: instalmentsDue, payees: councilPayees(room), rails: new Map() };
  const runIds: string[] = [];
  const runsNow = () => Promise.all(runIds.map((runId) => requireRun(desk, authorityId, runId)));
  let toldTo = REAL_FROM;
  const payOn = async (payDate: PlainDate) => {
    // An invoice is approved on the day on which it is paid.
    const nextDay = addDays(payDate, 1);
    await tell(toldTo, nextDay);
    toldTo = nextDay;
    time.setTo(payDate);
    runIds.push(...(await payDay(runDesk, authorityId, { payDate, paymentsBefore })));
  };
  for (const payDate of PAY_DATES) if (payDate !== NORTHMOOR_TODAY) await payOn(payDate);
  const bacs = await payByBacs(runDesk, room, cast, dataDirectory);
  await payOn(NORTHMOOR_TODAY);
  // Waited for once, so that the first start stays short: no day's plan needs what a job of the day before does.
  await runJobs();
  const planner: Actor = { authorityId, principal: OFFICERS.planner.principal };
  const approver: Actor = { authorityId, principal: OFFICERS.approver.principal };
  const payments = (await runsNow()).flatMap(({ instructions }) => instructions).sort((one, other) => (one.number < other.number ? -1 : 1));
  const month = { payments, from: REAL_FROM, until: NORTHMOOR_TODAY };
  const bank = await bankAnswer(desk, { planner, approver, runJobs }, month, dataDirectory);
  await playEvents(ledger, time, storyteller, after);
  await keepDemoKeys({ database, clock, authorityId, dataDirectory });

  const position = await northmoorPosition(ledger, authorityId);
  if (position === undefined) throw new Error('The demo has been played, and its lines are not in the books.');
  requireWorkedOutFigures(position);
  const { green, findings, entries, postings, blocks } = await verifyBook(database, authorityId);
  if (!green) throw new Error(`The demo has been played, and the books do not prove: ${findings[0]?.check} ${findings[0]?.detail}`);
  const alerts = (await listOpenAlerts(database, authorityId)).map(alertWords);
  const authority = { authorityId, name: NORTHMOOR.name };
  return { authority, today: NORTHMOOR_TODAY, position, runs: await runsNow(), bank, bacs, alerts, proof: { entries, postings, blocks } };
}

/** The settled run is the play's last step that leaves a mark of its own. */
export async function demoIsPlayed(database: Database): Promise<boolean> {
  const authority = await findAuthority(database, NORTHMOOR.slug);
  if (authority === undefined) return false;
  const { authorityId } = authority;
  const run = await findPaymentRun({ database }, authorityId, plannedRunId(authorityId, NORTHMOOR_TODAY));
  return run?.state === 'settled';
}

function storyOf(authorityId: number): {
  before: NorthmoorEvent[];
  after: NorthmoorEvent[];
  paymentsBefore: number;
} {
  const told = northmoorYear({ authorityId, toldUntil: REAL_FROM }).events.filter(({ kind }) => !DECIDED.includes(kind));
  const events = [...told, ...northmoorTaxi()].sort((one, other) => compareDates(one.date, other.date));
  const isReal = ({ date, kind }: NorthmoorEvent) => PAYMENT_STEPS.includes(kind) && !isBefore(date, REAL_FROM);
  const isAfter = ({ date, kind }: NorthmoorEvent) => date === NORTHMOOR_TODAY && AFTER_PAYMENTS.includes(kind);
  const isTold = (event: NorthmoorEvent) => !isReal(event);
  return {
    before: events.filter((event) => isTold(event) && !isAfter(event)),
    after: events.filter(isAfter),
    paymentsBefore: events.filter((event) => event.kind === 'sent' && isTold(event)).length,
  };
}
