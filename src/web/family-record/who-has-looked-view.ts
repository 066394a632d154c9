import { type Html, html } from '../../platform/http/html.ts';
import type { WhoHasLookedView } from './who-has-looked-presenter.ts';

export function whoHasLookedView({ lines, newestAt, olderAt }: WhoHasLookedView): Html {
  return html`<section class="step wide">
<p class="back"><a href="/your-places">Your places</a></p>
<h1>Who has looked</h1>
<p class="intro">Everybody who opened or changed your record, the newest first. If something here worries you, tell your council.</p>
${
  lines.length === 0
    ? html`<p class="notice">There is nothing to show here.</p>`
    : html`<ul class="rows">${lines.map(({ what, facts }) => html`<li><div><strong>${what}</strong><p class="aside">${facts}</p></div></li>`)}</ul>`
}
${
  (newestAt !== undefined || olderAt !== undefined) &&
  html`<nav class="pages" aria-label="More of the list">${newestAt !== undefined && html`<a href="${newestAt}">Newest</a>`}${olderAt !== undefined && html`<a href="${olderAt}">Older</a>`}</nav>`
}
</section>`;
}
