import { type Html, html } from '../platform/http/html.ts';
import { impliedRefusals } from '../platform/http/implied-refusals.ts';
import type { Operation } from '../platform/http/operation.ts';
import type { ProblemTable } from '../platform/http/problem-table.ts';
import { curlSample } from './curl-sample.ts';
import { type Forms, formsOf, type JsonSchema } from './json-schema.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import { breakable, fieldLines, sample } from './page-parts.ts';
import { exampleOf } from './schema-example.ts';
import { type Field, fieldOf, fieldsOf } from './schema-fields.ts';

interface Described {
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: JsonSchema;
  }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>> }>
  >;
}

export function operationSection(operation: Operation, document: OpenApiDocument, problems: ProblemTable): Html {
  const described = document.paths?.[operation.path]?.[operation.method] as unknown as Described;
  const forms = formsOf(document);
  const bodySchema = described.requestBody?.content['application/json']?.schema;
  const answerType = operation.answer.events === true ? 'text/event-stream' : 'application/json';
  const answerSchema = described.responses[operation.answer.status]?.content?.[answerType]?.schema;
  const answerFields = answerSchema === undefined ? [] : fieldsOf(answerSchema, forms);
  return html`<section class="operation" id="${operation.id}" aria-labelledby="${operation.id}-title">
<div class="words">
<h3 id="${operation.id}-title"><a href="#${operation.id}">${operation.summary}</a></h3>
<p class="route"><span class="method ${operation.method}">${operation.method.toUpperCase()}</span> <code>${breakable(operation.path)}</code></p>
${operation.description !== undefined && html`<p>${operation.description}</p>`}
<p class="needs">${scopeWords(operation)}</p>
${fieldList('Parameters', parameterFields(described))}
${bodySchema !== undefined && fieldList('Body', fieldsOf(bodySchema, forms))}
${operation.upload !== undefined && html`<h4>Body</h4><p>The bytes of a file, streamed: ${operation.upload.mediaTypes.join(', ')}; at most ${Math.floor(operation.upload.maxBytes / 1_048_576)} MB.</p>`}
${answerFields.length > 0 && html`<details><summary>Answer: <b>${operation.answer.status}</b> ${operation.answer.description}</summary>${fieldLines(answerFields)}</details>`}
${refusalList(operation, problems)}
</div>
<div class="samples">
${sample('Request', curlSample(operation, bodyExample(operation, bodySchema, forms)))}
${answerSchema !== undefined && sample(`Answer ${operation.answer.status}`, JSON.stringify(operation.examples?.answer ?? exampleOf(answerSchema, forms), undefined, 2))}
</div>
</section>`;
}

function fieldList(title: string, fields: readonly Field[]): Html | false {
  return fields.length > 0 && html`<h4>${title}</h4>${fieldLines(fields)}`;
}

function parameterFields(described: Described): readonly Field[] {
  return (described.parameters ?? []).map(({ name, required, description, schema }) => ({
    ...fieldOf(name, schema, required ?? false),
    description: description ?? schema.description,
  }));
}

function bodyExample(operation: Operation, schema: JsonSchema | undefined, forms: Forms): unknown {
  return operation.examples?.body ?? (schema === undefined ? undefined : exampleOf(schema, forms));
}

function scopeWords(operation: Operation): Html {
  const key = operation.scope === 'public' ? html`Needs no key.` : html`Needs a key with the scope <code>${operation.scope}</code>.`;
  return html`${key}${operation.idempotent === true && html` Safe to retry: takes an <a href="#retries">Idempotency-Key</a>.`}${
    operation.ifMatchRequired === true && html` Takes the <a href="#editing">ETag</a> of what you read.`
  }${operation.answer.events === true && html` Answers with server-sent events, one after the other, and closes at the end.`}`;
}

/** Only what is particular to this operation; what any request may meet is told once, in the table of errors. */
function refusalList(operation: Operation, problems: ProblemTable): Html | false {
  const implied: readonly string[] = impliedRefusals(operation);
  const own = operation.refusals.filter((code) => !implied.includes(code));
  return (
    own.length > 0 &&
    html`<h4>Refusals</h4><ul class="refusals">${own.map((code) => html`<li><span class="status">${problems[code]?.status}</span> <a href="/problems/${code}"><code>${code}</code></a> ${problems[code]?.title}</li>`)}</ul>`
  );
}
