import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { registerNotices, registerOverspendAlerts } from '../../jobs/overspend-alerts.ts';
import { type Alert, factsOfLines, factsOfRooms, listAlerts, type OutgoingDesk } from '../../src/alerts/index.ts';
import {
  accountForPayee,
  agreeBudget,
  allocatedToLine,
  committed,
  goLive,
  requestBudget,
  type Share,
  type ShareAmount,
  setLines,
} from '../../src/budgets/index.ts';
import { invoiceApproved } from '../../src/commissioning/index.ts';
import type { EntryDraft } from '../../src/ledger/index.ts';
import type { MemberRole } from '../../src/people/index.ts';
import { memberships } from '../../src/people/memberships/schema.ts';
import { findOrCreateIdentity } from '../../src/people/sign-in/identities.ts';
import type { PlainDate } from '../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../src/platform/database/in-transaction.ts';
import type { Mail } from '../../src/platform/email/mail.ts';
import { JobRegistry } from '../../src/platform/queue/job-registry.ts';
import { serviceKeyOf } from '../../src/platform/secrets/service-key.ts';
import { type BudgetBook, budgetBook, lineDraft } from '../budgets/budget-book.ts';
import { must } from '../people/example-family.ts';

const shareOf = (line: string, source: string, stream: Share['stream'], codes: readonly [string, string]): Share => ({
  ...{ line, source, stream, financialYear: '2026-27', costCentre: codes[0], subjective: codes[1] },
});
export const CARE = (line: string) => shareOf(line, 'childrens-social-care', 'CARE', ['C2200', '5320']);
export const HEALTH = (line: string) => shareOf(line, 'icb-continuing-care', 'HEALTH', ['H3300', '5330']);
const NIGHT = 21_000n;

/** Mails that were taken, and what the mail server does with the next one. */
export interface PlayedPost {
  readonly mails: (Mail & { readonly mailId: string })[];
  /** Refuses to take mails while it is set. */
  broken: Error | undefined;
}

export interface AlertBook {
  readonly book: BudgetBook;
  readonly post: PlayedPost;
  readonly desk: OutgoingDesk;
  readonly officers: Readonly<Record<'caseworker' | 'finance-officer' | 'approver', string>>;
  /** Does what the outbox asks for until nothing is left, as workers would. */
  runJobs(topics?: readonly string[]): Promise<number>;
  open(): Promise<readonly Alert[]>;
  entry(entry: EntryDraft): Promise<void>;
  /** An approved invoice of the overnight breaks, split 60 and 40. */
  nights(count: number, on: PlainDate): Promise<void>;
  topUp(parts: readonly ShareAmount[], on: PlainDate): Promise<void>;
}

