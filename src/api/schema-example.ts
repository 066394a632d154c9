import { type Forms, type JsonSchema, resolved, variantsOf } from './json-schema.ts';

const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
  date: '2026-04-01',
  'date-time': '2026-04-01T09:30:00.000Z',
  email: 'sam@council.example',
  uri: 'https://council.example/',
};

/** A value of the described shape, for operations that bring no example of their own. */
export function exampleOf(schema: JsonSchema, forms: Forms): unknown {
  const own = resolved(schema, forms);
  const given = own.example ?? own.examples?.[0] ?? own.default ?? own.enum?.[0];
  if (given !== undefined) return given;
  const nearest = own.allOf?.[0] ?? variantsOf(own)[0];
  if (nearest !== undefined) return exampleOf(nearest, forms);
  const type = typeof own.type === 'string' ? own.type : own.type?.[0];
  if (type === 'object') {
    return Object.fromEntries(Object.entries(own.properties ?? {}).map(([name, member]) => [name, exampleOf(member, forms)]));
  }
  if (type === 'array') return own.items === undefined ? [] : [exampleOf(own.items, forms)];
  if (type === 'integer' || type === 'number') return own.minimum ?? 1;
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  return BY_FORMAT[own.format ?? ''] ?? '...';
}
