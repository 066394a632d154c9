/** One thing that is wrong, in words that finish the sentences "NAME: problem. What to do: remedy." and never hold a password. */
export interface ConfigFault {
  readonly name: string;
  readonly problem: string;
  readonly remedy: string;
}

export function databaseUrlFault(name: string, given: string, user: string): ConfigFault[] {
  const remedy = `write it like postgres://${user}:password@host:5432/threefold, with special characters of the password percent-encoded`;
  const url = parse(given);
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol))
    return [{ name, problem: 'it is not a postgres:// address', remedy }];
  const missing = [
    ...(url.username === '' ? ['a user'] : []),
    ...(url.hostname === '' ? ['a host'] : []),
    ...(url.pathname.length < 2 ? ['a database'] : []),
  ];
  return missing.length === 0 ? [] : [{ name, problem: `${withoutSecrets(url)} lacks ${missing.join(' and ')}`, remedy }];
}

export function redisUrlFault(name: string, given: string): ConfigFault[] {
  const remedy = 'write it like redis://host:6379 or rediss://user:password@host:6380, or leave it out to keep the queues in the database';
  const url = parse(given);
  if (url === undefined || !['redis:', 'rediss:'].includes(url.protocol))
    return [{ name, problem: 'it is not a redis:// or rediss:// address', remedy }];
  return url.hostname === '' ? [{ name, problem: `${withoutSecrets(url)} lacks a host`, remedy }] : [];
}

/** Addresses that cannot be read are faults of their own, and nothing is said about their users. */
export function usersAreTheSame(one: string, other: string): boolean {
  const [first, second] = [parse(one)?.username, parse(other)?.username];
  return first !== undefined && first !== '' && first === second;
}

function parse(given: string): URL | undefined {
  return URL.canParse(given) ? new URL(given) : undefined;
}

/** The query may hold a password too, and an address that does not parse is never shown: there is no telling which part is secret. */
function withoutSecrets({ protocol, username, password, host, pathname }: URL): string {
  const user = username === '' ? '' : `${username}${password === '' ? '' : ':***'}@`;
  return `${protocol}//${user}${host}${pathname}`;
}
