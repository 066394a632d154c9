import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';

/** A slice of the first API's own description, where the samples lie beside the project; without it requests are taken as they come. */
const SLICE = fileURLToPath(new URL('../../../../shared/samples/stripe/spec-slice.2023-08-16.json', import.meta.url));

interface Slice {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: unknown;
}

const hasSlice = existsSync(SLICE);
const slice = hasSlice ? (JSON.parse(readFileSync(SLICE, 'utf8')) as Slice) : undefined;
const compiled = new Map<string, ValidateFunction | undefined>();

/** Why Stripe would not take the request; undefined when it would, or when nothing is known of the path. */
export function faultOfV1(method: string, path: string, body: unknown): string | undefined {
  const template = templateOf(path);
  if (slice === undefined || template === undefined || method !== 'POST') return undefined;
  const name = `${method} ${template}`;
  if (!compiled.has(name)) compiled.set(name, compile(template));
  const validate = compiled.get(name);
  if (validate === undefined || validate(structuredClone(body))) return undefined;
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`).join('; ');
}

function compile(template: string): ValidateFunction | undefined {
  const operation = slice?.paths[template]?.['post'] as
    | { readonly requestBody?: { readonly content?: Readonly<Record<string, { readonly schema?: object }>> } }
    | undefined;
  const schema = operation?.requestBody?.content?.['application/x-www-form-urlencoded']?.schema;
  if (schema === undefined) return undefined;
  const ajv = new Ajv({ strict: false, coerceTypes: true, allErrors: true, validateFormats: false });
  return ajv.compile({ ...schema, components: slice?.components });
}

function templateOf(path: string): string | undefined {
  const parts = path.split('/');
  return Object.keys(slice?.paths ?? {}).find((each) => {
    const wanted = each.split('/');
    return wanted.length === parts.length && wanted.every((part, at) => part.startsWith('{') || part === parts[at]);
  });
}

/** `metadata[a]=b` and `lines[0][amount]=1` as the first API writes them. */
export function readForm(text: string): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = name.replaceAll(']', '').split('[');
    let at = body;
    for (const key of keys.slice(0, -1)) {
      at[key] ??= {};
      at = at[key] as Record<string, unknown>;
    }
    at[keys.at(-1) ?? ''] = value;
  }
  return body;
}
