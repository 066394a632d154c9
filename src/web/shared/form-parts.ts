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
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${trouble !== undefined && html`<p class="field-trouble" id="${name}-trouble">${trouble}</p>`}
<input id="${name}" name="${name}" type="${type}" inputmode="${inputMode}" autocomplete="${autocomplete}" maxlength="${maxLength}" spellcheck="false" autocapitalize="none"${value !== undefined && html` value="${value}"`}${describedBy(name, hint, trouble)}>
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
  return html`<div class="field">
<label for="${name}">${label}</label>
<p class="hint" id="${name}-hint">${hint}</p>
${trouble !== undefined && html`<p class="field-trouble" id="${name}-trouble">${trouble}</p>`}
<input id="${name}" name="${name}" type="date" value="${value}" min="${min}" max="${max}"${describedBy(name, hint, trouble)}>
</div>`;
}

export interface TextAreaOptions extends Pick<FieldOptions, 'name' | 'label' | 'hint' | 'trouble' | 'value'> {
  readonly rows: number;
}

/** For several sentences. Nothing is cut off while somebody types: what is too long is said when it is sent, and kept. */
export function textArea({ name, label, hint, trouble, value = '', rows }: TextAreaOptions): Html {
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
${trouble !== undefined && html`<p class="field-trouble" id="${name}-trouble">${trouble}</p>`}
<textarea id="${name}" name="${name}" rows="${rows}" autocomplete="off"${describedBy(name, hint, trouble)}>
${value}</textarea>
</div>`;
}

export interface FileFieldOptions extends Pick<FieldOptions, 'name' | 'label' | 'trouble'> {
  readonly hint: string;
  readonly accept: readonly string[];
}

export function fileField({ name, label, hint, trouble, accept }: FileFieldOptions): Html {
  return html`<div class="field">
<label for="${name}">${label}</label>
<p class="hint" id="${name}-hint">${hint}</p>
${trouble !== undefined && html`<p class="field-trouble" id="${name}-trouble">${trouble}</p>`}
<input id="${name}" name="${name}" type="file" accept="${accept.join(',')}"${describedBy(name, hint, trouble)}>
</div>`;
}

function describedBy(name: string, hint: string | undefined, trouble: string | undefined): Html {
  const ids = [...(hint === undefined ? [] : [`${name}-hint`]), ...(trouble === undefined ? [] : [`${name}-trouble`])].join(' ');
  return html`${ids !== '' && html` aria-describedby="${ids}"`}${trouble !== undefined && html` aria-invalid="true"`}`;
}

export interface FormOptions {
  readonly action: string;
  readonly formToken: string;
  readonly button: string;
  readonly fields?: Html | readonly Html[] | undefined;
  readonly quiet?: boolean;
  readonly hidden?: Readonly<Record<string, string>>;
  readonly takesFile?: boolean;
}

/** Every form carries the token of the browser it was made for. */
export function postForm({ action, formToken, button, fields, quiet = false, hidden = {}, takesFile = false }: FormOptions): Html {
  return html`<form class="form" method="post" action="${action}"${takesFile && html` enctype="multipart/form-data"`} novalidate>
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
