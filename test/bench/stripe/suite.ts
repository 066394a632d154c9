import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountsForShare, accountsForSource, allocatedToLine, fundsPutUp, type Share } from '../../../src/budgets/index.ts';
import { type Ledger, openLedger } from '../../../src/ledger/index.ts';
import { decidePurchase } from '../../../src/payments/cards/decide-purchase.ts';
import { openCard, setCardRules } from '../../../src/payments/cards/open-card.ts';
import { CARD_EVENTS } from '../../../src/payments/cards/stripe-issuing.ts';
import { nothingDue } from '../../../src/payments/index.ts';
import { PAYMENT_EVENTS, readWaitingEvents } from '../../../src/payments/rails/stripe/read-events.ts';
import { readWebhook } from '../../../src/payments/rails/stripe/read-webhook.ts';
import { keepEvents } from '../../../src/payments/rails/stripe/receipts.ts';
import { connectStripe } from '../../../src/payments/rails/stripe/stripe-connection.ts';
import { createAuthority } from '../../../src/people/index.ts';
import { systemClock } from '../../../src/platform/clock/clock.ts';
import { type Database, openDatabase } from '../../../src/platform/database/database.ts';
import { migrateEverything } from '../../../src/platform/database/migrate-everything.ts';
import { provideDatabase } from '../../../src/platform/database/provide-database.ts';
import { seededRandom } from '../../chaos/seeded-random.ts';
import { uuidOf } from '../../support/payment-book.ts';
import { FAKE_ACCOUNT, FAKE_KEY, FAKE_SECRET, StripeFake } from '../../support/stripe-fake/stripe-fake.ts';
import { at, openLoop } from '../access/open-loop.ts';
import { type Figure, figure } from '../figures.ts';

const SIZES = {
  full: { cards: 10_000, shares: 1_000, seconds: 30, events: 20_000 },
  quick: { cards: 100, shares: 10, seconds: 2, events: 300 },
};
const PER_SECOND = 200;
const quiet = { warn: () => undefined };

