import { accepted, type Result, refused } from '../result.ts';

/**
 * JSON.parse keeps the last of two equal keys, rounds large numbers and takes any depth. Two readers of one body could then see two
 * different payments, so all of that is refused here rather than read in one of several ways.
 */
export interface JsonFault {
  readonly code:
    | 'json-malformed'
    | 'json-key-repeated'
    | 'json-key-refused'
    | 'json-too-deep'
    | 'json-number-inexact'
    | 'json-text-unstorable';
  readonly detail: string;
}

const DEEPEST = 32;
const REFUSED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
/** Written as runs, not as single characters: the regular-expression engine would run out of stack on a text of a megabyte. */
const STRING = /"[^"\\]*(?:\\.[^"\\]*)*"/sy;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const COLON = /[ \t\r\n]*:/y;
/** Only escapes can smuggle these in: a raw NUL is no JSON and a raw half pair is no UTF-8. */
const SUSPECT_ESCAPE = /\\u(?:0000|d[89a-f])/i;
const UNSTORABLE = /\0|\p{Surrogate}/u;

export function parseStrictJson(text: string): Result<unknown, JsonFault> {
  if (text.startsWith('\uFEFF'))
    return refused({ code: 'json-malformed', detail: 'The body begins with a byte order mark; leave it out.' });
  const fault = firstFault(text);
  if (fault !== undefined) return refused(fault);
  try {
    return accepted(JSON.parse(text));
  } catch {
    return refused({ code: 'json-malformed', detail: 'The body is not one complete JSON value with nothing after it.' });
  }
}

/** One pass before JSON.parse: it need not know the grammar, for what it lets through is judged by JSON.parse in full. */
function firstFault(text: string): JsonFault | undefined {
  const open: Set<string>[] = [];
  const escapesAreSuspect = SUSPECT_ESCAPE.test(text);
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '{' || character === '[') {
      if (open.push(new Set()) > DEEPEST) return { code: 'json-too-deep', detail: `The body is nested deeper than ${DEEPEST}.` };
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const string = matchAt(STRING, text, at);
      if (string === undefined) return { code: 'json-malformed', detail: 'A string in the body has no end.' };
      at += string.length - 1;
      const isKey = matchAt(COLON, text, at + 1) !== undefined;
      const fault = faultInString(string, isKey ? open.at(-1) : undefined, escapesAreSuspect);
      if (fault !== undefined) return fault;
    } else if (character === '-' || (character >= '0' && character <= '9')) {
      const number = matchAt(NUMBER, text, at) ?? character;
      at += number.length - 1;
      if (isInexact(number))
        return {
          code: 'json-number-inexact',
          detail: `A number of ${number.length} characters cannot be kept exactly; send it as a string.`,
        };
    }
  }
  return undefined;
}

function faultInString(literal: string, keysSoFar: Set<string> | undefined, escapesAreSuspect: boolean): JsonFault | undefined {
  if (keysSoFar === undefined && !escapesAreSuspect) return undefined;
  const value = unescaped(literal);
  if (value === undefined)
    return { code: 'json-malformed', detail: 'A string in the body has an escape or a control character that JSON does not know.' };
  if (UNSTORABLE.test(value))
    return { code: 'json-text-unstorable', detail: 'A text holds the NUL character or half of a surrogate pair.' };
  if (keysSoFar === undefined) return undefined;
  if (REFUSED_KEYS.has(value)) return { code: 'json-key-refused', detail: `A member is named ${value}.` };
  if (keysSoFar.has(value)) return { code: 'json-key-repeated', detail: 'An object names the same member twice.' };
  keysSoFar.add(value);
  return undefined;
}

function unescaped(literal: string): string | undefined {
  try {
    return JSON.parse(literal) as string;
  } catch {
    return undefined;
  }
}

function isInexact(token: string): boolean {
  const value = Number(token);
  return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
