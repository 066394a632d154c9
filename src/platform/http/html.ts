/** Text that is HTML already; everything else that is put into a template is escaped. Made only here, so no page can forget to. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Fragment = Html | string | number | undefined | false | readonly Fragment[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function html(parts: TemplateStringsArray, ...fragments: readonly Fragment[]): Html {
  return new Html(parts.map((part, index) => part + render(fragments[index])).join(''));
}

function render(fragment: Fragment): string {
  if (fragment === undefined || fragment === false) return '';
  if (fragment instanceof Html) return fragment.text;
  if (typeof fragment === 'string' || typeof fragment === 'number')
    return String(fragment).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] as string);
  return fragment.map(render).join('');
}