/** How long a shop waits for a card's decision, and how long many events take to be read, shuffled and each told three times. */
export async function stripeSuite({ quick, note }: { quick: boolean; note: (text: string) => void }): Promise<Figure[]> {
  const sizes = SIZES[quick ? 'quick' : 'full'];
  const folder = await mkdtemp(join(tmpdir(), 'threefold-bench-'));
  await chmod(folder, 0o700);
  const provided = await provideDatabase({ database: { kind: 'embedded' }, dataDirectory: folder }, note);
  await migrateEverything(provided.ownerUrl as string);
  const database = openDatabase({ url: provided.appUrl, applicationName: 'bench' });
  const fake = new StripeFake(systemClock);
  try {
    const created = await createAuthority(database, systemClock, { slug: 'bench', name: 'Bench Council' });
    if (!created.ok) throw new Error(created.refusal.code);
    const { authorityId } = created.value;
    const ledger = openLedger({ database, clock: systemClock, deadlineMs: 60_000 });
    await openCards(database, ledger, authorityId, sizes);
    note('the cards are there');
    const waits = await openLoop(PER_SECOND, sizes.seconds * 1_000, async (n) => {
      const decision = await decidePurchase(
        { database, clock: systemClock },
        {
          authorityId,
          issuer: 'bench',
          cardRef: `card-${(n * 7_919) % sizes.cards}`,
          purchaseRef: `purchase-${n}`,
          amount: 100n,
          currency: 'gbp',
          merchant: 'Swim school',
          category: 'recreation',
        },
      );
      if (!decision.approved) throw new Error(decision.reason);
    });
    const settings = { secretKey: FAKE_KEY, financialAccount: FAKE_ACCOUNT, webhookSecrets: [FAKE_SECRET], contactEmail: 'a@b.example' };
    const connection = connectStripe(settings, authorityId, { host: await fake.start() });
    const desk = { ...connection, database, clock: systemClock, ledger, dueLines: nothingDue.dueLines };
    const taken = await readManyEvents(fake, desk, sizes.events);
    return [
      figure('a card is decided, p99', [at(waits, 0.99)], 'ms', { atMost: 50 }),
      figure('a card is decided, p50', [at(waits, 0.5)], 'ms'),
      figure(`${sizes.events} events, each three times, shuffled`, [taken], 's', { atMost: 180 }),
    ];
  } finally {
    await fake.stop();
    await database.close();
    await provided.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openCards(database: Database, ledger: Ledger, authorityId: number, { cards, shares }: { cards: number; shares: number }) {
  const actor = { authorityId, principal: 'bench' };
  const day = new Date().toISOString().slice(0, 10) as '2026-04-01';
  const source = { source: 'childrens-social-care', financialYear: '2026-27' } as const;
  const all = Array.from(
    { length: shares },
    (_, n): Share => ({ line: `L${n}`, ...source, stream: 'CARE', costCentre: 'C2200', subjective: '5320' }),
  );
  await ledger.openPeriods(actor, [{ periodId: 'all', firstDay: '2026-01-01', lastDay: '2030-12-31' }]);
  const drafts = [...accountsForSource(source.source, source.financialYear), ...all.flatMap(accountsForShare)];
  await ledger.openAccounts(
    actor,
    drafts.map((draft) => ({ ...draft, opensOn: '2026-01-01' })),
  );
  const amount = 10_000_000n;
  const put = { effectiveDate: day, ...source, amount: amount * BigInt(shares) };
  await ledger.post(authorityId, [
    { kind: 'entry', id: uuidOf('put up'), principal: 'bench', entry: fundsPutUp(put) },
    ...all.map((share) => ({
      kind: 'entry' as const,
      id: uuidOf(share.line),
      principal: 'bench',
      entry: allocatedToLine({ effectiveDate: day, parts: [{ share, amount }] }),
    })),
  ]);
  const desk = { database, clock: systemClock };
  const rules = { categories: { not: ['betting'] }, perPeriod: { period: 'month' as const, amount: '100000' } };
  await setCardRules(desk, actor, { stream: 'CARE', validFrom: '2026-01-01', rules });
  for (let n = 0; n < cards; n += 1) {
    const share = all[n % shares] as Share;
    await openCard(desk, actor, {
      cardId: uuidOf(`card ${n}`),
      issuer: 'bench',
      issuerRef: `card-${n}`,
      familyId: uuidOf('family'),
      share,
    });
  }
}

/** Events of all kinds about as many objects as a third of them, of which most are nobody's: what is measured is the way through the table. */
async function readManyEvents(fake: StripeFake, desk: Parameters<typeof readWaitingEvents>[0], count: number): Promise<number> {
  const kinds = ['outbound_payment', 'recipient_verification', 'transaction', 'received_credit', 'teleportation'];
  for (let n = 0; n < count; n += 1) {
    const kind = `v2.money_management.${kinds[n % kinds.length]}`;
    fake.events.thin(`${kind}.updated`, `object_${n % Math.ceil(count / 3)}`, kind);
  }
  const below = seededRandom(count);
  const told = [...fake.events.all, ...fake.events.all, ...fake.events.all].map((event) => ({ event, at: below(1_000_000) }));
  told.sort((one, other) => one.at - other.at);
  const begun = performance.now();
  for (let from = 0; from < told.length; from += 16) {
    const batch = told.slice(from, from + 16).map(async ({ event }) => {
      const { body, signature } = fake.signed(event);
      const read = readWebhook(desk, body, signature, systemClock.now());
      if (read.ok) await keepEvents(desk, [read.value]);
    });
    await Promise.all(batch);
  }
  const ended = await readWaitingEvents(desk, { readers: new Map([...PAYMENT_EVENTS, ...CARD_EVENTS]), log: quiet });
  if (!ended.ok || ended.value.ended !== count) throw new Error(`not all events were read: ${JSON.stringify(ended)}`);
  return (performance.now() - begun) / 1_000;
}
