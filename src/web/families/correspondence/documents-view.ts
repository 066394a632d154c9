import { type Html, html } from '../../../platform/http/html.ts';
import { choices } from '../../shared/choice-parts.ts';
import { fileField, postForm, troublesBox } from '../../shared/form-parts.ts';
import type { DocumentsView } from './documents-presenter.ts';

export function documentsView(view: DocumentsView, formToken: string): Html {
  const { action, messagesAt, documents, kinds, fileHint, troubles, troubleAt, newestAt, olderAt } = view;
  return html`<section class="step wide">
<p class="back"><a href="/your-places">Your places</a></p>
${troublesBox(troubles)}
<h1>Documents</h1>
<p class="intro">Letters, receipts and other papers between you and your council. Nobody else in your family sees them here.</p>
${
  documents.length === 0
    ? html`<p class="notice">There are no documents yet.</p>`
    : html`<ul class="rows">${documents.map(({ href, what, facts }) => html`<li><div><strong>${what}</strong><p class="aside">${facts}</p></div><p><a class="button quiet" href="${href}" download>Save<span class="unseen">: ${what}. ${facts}</span></a></p></li>`)}</ul>`
}
${
  (newestAt !== undefined || olderAt !== undefined) &&
  html`<nav class="pages" aria-label="More documents">${newestAt !== undefined && html`<a href="${newestAt}">Newest</a>`}${olderAt !== undefined && html`<a href="${olderAt}">Older</a>`}</nav>`
}
<section aria-labelledby="send"><h2 id="send">Send a document</h2>
${postForm({
  action,
  formToken,
  button: 'Send it',
  takesFile: true,
  fields: [
    choices({ id: 'kind', legend: 'What is it?', type: 'radio', choices: kinds, trouble: troubleAt.kind }),
    fileField({
      name: 'file',
      label: 'The file',
      hint: fileHint,
      accept: ['application/pdf', 'image/jpeg', 'image/png', 'image/heic'],
      trouble: troubleAt.file,
    }),
  ],
})}
<p class="aside">To say something about it, <a href="${messagesAt}">write a message</a>.</p>
</section>
</section>`;
}
