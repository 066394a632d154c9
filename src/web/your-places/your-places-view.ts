import { type Html, html } from '../../platform/http/html.ts';
import { field, postForm, troubleBox } from '../shared/form-parts.ts';
import type { ClosedInvitation, InvitationLine, PlacesView, PlaceView } from './your-places-presenter.ts';

export function yourPlacesView(view: PlacesView, formToken: string): Html {
  return html`<section class="step wide">
${troubleBox(view.trouble, 'code')}
<h1>Your places</h1>
<p class="intro">The councils and families you belong to here. You are signed in as <strong>${view.email}</strong>.</p>
${view.notice !== undefined && html`<p class="notice">${view.notice}</p>`}
${
  view.invitations.length > 0 &&
  html`<section aria-labelledby="invitations"><h2 id="invitations">You are invited</h2>
<ul class="rows">${view.invitations.map(({ id, words, until }) => html`<li><div><strong>${words}</strong><p class="aside">${until}</p></div>${sayYes(id, formToken)}</li>`)}</ul></section>`
}
${view.places.map((place) => placeSection(place, formToken))}
<details${view.trouble !== undefined && html` open`}><summary>I was given a code</summary>
${postForm({
  action: '/your-places/claim',
  formToken,
  button: 'Use this code',
  quiet: true,
  fields: field({
    name: 'code',
    label: 'Code of your invitation',
    hint: 'It starts with tfi. Copy all of it.',
    maxLength: 100,
    trouble: view.trouble,
  }),
})}</details>
</section>`;
}

function placeSection({ id, name, isHere, lines }: PlaceView, formToken: string): Html {
  return html`<section aria-labelledby="place-${id}"><h2 id="place-${id}">${name}${isHere && html` <span class="tag">You are here</span>`}</h2>
<ul class="rows">${lines.map(({ words, links }) => html`<li><div><strong>${words}</strong></div>${links.length > 0 && html`<p class="links">${links.map(({ href, words: to }) => html`<a href="${href}">${to}</a>`)}</p>`}</li>`)}</ul>
${!isHere && html`<div class="row-of-buttons">${postForm({ action: '/your-places/go', formToken, hidden: { authorityId: id }, button: `Go to ${name}`, quiet: true })}</div>`}
</section>`;
}

/** Pressed, never followed: programs that open every link in a mail say yes to nothing. */
export function invitationView({ id, words, until }: InvitationLine, formToken: string): Html {
  return html`<section class="step"><h1>You are invited</h1><p class="intro">${words}</p><p class="aside">${until}</p>
${sayYes(id, formToken)}
<p><a href="/your-places">Not now</a></p></section>`;
}

function sayYes(invitationId: string, formToken: string): Html {
  return postForm({ action: '/your-places/claim', formToken, hidden: { invitation: invitationId }, button: 'Say yes' });
}

export function closedInvitationView({ heading, words }: ClosedInvitation): Html {
  return html`<section class="step"><h1>${heading}</h1><p class="intro">${words}</p><p><a class="button" href="/your-places">Go to your places</a></p></section>`;
}
