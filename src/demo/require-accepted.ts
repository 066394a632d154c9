import type { Refusal, Result } from '../platform/result.ts';

/** The demo asks for nothing that may be refused, so a refusal is a fault of ours and ends the play with its code. */
export function requireAccepted<Value, R extends Refusal>(what: string, result: Result<Value, R>): Value {
  if (result.ok) return result.value;
  const details = JSON.stringify(result.refusal, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
  throw new Error(`The demo's ${what} is refused: ${details}`);
}
