/** SQLSTATE classes that say "not now": connection trouble, out of disk, memory or connections, shutdown, cancelled by a time limit. */
const OUTAGE_CLASSES = ['08', '53', '57', '58'];
const OUTAGE_STATES = ['25006', '55000', '40001', '40P01', '55P03'];

const DRIVER_CODES = [
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'DEADLINE_EXCEEDED',
];

/** What pg says, without a code, of a connection that is gone or never came: also when the pool hands out one that has just died. */
const DRIVER_MESSAGES = ['Connection terminated', 'timeout exceeded when trying to connect', 'is not queryable', 'Query read timeout'];

/** Whether an error means that the database could not be reached or had no room, so that the same request may succeed later. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') return DRIVER_MESSAGES.some((message) => error.message.includes(message));
  return DRIVER_CODES.includes(code) || OUTAGE_STATES.includes(code) || (code.length === 5 && OUTAGE_CLASSES.includes(code.slice(0, 2)));
}
