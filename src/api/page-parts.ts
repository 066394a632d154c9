import { type Html, html } from '../platform/http/html.ts';
import type { Field } from './schema-fields.ts';

export function sample(caption: string, text: string): Html {
  return html`<figure class="sample"><figcaption>${caption}</figcaption><pre><code>${text}</code></pre></figure>`;
}

export function fieldLines(fields: readonly Field[]): Html {
  return html`<dl class="fields">${fields.map(fieldLine)}</dl>`;
}

function fieldLine(field: Field): Html {
  const type = field.form === undefined ? field.type : html`<a href="#form-${field.form}">${field.type}</a>`;
  return html`<div><dt><code>${breakable(field.name)}</code> <span class="type">${type}</span>${!field.isRequired && html` <span class="optional">optional</span>`}</dt>
<dd>${field.description}${field.limits.length > 0 && html` <span class="limits">${sentence(field.limits.join(', '))}</span>`}</dd></div>`;
}

/** Lets long paths and names break where a person would: a narrow screen otherwise scrolls sideways. */
export function breakable(text: string): Html {
  return html`${text.split(/(?<=[/.])/).map((part) => html`${part}<wbr>`)}`;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
