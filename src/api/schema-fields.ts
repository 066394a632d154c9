import { type Forms, formName, type JsonSchema, resolved, variantsOf } from './json-schema.ts';

/** One line of the description of a body: `postings[].amount`, Money, required. */
export interface Field {
  readonly name: string;
  readonly type: string;
  /** The named form it has, which the page describes once. */
  readonly form: string | undefined;
  readonly isRequired: boolean;
  readonly limits: readonly string[];
  readonly description: string | undefined;
}

const DEEPEST = 6;

/** Flattens a schema to the lines a person reads; named forms are not opened, but linked. */
export function fieldsOf(schema: JsonSchema, forms: Forms, above = '', depth = 0): readonly Field[] {
  if (depth > DEEPEST) return [];
  const own = depth === 0 ? resolved(schema, forms) : schema;
  const parts = [...(own.allOf ?? []), ...variantsOf(own)];
  return [
    ...parts.flatMap((part) => fieldsOf(part, forms, above, depth + 1)),
    ...(own.type === 'array' && own.items !== undefined ? fieldsOf(own.items, forms, `${above}[]`, depth + 1) : []),
    ...Object.entries(own.properties ?? {}).flatMap(([name, member]) => {
      const path = above === '' ? name : `${above}.${name}`;
      return [fieldOf(path, member, own.required?.includes(name) ?? false), ...fieldsOf(member, forms, path, depth + 1)];
    }),
  ];
}

export function fieldOf(name: string, schema: JsonSchema, isRequired: boolean): Field {
  return {
    name,
    type: typeWords(schema),
    form: formName(innermost(schema)),
    isRequired,
    limits: limitsOf(schema),
    description: schema.description,
  };
}

function innermost(schema: JsonSchema): JsonSchema {
  if (schema.items !== undefined) return innermost(schema.items);
  const [first, second] = variantsOf(schema).filter(({ type }) => type !== 'null');
  return first !== undefined && second === undefined ? innermost(first) : schema;
}

function typeWords(schema: JsonSchema): string {
  const form = formName(schema);
  if (form !== undefined) return form;
  if (schema.enum !== undefined) return schema.enum.map(String).join(' | ');
  if (schema.items !== undefined) return `list of ${typeWords(schema.items)}`;
  const variants = variantsOf(schema);
  if (variants.length > 0) return [...new Set(variants.map(typeWords))].join(' or ');
  const type = schema.type ?? 'any';
  return typeof type === 'string' ? (schema.format ?? type) : type.join(' or ');
}

function limitsOf(schema: JsonSchema): readonly string[] {
  return [
    ...rangeWords(schema.minimum, schema.maximum, ''),
    ...rangeWords(schema.minLength, schema.maxLength, ' characters'),
    ...rangeWords(schema.minItems, schema.maxItems, ' items'),
    ...(schema.default === undefined ? [] : [`default ${JSON.stringify(schema.default)}`]),
  ];
}

function rangeWords(least: number | undefined, most: number | undefined, unit: string): readonly string[] {
  if (least !== undefined && most !== undefined) return [`${least} to ${most}${unit}`];
  if (least !== undefined) return [`at least ${least}${unit}`];
  return most === undefined ? [] : [`at most ${most}${unit}`];
}
