import { type Html, html } from '../../platform/http/html.ts';

export interface Choice {
  readonly name: string;
  readonly value: string;
  readonly label: string;
  readonly isChosen: boolean;
}

export interface ChoicesOptions {
  /** The boxes are `<id>-1`, `<id>-2` and so on: where a message at the top of the page leads. */
  readonly id: string;
  readonly legend: string;
  readonly type: 'radio' | 'checkbox';
  readonly choices: readonly Choice[];
  readonly hint?: string;
  readonly trouble?: string | undefined;
}

/** One of several, or several: a group that is read out as one. */
export function choices({ id, legend, type, choices: all, hint, trouble }: ChoicesOptions): Html {
  const described = [...(hint === undefined ? [] : [`${id}-hint`]), ...(trouble === undefined ? [] : [`${id}-trouble`])].join(' ');
  return html`<fieldset class="field"${described !== '' && html` aria-describedby="${described}"`}>
<legend>${legend}</legend>
${hint !== undefined && html`<p class="hint" id="${id}-hint">${hint}</p>`}
${trouble !== undefined && html`<p class="field-trouble" id="${id}-trouble">${trouble}</p>`}
${all.map(({ name, value, label, isChosen }, index) => html`<div class="choice"><input id="${id}-${index + 1}" name="${name}" type="${type}" value="${value}"${isChosen && html` checked`}><label for="${id}-${index + 1}">${label}</label></div>`)}
</fieldset>`;
}
