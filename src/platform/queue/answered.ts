import { withDeadline } from '../database/with-deadline.ts';

/** Longer than the server's own limit for a statement, so that it only strikes when the connection is dead. */
const STATEMENT_DEADLINE_MS = 15_000;

/** Without it one statement that never settles would stop the relay, the planner or a worker for good, and quietly. */
export function answered<T>(statement: PromiseLike<T>): Promise<T> {
  return withDeadline(STATEMENT_DEADLINE_MS, statement);
}
