import { type Html, html } from '../../platform/http/html.ts';

/** Says at the top of a page what has to be put right, and leads to the field. */
export function troubleBox(message: string | undefined, field?: string): Html | undefined {
  if (message === undefined) return undefined;
  return html`<div class="trouble" role="alert"><h2>Please look at this</h2><p>${field === undefined ? message : html`<a href="#${field}">${message}</a>`}</p></div>`;
}

/** The same for a form with several fields: each message leads to its own. */
export function troublesBox(troubles: readonly { readonly at: string; readonly words: string }[]): Html | undefined {
  if (troubles.length === 0) return undefined;
  return html`<div class="trouble" role="alert"><h2>Please look at this</h2><ul>${troubles.map(({ at, words }) => html`<li><a href="#${at}">${words}</a></li>`)}</ul></div>`;
}

export interface FieldOptions {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly trouble?: string | undefined;
  readonly type?: 'text' | 'email';
  readonly autocomplete?: string;
  readonly inputMode?: 'numeric' | 'text' | 'email';
  readonly value?: string;
  readonly maxLength?: number;
}

export function field({
  name,
  label,
  hint,
  trouble,
  type = 'text',
  autocomplete = 'off',
  inputMode = 'text',
  value,
  maxLength = 100,
}: FieldOptions): Html {
  const described = [...(hint === undefined ? [] : [`${name}-hint`]), ...(trouble === undefined ? [] : [`${name}-trouble`])].join(' ');
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${trouble !== undefined && html`<p class="field-trouble" id="${name}-trouble">${trouble}</p>`}
<input id="${name}" name="${name}" type="${type}" inputmode="${inputMode}" autocomplete="${autocomplete}" maxlength="${maxLength}" spellcheck="false" autocapitalize="none"${value !== undefined && html` value="${value}"`}${described !== '' && html` aria-describedby="${described}"`}${trouble !== undefined && html` aria-invalid="true"`}>
</div>`;
}

export interface DateFieldOptions {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly min: string;
  readonly max: string;
  readonly trouble?: string | undefined;
}

/** A day: browsers show it in their own way and send it as YYYY-MM-DD. */
export function dateField({ name, label, hint, value, min, max, trouble }: DateFieldOptions): Html {
  const described = [`${name}-hint`, ...(trouble === undefined ? [] : [`${name}-trouble`])].join(' ');
  return html`<div class="field">
<label for="${name}">${label}</label>
<p class="hint" id="${name}-hint">${hint}</p>
${trouble !== undefined && html`<p class="field-trouble" id="${name}-trouble">${trouble}</p>`}
<input id="${name}" name="${name}" type="date" value="${value}" min="${min}" max="${max}" aria-describedby="${described}"${trouble !== undefined && html` aria-invalid="true"`}>
</div>`;
}

export interface FormOptions {
  readonly action: string;
  readonly formToken: string;
  readonly button: string;
  readonly fields?: Html | readonly Html[] | undefined;
  readonly quiet?: boolean;
  readonly hidden?: Readonly<Record<string, string>>;
}

/** Every form carries the token of the browser it was made for. */
export function postForm({ action, formToken, button, fields, quiet = false, hidden = {} }: FormOptions): Html {
  return html`<form class="form" method="post" action="${action}" novalidate>
<input type="hidden" name="token" value="${formToken}">
${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${fields}
<button class="${quiet ? 'button quiet' : 'button'}" type="submit">${button}</button>
</form>`;
}

/** Shown by the script only: without it, and in browsers that know no passkeys, the other ways stand alone. */
export function passkeyForm({
  action,
  options,
  ceremony,
  formToken,
  button,
  fields,
}: {
  readonly action: string;
  readonly options: string;
  readonly ceremony: 'get' | 'create';
  readonly formToken: string;
  readonly button: string;
  readonly fields?: Html;
}): Html {
  return html`<form class="form passkey" method="post" action="${action}" data-passkey="${ceremony}" data-options="${options}" hidden>
<input type="hidden" name="token" value="${formToken}">
<input type="hidden" name="passkey" value="">
${fields}
<p class="field-trouble" role="status" hidden>The passkey was not used. Try again, or choose another way.</p>
<button class="button quiet" type="submit">${button}</button>
</form>`;
}
