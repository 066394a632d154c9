import { type Html, html } from '../../../platform/http/html.ts';
import { postForm, textArea, troubleBox } from '../../shared/form-parts.ts';
import type { MessagesView, MessageView } from './messages-presenter.ts';

export function messagesView(view: MessagesView, formToken: string): Html {
  const { action, documentsAt, messages, trouble, typed, newestAt, olderAt } = view;
  return html`<section class="step wide">
<p class="back"><a href="/your-places">Your places</a></p>
${troubleBox(trouble, 'text')}
<h1>Messages</h1>
<p class="intro">Between you and your council. Nobody else in your family sees them here.</p>
${postForm({
  action,
  formToken,
  button: 'Send',
  fields: textArea({
    name: 'text',
    label: 'Write to your council',
    hint: 'We tell you by e-mail when they have answered.',
    rows: 5,
    value: typed,
    trouble,
  }),
})}
<p class="aside">To send a letter, a receipt or a photo, go to <a href="${documentsAt}">your documents</a>.</p>
${
  messages.length === 0
    ? html`<p class="notice">There are no messages yet.</p>`
    : html`<ol class="thread" aria-label="Messages, the newest first">${messages.map(messageItem)}</ol>`
}
${
  (newestAt !== undefined || olderAt !== undefined) &&
  html`<nav class="pages" aria-label="More messages">${newestAt !== undefined && html`<a href="${newestAt}">Newest</a>`}${olderAt !== undefined && html`<a href="${olderAt}">Older</a>`}</nav>`
}
</section>`;
}

function messageItem({ id, from, isOwn, at, paragraphs, enclosed }: MessageView): Html {
  return html`<li class="${isOwn ? 'message own' : 'message'}"><article aria-labelledby="from-${id}">
<h2 id="from-${id}">${from} <span class="aside">${at}</span></h2>
${paragraphs.map((text) => html`<p>${text}</p>`)}
${enclosed.length > 0 && html`<ul class="enclosed" aria-label="With this message">${enclosed.map(({ href, words }) => html`<li><a href="${href}" download>${words}</a></li>`)}</ul>`}
</article></li>`;
}
