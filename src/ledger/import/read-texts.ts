import { fault, type ImportFault } from './import-entry.ts';

const CODE = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,199}$/;
const KEPT = /^[^\p{Cc}\p{Cs}]*$/u;
const LONGEST = { description: 500, reference: 140, share: 100, source: 100, financialYear: 20, costCentre: 50, subjective: 50 } as const;
export type TextField = keyof typeof LONGEST;

/** The book keeps texts for ever and as they are: one that it would refuse is named with its line. */
export function textFault(line: number, field: TextField, text: string): ImportFault | undefined {
  const name = field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  if (!KEPT.test(text)) {
    return fault(
      line,
      'text-malformed',
      `The ${name} holds a control character.`,
      'Leave out tabs, line breaks and other control characters.',
    );
  }
  if (text.length > LONGEST[field]) {
    return fault(line, 'text-malformed', `The ${name} has ${text.length} characters.`, `Use at most ${LONGEST[field]}.`);
  }
  return undefined;
}

export function streamFault(line: number, text: string): ImportFault | undefined {
  if (text === 'EDUCATION' || text === 'HEALTH' || text === 'CARE') return undefined;
  return fault(line, 'text-malformed', `“${text.slice(0, 40)}” is no funding stream.`, 'Write EDUCATION, HEALTH or CARE.');
}

/** An account's name can only be one that an account can have: what it is not is told as text, not looked up. */
export function accountFault(line: number, account: string): ImportFault | undefined {
  if (account === '') return fault(line, 'account-missing', 'The line names no account.', 'Write the code of an account.');
  if (CODE.test(account)) return undefined;
  return fault(
    line,
    'account-unknown',
    `“${account.slice(0, 60)}” cannot be the code of an account.`,
    'Write the code as the book has it: letters, digits, colons, points, underscores and hyphens.',
  );
}
