import { listOverrides } from '../../ledger/index.ts';
import type { Database } from '../../platform/database/database.ts';

/** What an auditor looks at first: a limit that was passed, a payment that went round the run, a check that somebody let go. */
export const registerKinds = ['override', 'urgent-payment', 'waived-check'] as const;
export type RegisterKind = (typeof registerKinds)[number];

/** One step that went beyond the rule, under the name by which somebody let it. */
export interface RegisterEntry {
  readonly kind: RegisterKind;
  readonly at: Date;
  /** Who did it. */
  readonly principal: string;
  /** The name of the permission, or the code of the reason: no words about anybody. */
  readonly permission: string;
  /** What it was done to: `entry`, `instalment`, `payee-account`. */
  readonly subject: string;
  readonly subjectId: string;
  /** In pence, where money moved. */
  readonly amount?: bigint;
}

/** A room that lets rules be passed fills this port; `main.ts` wires it. Sources answer newest first. */
export interface RegisterSource {
  readonly kinds: readonly RegisterKind[];
  read(authorityId: number, limit: number): Promise<readonly RegisterEntry[]>;
}

/** The ledger's: entries that were posted past a limit. */
export function overridesOfLedger(database: Database): RegisterSource {
  return {
    kinds: ['override'],
    read: async (authorityId, limit) => {
      const overrides = await listOverrides(database, authorityId, limit);
      return overrides.map(({ entryId, recordedAt, principal, override }) => {
        return { kind: 'override', at: recordedAt, principal, permission: override, subject: 'entry', subjectId: entryId };
      });
    },
  };
}

/** The newest of all sources together. Each is asked for as many as are wanted, for any of them may hold them all. */
export async function readRegister(
  sources: readonly RegisterSource[],
  authorityId: number,
  { kind, limit }: { readonly kind?: RegisterKind | undefined; readonly limit: number },
): Promise<RegisterEntry[]> {
  const asked = sources.filter(({ kinds }) => kind === undefined || kinds.includes(kind));
  const found = await Promise.all(asked.map((source) => source.read(authorityId, limit)));
  return found
    .flat()
    .filter((entry) => kind === undefined || entry.kind === kind)
    .toSorted((one, other) => other.at.getTime() - one.at.getTime())
    .slice(0, limit);
}
