import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readDataKey } from './config-data-key.ts';
import { readNetworks } from './config-networks.ts';
import { type NotifyConfig, notifyNames, readNotifyConfig } from './config-notify.ts';
import { readSignInConfig, type SignInConfig, signInNames } from './config-sign-in.ts';
import { readStripeConfig, type StripeConfig, stripeNames } from './config-stripe.ts';
import { type ConfigFault, databaseUrlFault, redisUrlFault, usersAreTheSame } from './config-urls.ts';
import { nearestName } from './nearest-name.ts';
import { accepted, type Result, refused } from './result.ts';

export type { IssuerConfig } from './config-sign-in.ts';
export type { StripeConfig } from './config-stripe.ts';
export type { ConfigFault } from './config-urls.ts';

/** Which parts of the service this process is. */
type ProcessRole = (typeof processRoles)[number];
type LogLevel = (typeof logLevels)[number];

export interface Config extends SignInConfig {
  readonly host: string;
  readonly port: number;
  readonly role: ProcessRole;
  readonly database: DatabaseConfig;
  /** Without it the queues live in the database. */
  readonly redisUrl: string | undefined;
  readonly dataDirectory: string;
  /** Where the books' anchors are kept. */
  readonly anchorFolder: string;
  /** Undefined: drawn at the first start and kept in the data folder. */
  readonly dataKey: string | undefined;
  readonly logLevel: LogLevel;
  readonly demo: boolean;
  readonly metrics: MetricsAccess;
  /** The largest bank statement file that is taken. */
  readonly statementFileBytes: number;
  /** Undefined: no texts and letters. */
  readonly notify: NotifyConfig | undefined;
  /** Networks whose forwarded headers are believed. */
  readonly trustedProxies: readonly string[];
  /** Undefined: nobody is paid by Stripe. */
  readonly stripe: StripeConfig | undefined;
}

/** Who may read /metrics: whoever knows the token; without one everybody while only this machine can ask, and otherwise nobody. */
export type MetricsAccess = 'open' | 'off' | { readonly token: string };

type DatabaseConfig =
  | { readonly kind: 'embedded' }
  /** `ownerUrl` is only needed to migrate, which may be another machine's work: the service then never holds the owner's password. */
  | { readonly kind: 'external'; readonly url: string; readonly ownerUrl: string | undefined };

export interface InvalidConfig {
  readonly code: 'configuration-invalid';
  readonly faults: readonly ConfigFault[];
}

export type Environment = Readonly<Record<string, string | undefined>>;

const processRoles = ['all', 'api', 'worker'] as const;
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const ownPrefix = 'THREEFOLD_';
const ownNames = [
  'ROLE',
  'DATA',
  'DEMO',
  'ANCHORS',
  'METRICS_TOKEN',
  'STATEMENT_MB',
  'DATA_KEY',
  'TRUSTED_PROXIES',
  ...notifyNames,
  ...stripeNames,
  ...signInNames,
];
const loopback = ['127.0.0.1', '::1', 'localhost'];
const shortestToken = 20;
const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Reads everything before it judges anything: whoever sets a service up wants one list of what is wrong, not one fault per attempt. */
export function readConfig(env: Environment): Result<Config, InvalidConfig> {
  const faults: ConfigFault[] = unknownNames(env);
  // An empty variable is how compose files and units spell "not set".
  const value = (name: string): string | undefined => env[name]?.trim() || undefined;
  const oneOf = <const Choice extends string>(name: string, choices: readonly Choice[], fallback: Choice): Choice => {
    const given = value(name) ?? fallback;
    const choice = choices.find((each) => each === given);
    if (choice === undefined)
      faults.push({
        name,
        problem: `"${given}" is not one of ${choices.join(', ')}`,
        remedy: `set it to one of them, or leave it out for ${fallback}`,
      });
    return choice ?? fallback;
  };

  const url = value('DATABASE_URL');
  const ownerUrl = value('DATABASE_OWNER_URL');
  const redisUrl = value('REDIS_URL');
  const role = oneOf('THREEFOLD_ROLE', processRoles, 'all');
  const port = readPort(value('PORT') ?? '3000', faults);
  const host = readHost(value('HOST') ?? '127.0.0.1', faults);
  const demo = oneOf('THREEFOLD_DEMO', ['on', 'off'], url === undefined ? 'on' : 'off') === 'on';
  const dataDirectory = resolve(projectFolder, value('THREEFOLD_DATA') ?? '.data');
  const config: Config = {
    host,
    port,
    role,
    database: url === undefined ? { kind: 'embedded' } : { kind: 'external', url, ownerUrl },
    redisUrl,
    dataDirectory,
    anchorFolder: resolve(projectFolder, value('THREEFOLD_ANCHORS') ?? join(dataDirectory, 'anchors')),
    dataKey: readDataKey(value('THREEFOLD_DATA_KEY'), faults),
    logLevel: oneOf('LOG_LEVEL', logLevels, 'info'),
    demo,
    metrics: readMetricsAccess(value('THREEFOLD_METRICS_TOKEN'), host, faults),
    statementFileBytes: readMegabytes('THREEFOLD_STATEMENT_MB', value('THREEFOLD_STATEMENT_MB') ?? '100', faults),
    notify: readNotifyConfig(value, faults),
    trustedProxies: readNetworks('THREEFOLD_TRUSTED_PROXIES', value('THREEFOLD_TRUSTED_PROXIES') ?? '', faults),
    stripe: readStripeConfig(value, demo, faults),
    ...readSignInConfig(value, port, faults),
  };
  faults.push(...databaseFaults({ url, ownerUrl, role }));
  if (redisUrl !== undefined) faults.push(...redisUrlFault('REDIS_URL', redisUrl));
  return faults.length === 0 ? accepted(config) : refused({ code: 'configuration-invalid', faults });
}