/** The overnight breaks of the worked example and a personal assistant, live since April, with three officers and a played mail server. */
export async function alertBook(more: Partial<OutgoingDesk> = {}): Promise<AlertBook> {
  const book = await budgetBook();
  const { database } = book.store;
  const { authorityId, desk: budgets } = book;
  await book.putUp('childrens-social-care', '2026-27', 3_000_000n);
  await book.putUp('icb-continuing-care', '2026-27', 1_500_000n);
  await goLiveWith(book);
  must(await book.ledger.openAccounts({ authorityId, principal: 'test' }, [{ ...accountForPayee('provider-1'), opensOn: '2026-04-01' }]));
  const officers = {
    caseworker: await officer(book, 'caseworker'),
    'finance-officer': await officer(book, 'finance-officer'),
    approver: await officer(book, 'approver'),
  };
  const post: PlayedPost = { mails: [], broken: undefined };
  const desk: OutgoingDesk = {
    ...budgets,
    serviceKey: serviceKeyOf(Buffer.alloc(32, 'key of the tests ')),
    publicUrl: 'https://threefold.example',
    mailer: {
      send: async (mailId, mail) => {
        if (post.broken !== undefined) throw post.broken;
        post.mails.push({ mailId, ...mail });
      },
    },
    ...more,
  };
  const facts = [...factsOfLines(budgets), ...factsOfRooms(budgets)];
  const jobs = registerNotices(registerOverspendAlerts(new JobRegistry(), { ...budgets, facts }), desk);
  const done = new Set<string>();
  const entry = async (draft: EntryDraft) => {
    const [posted] = await book.ledger.post(authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'test', entry: draft }]);
    if (!posted?.ok) throw new Error(JSON.stringify(posted?.refusal));
  };
  return {
    book,
    post,
    desk,
    officers,
    entry,
    runJobs: async (topics) => {
      for (let ran = 0; ; ) {
        const { rows } = await inTransaction(database, { authorityId, readOnly: true }, (_, client) =>
          client.query<{ id: string; topic: string; payload: unknown }>(
            'select outbox_id as id, topic, payload from platform.outbox where $1::text[] is null or topic = any($1) order by recorded_at, outbox_id',
            [topics ?? null],
          ),
        );
        const todo = rows.filter(({ id, topic }) => !done.has(id) && jobs.processorOf(topic) !== undefined);
        if (todo.length === 0) return ran;
        for (const { id, topic, payload } of todo) {
          const context = {
            authorityId,
            outboxId: id,
            attempt: 1,
            clock: book.clock,
            signal: new AbortController().signal,
            log: pino({ level: 'silent' }),
          };
          must((await jobs.processorOf(topic)?.(payload, context)) ?? { ok: false, refusal: { code: 'no-processor' } });
          done.add(id);
          ran += 1;
        }
      }
    },
    open: () => listAlerts(database, authorityId, { restricted: false, limit: 100 }),
    nights: async (count, on) => {
      const cost = NIGHT * BigInt(count);
      const part = (share: Share, parts: bigint, committedBefore: bigint) => ({
        share,
        cost: parts,
        vatReclaimed: 0n,
        stillCommitted: committedBefore,
      });
      const [care, health] = [(cost * 60n) / 100n, (cost * 40n) / 100n];
      const promised = async (share: Share) => book.balance(`share:${share.line}:${share.source}:${share.financialYear}:committed`);
      const parts = [part(CARE('L2'), care, await promised(CARE('L2'))), part(HEALTH('L2'), health, await promised(HEALTH('L2')))];
      await entry(
        must(invoiceApproved({ effectiveDate: on, payee: 'provider-1', parts, reference: `N-${on}`, override: 'cost-has-happened' })),
      );
    },
    topUp: (parts, on) => entry(allocatedToLine({ effectiveDate: on, parts })),
  };
}

async function goLiveWith(book: BudgetBook): Promise<void> {
  const { desk, officer: by, approver, familyId, planId } = book;
  const lines = [
    lineDraft({ lineCode: 'L1', amount: 1_040_000n, contingency: 40_000n }),
    lineDraft({
      lineCode: 'L2',
      kind: 'short-breaks',
      mechanism: 'ARRANGEMENT',
      amount: 546_000n,
      costing: { unit: 'night', units: '26', rate: NIGHT, vatCode: 'exempt' },
      sources: [
        { sourceCode: 'childrens-social-care', percent: '60' },
        { sourceCode: 'icb-continuing-care', percent: '40' },
      ],
    }),
  ];
  const asked = { planId, from: '2026-04-01', until: '2027-03-31', familyWords: 'We would like to choose who helps Alex.' } as const;
  const { budgetId, revision } = must(await requestBudget(desk, by, familyId, asked));
  const set = must(
    await setLines(desk, by, { familyId, budgetId, ifMatch: `${revision}` }, { lines, leftOut: [], reasons: 'What the plan says.' }),
  );
  const agreed = must(
    await agreeBudget(desk, approver, { familyId, budgetId, ifMatch: `${set.revision}` }, { reasons: 'It is enough.' }, book.key('agree')),
  );
  const started = { reasons: 'It begins.', withoutSignatures: 'Signed on paper.' };
  must(await goLive(desk, approver, { familyId, budgetId, ifMatch: `${agreed.revision}` }, started));
  const promise = committed({
    effectiveDate: '2026-04-01',
    parts: [
      { share: CARE('L2'), amount: 327_600n },
      { share: HEALTH('L2'), amount: 218_400n },
      { share: CARE('L1'), amount: 1_000_000n },
    ],
  });
  const [posted] = await book.ledger.post(book.authorityId, [{ kind: 'entry', id: randomUUID(), principal: 'test', entry: promise }]);
  if (!posted?.ok) throw new Error(JSON.stringify(posted?.refusal));
}

async function officer(book: BudgetBook, role: MemberRole): Promise<string> {
  const { database } = book.store;
  const { authorityId, clock } = book;
  const { identityId } = must(await findOrCreateIdentity({ database, clock }, `${role}@northmoor.example`));
  const row = {
    authorityId,
    membershipId: randomUUID(),
    identityId,
    role,
    sources: [],
    from: '2026-01-01' as const,
    createdAt: clock.now(),
    createdBy: 'test',
  };
  await inTransaction(database, { authorityId }, (tx) => tx.insert(memberships).values(row));
  return identityId;
}
