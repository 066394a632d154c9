import { findPaymentRun, type PaymentInstruction, releasePaymentRun, sendRunPayments } from '../../src/payments/index.ts';
import { acknowledgeName } from '../../src/payments/rails/stripe/acknowledge-name.ts';
import { sweepStripeAccount } from '../../src/payments/rails/stripe/sweep.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import { seededRandom } from '../chaos/seeded-random.ts';
import { LINE, quiet, uuidOf } from './payment-book.ts';
import type { StripeBook } from './stripe-book.ts';
import type { AccountScript, Fate } from './stripe-fake/fake-money.ts';
import { faults, steps } from './stripe-fake/faults.ts';

const DAY_MS = 86_400_000;
/** What may become of a payment, each with what it must come to in the books. */
const FATES: Readonly<Record<string, AccountScript>> = {
  posts: {},
  'posts after a review': { underReview: true, fate: [{ afterMs: 2 * DAY_MS, status: 'posted' }] },
  fails: { fate: [{ afterMs: 1_000, status: 'failed', reason: 'payout_method_declined' }] },
  'fails for a reason nobody knows': { fate: [{ afterMs: 1_000, status: 'failed', reason: 'eaten_by_a_grue' }] },
  'is taken back': { fate: [{ afterMs: 1_000, status: 'canceled' }] },
  'comes back after days': { fate: [posted(), { afterMs: 3 * DAY_MS, status: 'returned', reason: 'payout_method_closed' }] },
  'finds too little money': { refuses: 'insufficient_funds' },
  'has a status nobody knows': { fate: [{ afterMs: 1_000, status: 'sideways' }] },
  'has another sum': { lies: true },
  'comes close': { match: 'close_match' },
  'does not match': { match: 'no_match' },
  'cannot be checked': { match: 'unavailable' },
};

function posted(): Fate {
  return { afterMs: 1_000, status: 'posted' };
}

/** Every fault at every step, and none. */
const FAULTS = [undefined, ...steps.flatMap((step) => faults.map((fault) => ({ step, fault })))];

export interface History {
  readonly name: string;
  readonly fate: string;
  readonly accountId: string;
  readonly payeeId: string;
}

const AT_ONCE = 43;
const AMOUNT = 10n;

/** Plays so many histories from a seed, by runs of forty-three, and tells every law that was broken. */
export async function playHistories(of: StripeBook, seed: number, count: number, atOnce = AT_ONCE): Promise<string[]> {
  const broken: string[] = [];
  for (let from = 0; from < count; from += atOnce) broken.push(...(await playRun(of, seed + from, Math.min(atOnce, count - from))));
  return broken;
}

async function playRun(of: StripeBook, seed: number, count: number): Promise<string[]> {
  const { book, fake } = of;
  const below = seededRandom(seed);
  const random = () => below(1_000_000) / 1_000_000;
  const pick = <Value>(all: readonly Value[]) => all[Math.floor(random() * all.length)] as Value;
  const histories = Array.from({ length: count }, (_, at): History => {
    const name = `history ${seed} ${at}`;
    const fate = pick(Object.keys(FATES));
    const [accountId, payeeId] = [uuidOf(`${name} account`), uuidOf(`${name} payee`)];
    fake.money.scripts.set(accountId, FATES[fate] ?? {});
    const fault = FAULTS[at % FAULTS.length];
    if (fault !== undefined) fake.faults.push({ ...fault, accountId, times: 1 + Math.floor(random() * 2) });
    book.desk.payees.payees.set(payeeId, { code: 'payee-1', accountId, maskedAccount: '••••1234' });
    return { name, fate, accountId, payeeId };
  });
  let told = fake.events.all.length;
  const hear = async (chance: number) => {
    const fresh = fake.events.all.slice(told).filter(() => random() < chance);
    told = fake.events.all.length;
    // Any order, any number of times, and some from long ago.
    const heard = [...fresh, ...fresh.filter(() => random() < 0.5), pick(fake.events.all)].filter((each) => each !== undefined);
    await of.deliver(...heard.sort(() => random() - 0.5));
    await of.readEvents();
  };
  const first = await pay(of, `run ${seed}`, histories, hear);
  await acknowledgeAll(of, seed, histories);
  const again = histories.filter(({ fate }) => FATES[fate]?.match !== undefined);
  const second = again.length === 0 ? [] : await pay(of, `run ${seed} again`, again, hear);
  for (let day = 0; day < 5; day += 1) {
    book.clock.advance(DAY_MS);
    fake.money.work();
    await hear(0.5);
  }
  await eventually(() => sweepStripeAccount(of.stripeDesk));
  await of.readEvents();
  fake.faults = [];
  await eventually(() => sweepStripeAccount(of.stripeDesk));
  await of.readEvents();
  return judge(of, histories, [...first, ...second]);
}

