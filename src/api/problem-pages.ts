import { type Html, html } from '../platform/http/html.ts';
import { refusalsOf } from '../platform/http/implied-refusals.ts';
import type { Operation, ProblemKind } from '../platform/http/operation.ts';
import { problemDocument } from '../platform/http/problem.ts';
import { type ProblemTable, platformProblems } from '../platform/http/problem-table.ts';
import { pageFrame } from './page-frame.ts';
import { sample } from './page-parts.ts';

type Row = readonly [code: string, kind: ProblemKind];

export function problemsPage(problems: ProblemTable): string {
  return pageFrame({
    title: 'Problems',
    content: html`<div class="lead"><h1>Problems</h1>
<p class="intro">Every reason for which a request can be refused.</p>
<p>Let programs decide by the code, which never changes. Each leads to a page that says what to do.</p></div>
${problemTables(problems)}`,
  });
}

/** The page that a problem's `type` leads to. */
export function problemPage(code: string, kind: ProblemKind, problems: ProblemTable, operations: readonly Operation[]): string {
  const answering = operations.filter((operation) => refusalsOf(operation).includes(code));
  return pageFrame({
    title: kind.title,
    content: html`<div class="lead"><p class="eyebrow"><a href="/problems">Problems</a></p>
<h1>${kind.title}</h1>
<p class="intro">${kind.advice}</p></div>
<dl class="facts measure"><div><dt>Code</dt><dd><code>${code}</code></dd></div><div><dt>Status</dt><dd>${kind.status}</dd></div>
${Object.entries(kind.headers ?? {}).map(([name, value]) => html`<div><dt>${name}</dt><dd><code>${value}</code></dd></div>`)}</dl>
<div class="measure">${sample('application/problem+json', JSON.stringify(problemDocument({ code }, problems, '019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d'), undefined, 2))}</div>
${answering.length > 0 && html`<h2>Who answers with it</h2><ul class="plain">${answering.map(({ id, summary }) => html`<li><a href="/docs#${id}">${summary}</a></li>`)}</ul>`}`,
  });
}

/** The rooms' own refusals first: they are about the caller's work, the others about how it was sent. */
export function problemTables(problems: ProblemTable): Html {
  const rows = Object.entries(problems).toSorted(([, one], [, other]) => one.status - other.status);
  const isPlatforms = ([code]: Row) => Object.hasOwn(platformProblems, code);
  return html`${problemTable(
    'What was asked',
    rows.filter((row) => !isPlatforms(row)),
  )}${problemTable('How it was asked', rows.filter(isPlatforms))}`;
}

function problemTable(caption: string, rows: readonly Row[]): Html | false {
  return (
    rows.length > 0 &&
    html`<table class="problems"><caption>${caption}</caption>
<thead><tr><th scope="col">Status</th><th scope="col">Code</th><th scope="col">What it means, and what to do</th></tr></thead>
<tbody>${rows.map(([code, kind]) => html`<tr><td><span class="status">${kind.status}</span></td><td><a href="/problems/${code}"><code>${code}</code></a></td><td><b>${kind.title}.</b> ${kind.advice}</td></tr>`)}</tbody></table>`
  );
}
