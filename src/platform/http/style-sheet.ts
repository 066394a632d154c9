import { readFileSync } from 'node:fs';

const houseStyle = readFileSync(new URL('house-style.css', import.meta.url), 'utf8');

/** A style sheet as it is served: the house's own style first, then what the pages add to it, in one request. */
export function styleSheet(file: URL): string {
  return `${houseStyle}\n${readFileSync(file, 'utf8')}`;
}
