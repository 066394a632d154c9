import { type Html, html } from '../../platform/http/html.ts';
import { field, passkeyForm, postForm, troubleBox } from '../shared/form-parts.ts';

export interface SignInView {
  readonly formToken: string;
  readonly returnTo: string;
  readonly trouble?: { readonly words: string; readonly isAboutAddress: boolean } | undefined;
  readonly email?: string;
  readonly issuers: { readonly staff: boolean; readonly family: boolean };
}

export function signInView({ formToken, returnTo, trouble, email, issuers }: SignInView): Html {
  const back = `?returnTo=${encodeURIComponent(returnTo)}`;
  return html`<section class="step">
${troubleBox(trouble?.words, trouble?.isAboutAddress ? 'email' : undefined)}
<h1>Sign in</h1>
<p class="intro">We send you a link by mail. There is no password to remember.</p>
${postForm({
  action: '/sign-in',
  formToken,
  hidden: { returnTo },
  button: 'Send me a link',
  fields: field({
    name: 'email',
    label: 'Your e-mail address',
    type: 'email',
    inputMode: 'email',
    autocomplete: 'email',
    maxLength: 254,
    trouble: trouble?.isAboutAddress ? trouble.words : undefined,
    ...(email !== undefined && { value: email }),
  }),
})}
<div class="others">
${passkeyForm({ action: '/sign-in/passkey', options: '/sign-in/passkey/options', ceremony: 'get', formToken, button: 'Sign in with a passkey', fields: html`<input type="hidden" name="returnTo" value="${returnTo}">` })}
${issuers.family && html`<p><a class="button quiet" href="/sign-in/family${back}">Sign in with GOV.UK One Login</a></p>`}
${issuers.staff && html`<p><a class="button quiet" href="/sign-in/staff${back}">Council staff: sign in with your work account</a></p>`}
</div>
</section>`;
}

export function checkMailView({ formToken, trouble }: { readonly formToken: string; readonly trouble: string | undefined }): Html {
  return html`<section class="step">
${troubleBox(trouble, 'code')}
<h1>Check your mail</h1>
<p class="intro">If we know the address, a mail is on its way. Follow the link in it, or type its code here. Both are good for 10 minutes.</p>
${postForm({
  action: '/sign-in/code',
  formToken,
  button: 'Sign in',
  fields: field({
    name: 'code',
    label: 'Code from the mail',
    hint: 'Eight digits, like 1234 5678.',
    inputMode: 'numeric',
    autocomplete: 'one-time-code',
    maxLength: 20,
    trouble,
  }),
})}
<details><summary>No mail came</summary>
<ul>
<li>It can take a few minutes. Look among the junk mails too.</li>
<li>Check the address and <a href="/sign-in">ask again</a>. After several mails we wait a few minutes before the next; the newest you have still works.</li>
<li>Use the address your council or provider knows. If you are not sure which, ask them.</li>
</ul></details>
</section>`;
}

export interface LinkView {
  readonly formToken: string;
  readonly link: string;
  readonly elsewhere: boolean;
  readonly trouble?: string | undefined;
}

/** The button is for programs that open every link in a mail to look at it: they press none. */
export function linkView({ formToken, link, elsewhere, trouble }: LinkView): Html {
  return html`<section class="step">
${troubleBox(trouble, 'email')}
<h1>Sign in to Threefold</h1>
<p class="intro">${elsewhere ? 'This link was not asked for in this browser. To sign in here, type the e-mail address it was sent to.' : 'One press, and you are in.'}</p>
${postForm({
  action: '/sign-in/link',
  formToken,
  hidden: { link },
  button: 'Sign in',
  fields: elsewhere
    ? field({
        name: 'email',
        label: 'Your e-mail address',
        type: 'email',
        inputMode: 'email',
        autocomplete: 'email',
        maxLength: 254,
        trouble,
      })
    : undefined,
})}
${elsewhere && html`<p class="aside">Did somebody send you this link? Do not go on: it would sign you in as them.</p>`}
</section>`;
}

/** Nothing can be done here; the next step is one link away. */
export function deadEndView(heading: string, words: string): Html {
  return html`<section class="step"><h1>${heading}</h1><p class="intro">${words}</p><p><a class="button" href="/sign-in">Go to the sign-in page</a></p></section>`;
}

export function signOutView(formToken: string): Html {
  return html`<section class="step"><h1>Sign out</h1><p class="intro">You are signed in on this device.</p>
${postForm({ action: '/sign-out', formToken, button: 'Sign out' })}
<p><a href="/your-sign-ins">See where else you are signed in</a></p></section>`;
}
