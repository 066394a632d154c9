import type { StatementFormat } from './bank-statement.ts';
import type { ReadingChoices } from './reading-choices.ts';
import { UnreadableStatement } from './unreadable-statement.ts';

const FIRST_FIELD_OF_MT940 = /^(?::[0-9]{2}[A-Z]?:|\{1:)/m;

/** Says from a file's first characters which reader takes it. XML is told apart further by its namespace, when it is read. */
export function detectFormat(head: string, _choices: ReadingChoices): StatementFormat {
  if (/^\s*</.test(head) && !/^\s*<OFX/i.test(head)) return 'camt.053';
  if (FIRST_FIELD_OF_MT940.test(head)) return 'mt940';
  throw new UnreadableStatement(
    'format-not-known',
    1,
    'This is not a bank statement we can read. Export it from the bank again as camt.053 (XML) or MT940.',
  );
}

/** Archives are named for what they are, so that an officer unpacks them instead of hunting for a fault in the statement. */
export function refuseArchive(head: Uint8Array): void {
  const [first, second] = head;
  const isZip = first === 0x50 && second === 0x4b;
  const isGzip = first === 0x1f && second === 0x8b;
  if (isZip || isGzip) {
    throw new UnreadableStatement('file-compressed', undefined, 'The file is compressed. Unpack it and send the bank statement inside it.');
  }
}
