import type { Identity } from '../../people/index.ts';
import { type Html, html } from '../../platform/http/html.ts';
import { field, passkeyForm, postForm, troubleBox } from '../shared/form-parts.ts';

export interface SecondFactorView {
  readonly formToken: string;
  readonly returnTo: string;
  readonly identity: Identity;
  readonly trouble?: { readonly code: string; readonly words: string };
}

export function secondFactorView({ formToken, returnTo, identity, trouble }: SecondFactorView): Html {
  const isRecovery = trouble?.code === 'recovery-code-wrong';
  return html`<section class="step">
${troubleBox(trouble?.words, isRecovery ? 'recovery' : identity.hasAuthenticator ? 'code' : undefined)}
<h1>One more step</h1>
<p class="intro">This needs a second proof that it is you.</p>
${
  identity.passkeys > 0 &&
  passkeyForm({
    action: '/second-factor/passkey',
    options: '/second-factor/passkey/options',
    ceremony: 'get',
    formToken,
    button: 'Use a passkey',
    fields: html`<input type="hidden" name="returnTo" value="${returnTo}">`,
  })
}
${
  identity.hasAuthenticator &&
  postForm({
    action: '/second-factor/code',
    formToken,
    hidden: { returnTo },
    button: 'Go on',
    fields: field({
      name: 'code',
      label: 'Code from your authenticator app',
      hint: 'Six digits. Each code works once.',
      inputMode: 'numeric',
      autocomplete: 'one-time-code',
      maxLength: 10,
      trouble: isRecovery ? undefined : trouble?.words,
    }),
  })
}
${
  identity.recoveryCodes > 0 &&
  html`<details${isRecovery && html` open`}><summary>I do not have my device</summary>
${postForm({
  action: '/second-factor/recovery',
  formToken,
  hidden: { returnTo },
  button: 'Use this recovery code',
  quiet: true,
  fields: field({
    name: 'recovery',
    label: 'One of your recovery codes',
    hint: 'Each works once.',
    maxLength: 40,
    trouble: isRecovery ? trouble?.words : undefined,
  }),
})}</details>`
}
<details><summary>None of these works for me</summary><p>Ask an administrator of your council. They will make sure that it is you, and invite you again by another e-mail address.</p></details>
</section>`;
}

export function noFactorView(): Html {
  return html`<section class="step"><h1>Set up a second proof</h1>
<p class="intro">What you are about to do needs a second proof that it is you, and you have none yet. Add a passkey or an authenticator app; it takes a minute.</p>
<p><a class="button" href="/your-sign-ins">Set one up</a></p></section>`;
}