async function pay(
  of: StripeBook,
  name: string,
  histories: readonly History[],
  hear: (chance: number) => Promise<void>,
): Promise<string[]> {
  const { book, fake, runDesk } = of;
  const today = await of.rail.today();
  const lines = histories.map((each) => ({
    dueRef: each.name,
    kind: 'instalment' as const,
    payee: 'payee-1',
    payeeId: each.payeeId,
    accountId: each.accountId,
    parts: [{ share: LINE, amount: AMOUNT }],
  }));
  const run = await book.approved(book.plan(name, { payDate: today, rail: 'stripe', lines }));
  await releasePaymentRun(runDesk, book.as('system'), run);
  for (let round = 0; round < 12; round += 1) {
    const sent = await sendRunPayments(runDesk, book.as('system'), { runId: run.runId, log: quiet, lanes: 16 });
    if (!sent.ok) throw new Error(sent.refusal.code);
    await hear(0.4);
    if (round % 3 === 1) fake.forgetKeys();
    book.clock.advance(60_000);
    fake.money.work();
    if ((await findPaymentRun(runDesk, book.authorityId, run.runId))?.state !== 'released') break;
  }
  return [run.runId];
}

async function acknowledgeAll(of: StripeBook, seed: number, histories: readonly History[]): Promise<void> {
  const ids = histories.map(({ accountId }) => accountId);
  const waiting = await rows<{ id: string }>(
    of,
    "select verification_id as id from payments.stripe_verifications where status = 'awaiting_acknowledgement' and account_id = any($1::uuid[])",
    [ids],
  );
  for (const { id: verificationId } of waiting) {
    const said = { verificationId, reason: 'confirmed-by-phone', why: `Seed ${seed}: the payee was called.` } as const;
    await eventually(() => acknowledgeName(of.stripeDesk, of.book.as('priya'), said));
  }
}

async function eventually(act: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      return void (await act());
    } catch (error) {
      if (tries === 60) throw error;
    }
  }
}

export async function rows<Row extends object>({ book }: StripeBook, asked: string, values: unknown[]): Promise<Row[]> {
  const read = inTransaction(book.desk.database, { authorityId: book.authorityId }, (_, client) => client.query(asked, values));
  return (await read).rows as Row[];
}

/** In the stand-in's own journal, against our books: one effective payment for each settled instruction, none for others, none unknown. */
async function judge(of: StripeBook, histories: readonly History[], runIds: readonly string[]): Promise<string[]> {
  const { book, fake, runDesk } = of;
  const made = [...fake.money.payments.values()].map(({ object }) => object);
  const broken: string[] = [];
  const paidFor = new Map<string, PaymentInstruction[]>();
  for (const runId of runIds) {
    for (const each of (await findPaymentRun(runDesk, book.authorityId, runId))?.instructions ?? [])
      paidFor.set(each.dueRef, [...(paidFor.get(each.dueRef) ?? []), each]);
  }
  for (const { name, fate } of histories) {
    const tries = paidFor.get(name) ?? [];
    const last = tries.at(-1);
    for (const each of tries) {
      const mine = made.filter(({ statement_descriptor: said }) => said === each.reference);
      const left = mine.filter(({ status }) => status !== 'failed' && status !== 'canceled');
      const expected = each.state === 'settled' || each.state === 'sent' ? 1 : each.state === 'refused' ? 0 : left.length;
      const fails = mine.length > 1 || left.length !== expected;
      if (fails) broken.push(`${name} (${fate}): ${each.state} with ${mine.map(({ status }) => status).join() || 'no'} payment`);
    }
    const wanted = END_OF[fate] ?? 'settled';
    if (last?.state !== wanted) broken.push(`${name} (${fate}) ended ${last?.state}, not ${wanted}`);
  }
  const references = new Set([...paidFor.values()].flat().map(({ reference }) => reference));
  const known = await rows<{ reference: string }>(of, 'select reference from payments.payment_instructions', []);
  const ours = new Set([...references, ...known.map(({ reference }) => reference)]);
  broken.push(...made.filter((each) => !ours.has(each.statement_descriptor)).map(({ id }) => `${id} has no instruction`));
  return broken;
}

const END_OF: Readonly<Record<string, string>> = {
  fails: 'returned',
  'fails for a reason nobody knows': 'returned',
  'is taken back': 'returned',
  'comes back after days': 'returned',
  'finds too little money': 'refused',
  'has a status nobody knows': 'sent',
  'has another sum': 'sent',
};
