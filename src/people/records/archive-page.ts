import { type Html, html } from '../../platform/http/html.ts';
import type { LogLine } from '../audit/audit-words.ts';
import type { ArchivedDocument, ArchivedMessage } from './export-family.ts';
import type { FamilyView, GrantView } from './family-view.ts';

const LABELS: Readonly<Record<string, string>> = {
  name: 'Name',
  email: 'Email',
  phone: 'Telephone',
  address: 'Address',
  school: 'School or college',
  provider: 'Gives the support',
  payee: 'Is paid',
  notes: 'Notes',
};

export interface ArchiveParts {
  readonly view: FamilyView;
  readonly grants: readonly GrantView[];
  readonly messages: readonly ArchivedMessage[];
  readonly documents: readonly ArchivedDocument[];
  readonly log: readonly LogLine[];
  readonly madeAt: Date;
}

/** One page that any browser opens from disk: no script, no style sheet, and links only to the documents that lie beside it. */
export function archivePage({ view, grants, messages, documents, log, madeAt }: ArchiveParts): string {
  const helpers = grants.map(({ name, email, row }) => [name, email, row.may.join(', '), row.from, row.until]);
  const looks = log.map(({ at, who, what, why, how }) => [minuteOf(at), `${who} ${what}`, why ?? '', how]);
  const letters = messages.map(({ writtenAt, sender, text }) => [minuteOf(writtenAt), FROM[sender], text]);
  const papers = documents.map(({ sentAt, sender, kind, file }) => [minuteOf(sentAt), FROM[sender], html`<a href="${file}">${kind}</a>`]);
  return html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>Your record</title></head><body>
<h1>Your record</h1>
<p>Made on ${madeAt.toISOString().slice(0, 10)}.</p>
${view.persons.map(personPart)}
<h2>Messages</h2>
${tableOf(['When (UTC)', 'From', 'What'], letters, 'There are none.')}
<h2>Documents</h2>
${tableOf(['When (UTC)', 'From', 'What'], papers, 'There are none.')}
<h2>Who was let in</h2>
${tableOf(['Name', 'Email', 'May', 'From', 'Until'], helpers)}
<h2>Who looked at what</h2>
${tableOf(['When (UTC)', 'Who did what', 'Why', 'How'], looks)}
</body></html>
`.text;
}

function personPart({ kind, bornOn, details }: FamilyView['persons'][number]): Html {
  const facts: (readonly [string, string])[] = Object.entries(details).map(([name, value]) => [LABELS[name] ?? name, String(value)]);
  const all = bornOn === undefined ? facts : [...facts, ['Born on', bornOn] as const];
  return html`<h2>${kind === 'parent' ? 'Parent' : 'Child or young person'}</h2>
<dl>${all.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>
`;
}

const FROM = { family: 'The family', council: 'The council' } as const;

function minuteOf(at: Date): string {
  return at.toISOString().slice(0, 16).replace('T', ' ');
}

function tableOf(head: readonly string[], rows: readonly (readonly (string | Html)[])[], none = 'Nobody yet.'): Html {
  if (rows.length === 0) return html`<p>${none}</p>`;
  return html`<table><tr>${head.map((cell) => html`<th>${cell}</th>`)}</tr>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</table>`;
}
