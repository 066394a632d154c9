import { quoted, UnreadableFile } from './unreadable-file.ts';

/** An element as far as the files of banks need it. In ISO 20022 the only attribute that means anything to us is `Ccy`. */
export interface XmlElement {
  readonly name: string;
  readonly line: number;
  readonly currency: string | undefined;
  /** By name; the reports of Bacs keep nearly everything in them. */
  readonly attributes: Readonly<Record<string, { readonly value: string }>>;
  text: string;
  readonly children: XmlElement[];
  /** Also when they were let go. */
  holdsElements: boolean;
  /** How many elements it holds, itself included. */
  size: number;
}

/**
 * Follows a path of element names. A name that stands twice where the standard allows it once is refused: taking the first of two
 * amounts would be a guess about money.
 */
export function only(element: XmlElement, ...path: readonly string[]): XmlElement | undefined {
  let current: XmlElement | undefined = element;
  for (const name of path) {
    const found: XmlElement[] = current.children.filter((child) => child.name === name);
    if (found.length > 1) {
      throw new UnreadableFile('field-out-of-place', found[1]?.line, `The element ${quoted(name)} stands twice where it may stand once.`);
    }
    current = found[0];
    if (current === undefined) return undefined;
  }
  return current;
}

export function all(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

export function required(element: XmlElement, ...path: readonly string[]): XmlElement {
  const found = only(element, ...path);
  if (found === undefined) {
    throw new UnreadableFile('field-missing', element.line, `The element ${quoted(element.name)} has no ${quoted(path.join('/'))}.`);
  }
  return found;
}

/** The text at the end of a path, without the white space around it; undefined when it is absent or empty. */
export function textAt(element: XmlElement, ...path: readonly string[]): string | undefined {
  const text = only(element, ...path)?.text.trim();
  return text === '' ? undefined : text;
}

/** The first of several paths that has text: versions of the message moved elements about. */
export function firstTextAt(element: XmlElement, ...paths: readonly (readonly string[])[]): string | undefined {
  for (const path of paths) {
    const text = textAt(element, ...path);
    if (text !== undefined) return text;
  }
  return undefined;
}
