import type { OpenApiDocument } from './openapi-document.ts';

/** As much of JSON Schema as our document uses; the page and its samples are made from the document, so they show what programs see. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly default?: unknown;
  readonly example?: unknown;
  readonly examples?: readonly unknown[];
}

export type Forms = Readonly<Record<string, JsonSchema>>;

/** The named schemas of the document. */
export function formsOf(document: OpenApiDocument): Forms {
  return (document.components?.schemas ?? {}) as Forms;
}

export function formName(schema: JsonSchema): string | undefined {
  return schema.$ref?.split('/').at(-1);
}

/** The schema itself, and behind a reference the form it names. */
export function resolved(schema: JsonSchema, forms: Forms): JsonSchema {
  const name = formName(schema);
  return name === undefined ? schema : (forms[name] ?? {});
}

export function variantsOf(schema: JsonSchema): readonly JsonSchema[] {
  return schema.oneOf ?? schema.anyOf ?? [];
}
