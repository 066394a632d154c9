import { type Html, html } from '../../platform/http/html.ts';
import { field, passkeyForm, postForm, troubleBox } from '../shared/form-parts.ts';
import type { SignInsView } from './your-sign-ins-presenter.ts';

export function yourSignInsView(view: SignInsView, formToken: string): Html {
  const others = view.sessions.some(({ isThis }) => !isThis);
  return html`<section class="step wide">
${troubleBox(view.trouble)}
<h1>Your sign-ins</h1>
<p class="intro">You are known here by <strong>${view.email}</strong>. See <a href="/your-places">where you belong</a>.</p>
<section aria-labelledby="where"><h2 id="where">Where you are signed in</h2>
<ul class="rows">${view.sessions.map(
    ({
      id,
      isThis,
      device,
      facts,
    }) => html`<li><div><strong>${device}</strong>${isThis && html` <span class="tag">This browser</span>`}<p class="aside">${facts}</p></div>
${postForm({ action: '/your-sign-ins/end', formToken, hidden: { sessionId: id }, button: 'Sign out', quiet: true })}</li>`,
  )}</ul>
<div class="row-of-buttons">
${others && postForm({ action: '/your-sign-ins/end-others', formToken, button: 'Sign out everywhere else', quiet: true })}
${postForm({ action: '/your-sign-ins/end-all', formToken, button: 'Sign out everywhere', quiet: true })}
</div></section>
<section aria-labelledby="passkeys"><h2 id="passkeys">Passkeys</h2>
<p class="aside">A passkey is kept by your phone, computer or security key, and opens with its own lock. It works only here, so nobody can trick you out of it.</p>
${view.passkeys.length > 0 && html`<ul class="rows">${view.passkeys.map(({ id, name, facts }) => html`<li><div><strong>${name}</strong><p class="aside">${facts}</p></div>${postForm({ action: '/your-sign-ins/passkeys/remove', formToken, hidden: { passkeyId: id }, button: 'Remove', quiet: true })}</li>`)}</ul>`}
${passkeyForm({
  action: '/your-sign-ins/passkeys/add',
  options: '/your-sign-ins/passkeys/options',
  ceremony: 'create',
  formToken,
  button: 'Add a passkey',
  fields: field({ name: 'name', label: 'A name for it', hint: 'Like "my phone".', maxLength: 60 }),
})}
<noscript><p class="aside">Passkeys need scripts, which are off in this browser. The authenticator app works without.</p></noscript></section>
<section aria-labelledby="app"><h2 id="app">Authenticator app</h2>
${
  view.hasAuthenticator
    ? html`<p class="aside">Your app shows a code that is asked for as a second proof.</p>${postForm({ action: '/your-sign-ins/authenticator/remove', formToken, button: 'Remove the app', quiet: true })}`
    : html`<p class="aside">An app on your phone that shows a new code every half minute. It needs no network.</p>${postForm({ action: '/your-sign-ins/authenticator/begin', formToken, button: 'Add an app', quiet: true })}`
}</section>
${
  view.recoveryCodes !== undefined &&
  html`<section aria-labelledby="recovery"><h2 id="recovery">Recovery codes</h2><p class="aside">For the day when your device is lost. ${view.recoveryCodes}</p>
${postForm({ action: '/your-sign-ins/recovery-codes', formToken, button: 'Make new codes', quiet: true })}</section>`
}
</section>`;
}

export interface AuthenticatorView {
  readonly formToken: string;
  readonly secret: string;
  readonly trouble: string | undefined;
}

export function authenticatorView({ formToken, secret, trouble }: AuthenticatorView): Html {
  return html`<section class="step">
${troubleBox(trouble, 'code')}
<h1>Add an authenticator app</h1>
<ol class="steps"><li><p>Open the app and choose to add an account.</p></li>
<li><p>Point it at this picture, or type the key below it.</p>
<img class="code" src="/your-sign-ins/authenticator.svg" width="220" height="220" alt="A picture of the key for your app. The same key stands below in letters.">
<p><code>${secret}</code></p></li>
<li><p>Type the code that the app shows.</p>
${postForm({ action: '/your-sign-ins/authenticator/confirm', formToken, button: 'Add the app', fields: field({ name: 'code', label: 'Code from the app', hint: 'Six digits.', inputMode: 'numeric', autocomplete: 'one-time-code', maxLength: 10, trouble }) })}</li></ol>
<p><a href="/your-sign-ins">Not now</a></p>
</section>`;
}

export function recoveryCodesView(codes: readonly string[]): Html {
  return html`<section class="step"><h1>Keep these codes</h1>
<p class="intro">Each lets you in once when your device is lost. Print them or write them down, and keep them where you keep important papers. They are shown only now.</p>
<ul class="codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ul>
<p><a class="button" href="/your-sign-ins">I have kept them</a></p></section>`;
}
