import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formsOf } from '../../src/api/json-schema.ts';
import type { OpenApiDocument } from '../../src/api/openapi-document.ts';
import { exampleOf } from '../../src/api/schema-example.ts';
import { verifyBook } from '../../src/ledger/index.ts';
import type { Operation } from '../../src/platform/http/operation.ts';
import { EVERYTHING, type LedgerApi, startLedgerApi } from '../api/ledger-api.ts';
import { type Admin, openAdmin } from '../support/admin.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const TEXTS_A_PLACE = 5;

let api: LedgerApi;
let admin: Admin;
let document: OpenApiDocument;
let authorityId: number;
beforeAll(async () => {
  api = await startLedgerApi();
  admin = await openAdmin(api.store.adminUrl);
  document = (await (await fetch(`${api.url}/openapi.json`)).json()) as OpenApiDocument;
  authorityId = await api.newAuthority('hostile');
});
afterAll(async () => {
  await admin.close();
  await api.close();
});

interface Parts {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

describe('every text in every request', () => {
  it('may be hostile: it is stored or refused as the operation says, and nothing breaks', { timeout: 120_000 }, async () => {
    const tablesBefore = await tableNames();
    let sent = 0;
    for (const operation of api.operations) {
      const secret = await api.newKey(authorityId, EVERYTHING);
      const usual = usualRequest(operation);
      for (const place of textPlaces(usual)) {
        for (let k = 0; k < TEXTS_A_PLACE; k += 1) {
          const text = HOSTILE_TEXTS[sent % HOSTILE_TEXTS.length] as string;
          const answer = await send(operation, withTextAt(usual, place, text), secret);
          sent += 1;
          // What is answered, in status and shape, is held against the operation by `call`; a fault of our own is never an answer.
          expect(`${operation.id} ${place.join('/')} ${JSON.stringify(text).slice(0, 60)} ${answer.status}`).not.toMatch(/ 5\d\d$/);
        }
      }
    }
    expect(sent).toBeGreaterThan(500);
    expect(await tableNames()).toEqual(tablesBefore);
    expect((await verifyBook(api.store.database, authorityId)).findings).toEqual([]);
  });
});

function usualRequest({ method, path, examples }: Operation): Parts {
  const described = document.paths?.[path]?.[method] as unknown as {
    requestBody?: { content: Record<string, { schema: object }> };
  };
  const schema = described.requestBody?.content['application/json']?.schema;
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => name as string);
  return {
    params: { ...Object.fromEntries(names.map((name) => [name, 'x'])), ...examples?.params },
    query: { ...examples?.query },
    body: examples?.body ?? (schema === undefined ? undefined : exampleOf(schema, formsOf(document))),
  };
}

type Place = readonly (string | number)[];

/** Where texts stand, however deep. */
function textPlaces(value: unknown, at: Place = []): Place[] {
  if (typeof value === 'string') return [at];
  if (Array.isArray(value)) return value.flatMap((each, n) => textPlaces(each, [...at, n]));
  if (value !== null && typeof value === 'object') return Object.entries(value).flatMap(([name, each]) => textPlaces(each, [...at, name]));
  return [];
}

function withTextAt<T>(value: T, [step, ...rest]: Place, text: string): T {
  if (step === undefined) return text as T;
  const changed = withTextAt((value as Record<string | number, unknown>)[step], rest, text);
  if (Array.isArray(value)) return value.with(step as number, changed) as T;
  return { ...value, [step]: changed };
}

async function send(operation: Operation, { params, query, body }: Parts, secret: string) {
  const path = operation.path.replaceAll(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(inAddress(params[name])) || 'x');
  const search = new URLSearchParams(Object.fromEntries(Object.entries(query).map(([name, value]) => [name, inAddress(value)]))).toString();
  return api.call(operation.method.toUpperCase(), `${path}${search === '' ? '' : `?${search}`}`, {
    secret,
    idempotencyKey: randomUUID(),
    ifMatch: '*',
    ...(operation.body !== undefined && { body }),
  });
}

/** An address longer than the parser takes is refused before any operation hears of it; that has a test of its own. */
function inAddress(text = 'x'): string {
  return text.toWellFormed().slice(0, 2_000);
}

const tableNames = () => admin.rows(`select table_schema || '.' || table_name as name from information_schema.tables order by 1`);
