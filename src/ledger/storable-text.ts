const NUL = String.fromCharCode(0);

/**
 * Whether every text in a value, however deep, member names included, can be kept as it is: PostgreSQL keeps no NUL, and UTF-8 no half of
 * a surrogate pair.
 */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return !value.includes(NUL) && value.isWellFormed();
  if (Array.isArray(value)) return value.every(isStorable);
  if (value === null || typeof value !== 'object' || value instanceof Date || Buffer.isBuffer(value)) return true;
  for (const name of Object.keys(value)) {
    if (!isStorable(name) || !isStorable((value as Readonly<Record<string, unknown>>)[name])) return false;
  }
  return true;
}
