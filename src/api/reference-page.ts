import { type Html, html } from '../platform/http/html.ts';
import type { Operation } from '../platform/http/operation.ts';
import type { ProblemTable } from '../platform/http/problem-table.ts';
import { conventionsSection } from './conventions-section.ts';
import { formsOf } from './json-schema.ts';
import { type OpenApiDocument, roomOf } from './openapi-document.ts';
import { operationSection } from './operation-section.ts';
import { pageFrame } from './page-frame.ts';
import { fieldLines } from './page-parts.ts';
import { problemTables } from './problem-pages.ts';
import { fieldsOf } from './schema-fields.ts';

export interface ReferenceOptions {
  readonly document: OpenApiDocument;
  readonly operations: readonly Operation[];
  readonly problems: ProblemTable;
}

type Room = readonly [name: string, operations: readonly Operation[]];

/** One page, made once at the start: it can be searched with the browser's own search, printed, and read without JavaScript. */
export function referencePage({ document, operations, problems }: ReferenceOptions): string {
  const rooms = byRoom(operations);
  return pageFrame({
    title: 'Admin API',
    navigation: contents(rooms),
    content: html`<div class="lead">
<p class="eyebrow">Version ${document.info.version}</p>
<h1>Admin API</h1>
<p class="intro">${document.info.description}</p>
<p>Every operation is described on this page. Programs read the same from <a href="/openapi.json">the OpenAPI document</a>.</p>
</div>
${conventionsSection()}
${rooms.map(([room, own]) => roomSection(room, own, document, problems))}
${formsSection(document)}
<section class="chapter" aria-labelledby="errors"><h2 id="errors">Errors</h2>
<p class="measure">Let programs decide by <code>code</code>, which never changes. Each leads to a page that says what to do.</p>
${problemTables(problems)}
</section>`,
  });
}

function byRoom(operations: readonly Operation[]): readonly Room[] {
  const rooms = [...new Set(operations.map(roomOf))];
  return rooms.map((room) => [room, operations.filter((operation) => roomOf(operation) === room)]);
}

function roomSection(room: string, operations: readonly Operation[], document: OpenApiDocument, problems: ProblemTable): Html {
  return html`<section class="chapter" aria-labelledby="room-${room}"><h2 id="room-${room}">${titled(room)}</h2>
${operations.map((operation) => operationSection(operation, document, problems))}</section>`;
}

function contents(rooms: readonly Room[]): Html {
  return html`<nav class="contents" aria-label="Contents">
<details><summary>Contents</summary>
<p>Start here</p>
<ul><li><a href="#keys">Keys</a></li><li><a href="#values">Money, dates, times</a></li><li><a href="#retries">Safe retries</a></li><li><a href="#editing">Editing</a></li><li><a href="#lists">Lists</a></li><li><a href="#refusals">Refusals</a></li></ul>
${rooms.map(([room, operations]) => html`<p><a href="#room-${room}">${titled(room)}</a></p><ul>${operations.map(({ id, summary }) => html`<li><a href="#${id}">${summary}</a></li>`)}</ul>`)}
<p><a href="#forms">Forms</a></p>
<p><a href="#errors">Errors</a></p>
</details>
</nav>`;
}

function formsSection(document: OpenApiDocument): Html {
  const forms = formsOf(document);
  return html`<section class="chapter" aria-labelledby="forms"><h2 id="forms">Forms</h2>
${Object.entries(forms).map(
  ([name, schema]) =>
    html`<div class="form measure" id="form-${name}"><h3>${name}</h3>${schema.description !== undefined && html`<p>${schema.description}</p>`}${fieldLines(fieldsOf(schema, forms))}</div>`,
)}</section>`;
}

function titled(room: string): string {
  return `${room.charAt(0).toUpperCase()}${room.slice(1)}`;
}
