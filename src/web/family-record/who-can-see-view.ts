import { type Html, html } from '../../platform/http/html.ts';
import { postForm } from '../shared/form-parts.ts';
import type { EndingView, WhoCanSeeView } from './who-can-see-presenter.ts';

export function whoCanSeeView({ letInAt, lookedAt, now, before }: WhoCanSeeView): Html {
  return html`<section class="step wide">
<p class="back"><a href="/your-places">Your places</a></p>
<h1>Who can see our record</h1>
<p class="intro">These are the people you have let in. You choose who, what they can see and until when, and you can end it at any time.</p>
${
  now.length === 0
    ? html`<p class="notice">You have let nobody in.</p>`
    : html`<ul class="rows people">${now.map(({ name, who, can, until, endAt, lookTwice }) => html`<li><div><h2>${name}</h2><p>${can}</p><p class="aside">${who}</p><p class="aside">${until}</p>${lookTwice !== undefined && html`<p class="notice">${lookTwice}</p>`}</div><p><a class="button quiet" href="${endAt}">End this<span class="unseen"> for ${name}</span></a></p></li>`)}</ul>`
}
<p><a class="button" href="${letInAt}">Let somebody in</a></p>
<p class="aside">People at your council can open your record too, when their work needs it. They have to say why, and you can <a href="${lookedAt}">see who has looked</a>.</p>
${
  before.length > 0 &&
  html`<details><summary>People you had let in before</summary><ul class="rows">${before.map(({ name, words }) => html`<li><div><strong>${name}</strong><p class="aside">${words}</p></div></li>`)}</ul></details>`
}
</section>`;
}

export function endingView({ name, words, endAt, backAt, isOver }: EndingView, formToken: string): Html {
  if (isOver)
    return html`<section class="step"><h1>This has ended already</h1><p class="intro">${name} can no longer see your record by this.</p><p><a class="button" href="${backAt}">Back to the list</a></p></section>`;
  return html`<section class="step"><h1>Stop letting ${name} in?</h1>
<p class="intro">${words}</p>
${postForm({ action: endAt, formToken, button: 'Yes, end it now' })}
<p><a href="${backAt}">No, keep it as it is</a></p></section>`;
}
