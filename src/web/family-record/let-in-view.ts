import { type Html, html } from '../../platform/http/html.ts';
import { choices } from '../shared/choice-parts.ts';
import { dateField, field, postForm, troublesBox } from '../shared/form-parts.ts';
import type { LetInView } from './let-in-presenter.ts';

export function letInView(
  { action, backAt, troubles, troubleAt, name, email, roles, may, children, until }: LetInView,
  formToken: string,
): Html {
  return html`<section class="step">
<p class="back"><a href="${backAt}">Who can see our record</a></p>
${troublesBox(troubles)}
<h1>Let somebody in</h1>
<p class="intro">You decide who, what they can see, and until when. You can end it at any time.</p>
${postForm({
  action,
  formToken,
  button: 'Let them in',
  hidden: children === undefined ? {} : { 'choose-children': 'yes' },
  fields: [
    field({ name: 'name', label: 'Their name', maxLength: 200, value: name, trouble: troubleAt.name }),
    field({
      name: 'email',
      label: 'Their e-mail address',
      hint: 'They sign in with it. Look twice that it is right.',
      type: 'email',
      inputMode: 'email',
      maxLength: 254,
      value: email,
      trouble: troubleAt.email,
    }),
    choices({ id: 'role', legend: 'Who are they?', type: 'radio', choices: roles, trouble: troubleAt.role }),
    choices({
      id: 'may',
      legend: 'What can they do?',
      type: 'checkbox',
      choices: may,
      trouble: troubleAt.may ?? (children === undefined ? troubleAt.child : undefined),
    }),
    ...(children === undefined
      ? []
      : [choices({ id: 'child', legend: 'Who is it about?', type: 'checkbox', choices: children, trouble: troubleAt.child })]),
    dateField({ name: 'until', label: 'Until when?', ...until, trouble: troubleAt.until }),
  ],
})}
<p><a href="${backAt}">Not now</a></p>
</section>`;
}
