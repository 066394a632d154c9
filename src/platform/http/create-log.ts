import { type DestinationStream, type Logger, pino } from 'pino';

/** Names under which a secret or personal data could slip into a line, at the top and one level down. */
const SECRET_NAMES = ['authorization', 'cookie', 'set-cookie', 'password', 'token', 'apiKey', 'secret', 'body'];

export interface LogOptions {
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  readonly destination?: DestinationStream;
}

/** The service's log: lines of JSON on standard output, from which secrets are struck even when somebody logs a whole object. */
export function createLog(options: LogOptions): Logger {
  const paths = SECRET_NAMES.flatMap((name) => [`["${name}"]`, `*["${name}"]`, `*.headers["${name}"]`]);
  const settings = { level: options.level, base: null, redact: { paths, censor: '[struck out]' } };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