/** For the terminal: every fault with what to do about it. */
export function explainConfigFaults(faults: readonly ConfigFault[]): string {
  const heading =
    faults.length === 1
      ? 'Threefold was not started: one setting is wrong.'
      : `Threefold was not started: ${faults.length} settings are wrong.`;
  return [heading, ...faults.map(({ name, problem, remedy }) => `  ${name}: ${problem}.\n    What to do: ${remedy}.`)].join('\n');
}

function unknownNames(env: Environment): ConfigFault[] {
  return Object.keys(env)
    .filter((name) => name.startsWith(ownPrefix) && !ownNames.includes(name.slice(ownPrefix.length)))
    .map((name) => {
      const nearest = nearestName(name.slice(ownPrefix.length), ownNames);
      const remedy =
        nearest === undefined
          ? `remove it; the settings are ${ownNames.map((own) => ownPrefix + own).join(', ')}`
          : `write ${ownPrefix}${nearest} if that is what you mean, or remove it`;
      return { name, problem: 'Threefold has no such setting', remedy };
    });
}

function databaseFaults({
  url,
  ownerUrl,
  role,
}: {
  url: string | undefined;
  ownerUrl: string | undefined;
  role: ProcessRole;
}): ConfigFault[] {
  const faults: ConfigFault[] = [];
  if (url !== undefined) faults.push(...databaseUrlFault('DATABASE_URL', url, 'threefold_app'));
  if (ownerUrl !== undefined) faults.push(...databaseUrlFault('DATABASE_OWNER_URL', ownerUrl, 'threefold_migrator'));
  if (ownerUrl !== undefined && url === undefined) {
    faults.push({
      name: 'DATABASE_OWNER_URL',
      problem: 'it is set, and DATABASE_URL is not',
      remedy: 'set DATABASE_URL too, or leave both out to use the embedded database',
    });
  }
  if (url !== undefined && ownerUrl !== undefined && usersAreTheSame(url, ownerUrl)) {
    faults.push({
      name: 'DATABASE_URL',
      problem: 'it signs in as the same user as DATABASE_OWNER_URL',
      remedy: 'let DATABASE_URL sign in as threefold_app; the service must not hold the rights of the owner',
    });
  }
  if (role !== 'all' && url === undefined) {
    faults.push({
      name: 'THREEFOLD_ROLE',
      problem: `a process that is only "${role}" shares its database with others, and the embedded database belongs to one process`,
      remedy: 'set DATABASE_URL, or set THREEFOLD_ROLE to all',
    });
  }
  return faults;
}

function readMetricsAccess(token: string | undefined, host: string, faults: ConfigFault[]): MetricsAccess {
  if (token === undefined) return loopback.includes(host) ? 'open' : 'off';
  if (token.length < shortestToken) {
    faults.push({
      name: 'THREEFOLD_METRICS_TOKEN',
      problem: 'it is short enough to be guessed',
      remedy: `set at least ${shortestToken} characters that nobody can guess, such as the output of: openssl rand -hex 20`,
    });
  }
  return { token };
}

function readPort(given: string, faults: ConfigFault[]): number {
  const port = Number(given);
  if (/^\d{1,5}$/.test(given) && port <= 65_535) return port;
  faults.push({
    name: 'PORT',
    problem: `"${given}" is not a port`,
    remedy: 'give a whole number up to 65535, 0 for any free one, or leave it out for 3000',
  });
  return 3000;
}

function readMegabytes(name: string, given: string, faults: ConfigFault[]): number {
  const megabytes = Number(given);
  if (/^\d{1,4}$/.test(given) && megabytes >= 1 && megabytes <= 2_048) return megabytes * 1_048_576;
  faults.push({ name, problem: `"${given}" is not a size in megabytes`, remedy: 'give a whole number from 1 to 2048, or leave it out' });
  return 0;
}

function readHost(given: string, faults: ConfigFault[]): string {
  if (/^[\w.:%-]+$/.test(given)) return given;
  faults.push({
    name: 'HOST',
    problem: `"${given}" is not a host name or address`,
    remedy: 'give a name or address alone, such as 127.0.0.1, or 0.0.0.0 for every network of this machine',
  });
  return given;
}
