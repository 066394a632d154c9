import { type WrittenLine, type WrittenStatement, writeCamt053 } from '../../../src/demo/write-camt053.ts';
import type { Actor } from '../../../src/ledger/index.ts';
import { createAuthority } from '../../../src/people/index.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import {
  type BankAccount,
  type BankAccountDraft,
  commitImport,
  type ImportChoices,
  keepStatementFile,
  openImport,
  previewImport,
  registerBankAccount,
  runImport,
  type StatementDesk,
  type StatementImport,
} from '../../../src/reconciliation/index.ts';
import { testDatabase } from '../../support/database.ts';
import { type ManualClock, manualClock } from '../../support/manual-clock.ts';

/** A sort code that no bank has. */
export const MAIN = { sortCode: '000000', accountNumber: '12345678' } as const;

export interface StoredLine {
  readonly bookingDate: string;
  readonly amount: bigint;
  readonly remittance: string;
}

export interface StatementRoom {
  readonly store: Awaited<ReturnType<typeof testDatabase>>;
  readonly desk: StatementDesk;
  readonly clock: ManualClock;
  newAuthority(): Promise<Actor>;
  register(actor: Actor, change?: Partial<BankAccountDraft>): Promise<BankAccount>;
  keep(actor: Actor, content: string | Buffer, fileName?: string): Promise<string>;
  /** Kept, opened and previewed. */
  preview(actor: Actor, content: string | Buffer, choices?: ImportChoices): Promise<StatementImport>;
  /** All the way; a file that is in the books already answers with `undefined`. */
  bring(actor: Actor, content: string | Buffer, choices?: ImportChoices): Promise<StatementImport | undefined>;
  lines(actor: Actor): Promise<StoredLine[]>;
  /** How many rows of everything that an import writes are there: what "nothing stored" is held against. */
  rowCounts(actor: Actor): Promise<Record<string, number>>;
}

let authorities = 0;

export async function statementRoom(): Promise<StatementRoom> {
  const store = await testDatabase();
  const { database } = store;
  const clock = manualClock('2026-05-05T09:00:00Z');
  const desk: StatementDesk = { database, clock };
  const query = <T extends object>({ authorityId }: Actor, text: string) =>
    inTransaction(database, { authorityId }, async (_, client) => (await client.query<T>(text)).rows);
  const room: StatementRoom = {
    store,
    desk,
    clock,
    newAuthority: async () => {
      authorities += 1;
      const created = await createAuthority(database, clock, { slug: `testham-${authorities}`, name: 'Testham Council' });
      if (!created.ok) throw new Error(created.refusal.code);
      return { authorityId: created.value.authorityId, principal: 'officer' };
    },
    register: async (actor, change = {}) => {
      const draft = {
        name: 'Main account',
        kind: 'council',
        identification: MAIN,
        currency: 'GBP',
        expected: 'weekly',
        ...change,
      } as const;
      const registered = await registerBankAccount(desk, actor, draft);
      if (!registered.ok) throw new Error(registered.refusal.code);
      return registered.value;
    },
    keep: async (actor, content, fileName = 'bank.xml') => {
      const bytes = Buffer.from(content);
      const kept = await keepStatementFile(desk, actor, { fileName, mediaType: 'application/octet-stream', content: piecesOf(bytes) });
      if (!kept.ok) throw new Error(kept.refusal.code);
      return kept.value.fileId;
    },
    preview: async (actor, content, choices = {}) => {
      const opened = await openImport(desk, actor, { fileId: await room.keep(actor, content), choices });
      if (!opened.ok) throw new Error(opened.refusal.code);
      const previewed = await previewImport(desk, actor.authorityId, opened.value.importId);
      if (!previewed.ok) throw new Error(previewed.refusal.code);
      return previewed.value;
    },
    bring: async (actor, content, choices = {}) => {
      clock.advance(1_000);
      const opened = await openImport(desk, actor, { fileId: await room.keep(actor, content), choices });
      if (!opened.ok) {
        if (opened.refusal.code === 'file-already-imported') return undefined;
        throw new Error(opened.refusal.code);
      }
      const { importId } = opened.value;
      const previewed = await previewImport(desk, actor.authorityId, importId);
      if (previewed.ok && previewed.value.state === 'refused') return previewed.value;
      const committed = await commitImport(desk, actor, importId);
      if (!committed.ok) throw new Error(committed.refusal.code);
      const run = await runImport(desk, actor.authorityId, importId);
      if (!run.ok) throw new Error(run.refusal.code);
      return run.value;
    },
    lines: async (actor) =>
      query<StoredLine>(
        actor,
        `select booking_date as "bookingDate", amount_minor as amount, remittance from reconciliation.bank_lines
          where undone_at is null order by booking_date, amount_minor, remittance, occurrence`,
      ),
    rowCounts: async (actor) => {
      const tables = ['bank_statements', 'bank_lines', 'bank_line_sightings'];
      const [counts] = await query<Record<string, number>>(
        actor,
        `select ${tables.map((table) => `(select count(*)::int from reconciliation.${table}) as ${table}`).join(', ')}`,
      );
      return counts ?? {};
    },
  };
  return room;
}

export function camt(lines: readonly WrittenLine[], change: Partial<WrittenStatement> = {}): string {
  const date = lines[0]?.bookingDate ?? '2026-04-01';
  return writeCamt053({
    account: MAIN,
    statementId: 'S1',
    opening: { date, amountMinor: 0n },
    closingDate: lines.at(-1)?.bookingDate ?? date,
    lines,
    ...change,
  });
}

async function* piecesOf(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += 10_000) yield bytes.subarray(start, start + 10_000);
}
