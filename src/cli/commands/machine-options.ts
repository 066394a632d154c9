import { InvalidArgumentError } from 'commander';
import { type KeyScope, keyScopes } from '../../people/index.ts';

/** What keys and clients have in common on the command line: what they may do, and for how long. */
export const DAY_MS = 86_400_000;

export function day(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

export function readScope(text: string, earlier: KeyScope[]): KeyScope[] {
  const scope = keyScopes.find((each) => each === text);
  if (!scope) throw new InvalidArgumentError(`It is one of ${keyScopes.join(', ')}.`);
  return [...earlier, scope];
}

export function readDays(text: string): number {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 366) throw new InvalidArgumentError('It is a whole number from 1 to 366.');
  return days;
}

export function readOverlap(text: string): number {
  const [, amount, unit] = /^(\d{1,3})([hd])$/.exec(text) ?? [];
  const hours = Number(amount) * (unit === 'd' ? 24 : 1);
  if (!(hours <= 168)) throw new InvalidArgumentError('It is a time up to 168h or 7d.');
  return hours;
}
