import type { AccountDraft } from '../../ledger/index.ts';
import type { BookableCommand } from './booking-kind.ts';

/** JSON has no bigint: pence are kept as `{"pence":"123"}`, and come back as they were. */
interface StoredPence {
  readonly pence: string;
}

export function toStored(value: readonly BookableCommand[] | readonly AccountDraft[]): unknown {
  return JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? { pence: `${each}` } : each)));
}

export function commandsFromStored(stored: unknown): BookableCommand[] {
  return revived(stored) as BookableCommand[];
}

export function accountsFromStored(stored: unknown): AccountDraft[] {
  return revived(stored) as AccountDraft[];
}

function revived(stored: unknown): unknown {
  if (Array.isArray(stored)) return stored.map(revived);
  if (stored === null || typeof stored !== 'object') return stored;
  if (isStoredPence(stored)) return BigInt(stored.pence);
  return Object.fromEntries(Object.entries(stored).map(([name, value]) => [name, revived(value)]));
}

function isStoredPence(stored: object): stored is StoredPence {
  const members = Object.entries(stored);
  return members.length === 1 && members[0]?.[0] === 'pence' && typeof members[0][1] === 'string';
}
