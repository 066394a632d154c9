import { openAuthorityKey } from '../../../people/index.ts';
import { inTransaction } from '../../../platform/database/in-transaction.ts';
import type { Caller } from '../../../platform/http/operation.ts';
import { recordSubmission } from '../../rails/files/record-submission.ts';
import { listRailSettings, type RailSettings } from '../../rails/rail-settings.ts';
import { settlePayment } from '../../runs/settle-payment.ts';
import { type BookedBack, bookRejections, bookReturns } from '../book-returns.ts';
import { type AnswersDesk, actorOf } from './answers-desk.ts';
import { type AnswerAtHand, findPayments } from './find-payments.ts';
import { type Judgement, judgeAnswer } from './judge-answer.ts';
import { reasonOf, whyNotBooked } from './reason-of.ts';
import { answersInState, type Finding, noteFindings } from './store.ts';
import { workOnWhole } from './work-on-whole.ts';

/** Four entries a payment at most, so that two parts fill a call of the books. */
const AT_ONCE = 500;

interface Judged extends Judgement {
  readonly at: AnswerAtHand;
}

/**
 * Works on what a file says, part by part: finds the payments, brings the books to what the bank says and notes what was made of each
 * answer. Whatever is booked is booked by the payment and the step, so a part that was cut off is worked on again and ends the same.
 */
export async function workOnAnswers(desk: AnswersDesk, caller: Caller, fileId: string): Promise<void> {
  const { database, clock } = desk;
  const { authorityId } = caller;
  const settings = await inTransaction(database, { authorityId, readOnly: true }, (tx) => listRailSettings(tx, authorityId));
  for (;;) {
    const part = await inTransaction(database, { authorityId }, async (tx) => {
      const rows = await answersInState(tx, authorityId, { fileId, state: 'open', limit: AT_ONCE });
      return findPayments(tx, await openAuthorityKey(tx, desk, authorityId), authorityId, rows);
    });
    if (part.length === 0) return;
    const whole = part.filter(({ row, more }) => row.kind === 'input-counted' || more.of === 'message');
    const single = part.filter((each) => !whole.includes(each));
    // What is said of one payment stands over what is said of its message.
    const findings = [...(await workOnSingle(desk, caller, single, settings))];
    for (const each of whole) findings.push(await workOnWhole(desk, caller, each, settings));
    await inTransaction(database, { authorityId }, (tx) => noteFindings(tx, authorityId, findings, { from: 'open', at: clock.now() }));
  }
}

async function workOnSingle(
  desk: AnswersDesk,
  caller: Caller,
  part: readonly AnswerAtHand[],
  settings: readonly RailSettings[],
): Promise<Finding[]> {
  const judged = part.map((at): Judged => ({ ...judgeAnswer(at), at }));
  await recordMissedSubmissions(desk, caller, judged);
  const seen = new Set<string>();
  const findings: Finding[] = [];
  const todo: Judged[] = [];
  for (const each of judged) {
    const instructionId = each.payment?.instruction.instructionId;
    const isSecond = instructionId !== undefined && (each.do === 'return' || each.do === 'reject') && seen.has(instructionId);
    if (instructionId !== undefined && (each.do === 'return' || each.do === 'reject')) seen.add(instructionId);
    if (isSecond) findings.push(found(each, 'parked', `${each.words} The same file says so of this payment twice. Ask the bank.`));
    else todo.push(each);
  }
  const notBooked = await book(desk, caller, todo, settings);
  for (const each of todo) findings.push(await findingOf(desk, caller, each, notBooked, settings));
  return findings;
}

type NotBooked = BookedBack['refusals'];

async function book(desk: AnswersDesk, caller: Caller, todo: readonly Judged[], settings: readonly RailSettings[]): Promise<NotBooked> {
  const failed = (what: 'return' | 'reject') =>
    todo.flatMap(({ do: to, payment, at: { row } }) =>
      to === what && payment !== undefined
        ? [
            {
              instruction: payment.instruction,
              toldOn: row.toldOn,
              reason: reasonOf(row),
              bank: bankOf(payment.instruction.rail, settings),
            },
          ]
        : [],
    );
  const returned = await bookReturns(desk, actorOf(caller), failed('return'));
  const rejected = await bookRejections(desk, actorOf(caller), failed('reject'));
  return new Map([...returned.refusals, ...rejected.refusals]);
}

async function findingOf(
  desk: AnswersDesk,
  caller: Caller,
  each: Judged,
  notBooked: NotBooked,
  settings: readonly RailSettings[],
): Promise<Finding> {
  const { payment, words } = each;
  const why = notBooked.get(payment?.instruction.instructionId ?? '');
  if (why !== undefined && (each.do === 'return' || each.do === 'reject'))
    return found(each, 'parked', `${words} It could not be booked: ${whyNotBooked(why)}.`);
  switch (each.do) {
    case 'return':
      return found(each, 'booked', `${words} It came back; what was due is due again.`);
    case 'reject':
      return found(each, 'booked', `${words} It was not paid; what was due is due again.`);
    case 'follow':
      return found(each, 'booked', words);
    case 'settle':
      return settle(desk, caller, each, settings);
    case 'note':
      return found(each, 'noted', words);
    case 'park':
      return found(each, 'parked', words);
  }
}

/** Where the bank's statement settles, an answer only says what the statement will. */
async function settle(desk: AnswersDesk, caller: Caller, each: Judged, settings: readonly RailSettings[]): Promise<Finding> {
  const { payment, words, at } = each;
  const rail = settings.find((some) => some.rail === payment?.instruction.rail);
  if (payment === undefined || rail?.settledBy !== 'rail-statement') return found(each, 'noted', words);
  const { instructionId } = payment.instruction;
  const settled = await settlePayment(desk, actorOf(caller), { instructionId, bank: rail.bank, seenOn: at.row.toldOn });
  return settled.ok ? found(each, 'booked', words) : found(each, 'parked', `${words} It could not be settled: ${settled.refusal.code}.`);
}

/** An answer about a payment whose file nobody has recorded as submitted is itself the proof that it was. */
async function recordMissedSubmissions(desk: AnswersDesk, caller: Caller, judged: readonly Judged[]): Promise<void> {
  const files = new Set(
    judged.flatMap(({ do: to, payment }) =>
      (to === 'return' || to === 'reject' || to === 'settle' || to === 'follow') && payment?.file?.state === 'made'
        ? [payment.file.fileId]
        : [],
    ),
  );
  for (const fileId of files) await recordSubmission(desk, caller, { fileId, submission: 'shown by an answer of the bank' });
}

function found({ at, payment }: Judged, state: Finding['state'], words: string): Finding {
  const instructionId = payment?.instruction.instructionId;
  // Only what asks for more work stays booked; else it is done.
  const followed = state === 'booked' && at.row.follows.every((each) => each === 'reopen-instalment') ? 'done' : state;
  return { answerId: at.row.answerId, state: followed, words, instructionId };
}

function bankOf(rail: string, settings: readonly RailSettings[]): string {
  const bank = settings.find((each) => each.rail === rail)?.bank;
  if (bank === undefined) throw new Error(`The rail ${rail} has paid and is not set up any more.`);
  return bank;
}
