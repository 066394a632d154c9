import { quoted, UnreadableStatement } from '../unreadable-statement.ts';

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:((?:[a-z]{4}\.[0-9]{3})\.[0-9]{3}\.([0-9]{2}))$/;
const OLDEST_VERSION = 2;
const NEWEST_VERSION = 13;

const OTHER_MESSAGES: ReadonlyMap<string, string> = new Map([
  [
    'camt.052',
    'an account report of the running day (camt.052); it changes until the day is closed. Ask the bank for the camt.053 bank statement',
  ],
  ['camt.054', 'a debit and credit notification (camt.054), which has no balances. Ask the bank for the camt.053 bank statement'],
  ['pain.001', 'a payment order (pain.001), not what happened on the account'],
  ['pain.002', 'a payment status report (pain.002), not what happened on the account'],
]);

/** Returns the message's version (`camt.053.001.08`) from its namespace, or says in words what the file is instead. */
export function statementVersion(rootName: string, namespace: string, line: number): string {
  const parts = NAMESPACE.exec(namespace);
  const message = parts?.[1]?.slice(0, 8);
  if (parts?.[1] === undefined || message === undefined || rootName !== 'Document') {
    throw new UnreadableStatement(
      'not-a-bank-statement',
      line,
      `The file is XML with the root ${quoted(rootName)} in ${quoted(namespace)}, not a camt.053 bank statement.`,
    );
  }
  if (message !== 'camt.053') {
    const words = OTHER_MESSAGES.get(message) ?? `a message of another kind (${message})`;
    throw new UnreadableStatement('not-a-bank-statement', line, `The file is ${words}.`);
  }
  const version = Number(parts[2]);
  if (!parts[1].startsWith('camt.053.001.') || version < OLDEST_VERSION || version > NEWEST_VERSION) {
    throw new UnreadableStatement('version-not-known', line, `The file is ${parts[1]}; we read camt.053.001.02 to camt.053.001.13.`);
  }
  return parts[1];
}
