import { hash } from 'node:crypto';

/** SHA-256 of a value's canonical JSON: members sorted, bigints as decimal strings, absent and undefined members alike. */
export function fingerprintOf(value: unknown): Buffer {
  return hash('sha256', canonical(value), 'buffer');
}

/** The same of an object without some of its members, and without a copy of it. */
export function fingerprintWithout(value: object, left: ReadonlySet<string>): Buffer {
  return hash('sha256', canonicalObject(value, left), 'buffer');
}

function canonical(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'bigint':
      return `"${value}"`;
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
      if (value instanceof Date) return JSON.stringify(value.toISOString());
      return canonicalObject(value, NONE);
    default:
      return JSON.stringify(value ?? null);
  }
}

function canonicalObject(value: object, left: ReadonlySet<string>): string {
  const members = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const name of Object.keys(members).sort()) {
    const member = members[name];
    if (member === undefined || left.has(name)) continue;
    text += `${text.length > 1 ? ',' : ''}${JSON.stringify(name)}:${canonical(member)}`;
  }
  return `${text}}`;
}

const NONE: ReadonlySet<string> = new Set();
