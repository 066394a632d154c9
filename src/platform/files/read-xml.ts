import { SaxesParser, type SaxesTagNS } from 'saxes';
import { quoted, UnreadableFile } from './unreadable-file.ts';
import type { XmlElement } from './xml-element.ts';

const DOCTYPE = '<!DOCTYPE';
/** Text goes to the parser in slices, so that a limit is judged before much more than the limit is held. */
const SLICE_CHARACTERS = 16_384;

/** What XML may cost to read. */
export interface XmlLimits {
  /** Characters in one element. */
  readonly fieldCharacters: number;
  readonly xmlDepth: number;
  /** Elements kept at one time; a file is read item by item, so this bounds one item. */
  readonly xmlElementsHeld: number;
}

/** What the message reader is told while the document is read. */
export interface XmlListener {
  /** The document element and its namespace, before anything inside it. */
  root(element: XmlElement, namespace: string): void;
  /**
   * An element closed with all that was kept inside it; `path` holds its ancestors, the document element first. Answering 'release' drops
   * it, so that a file is read item by item and never held whole.
   */
  closed(element: XmlElement, path: readonly XmlElement[]): 'keep' | 'release';
}

/**
 * Reads XML from strangers. A document type declaration is refused before the parser sees it: without one there are no external
 * entities to fetch and no entities to expand, so no file can reach out of the process or grow inside it. Depth, text length and the
 * number of elements held are bounded. Elements of foreign namespaces are skipped inside `SplmtryData`, whose content the standard
 * leaves open, and refused elsewhere, lest money be read from, or hidden in, something that only looks like the bank's file.
 */
export class XmlReader {
  readonly #parser: SaxesParser<{ xmlns: true }>;
  readonly #limits: XmlLimits;
  readonly #listener: XmlListener;
  readonly #path: XmlElement[] = [];
  #namespace: string | undefined;
  #skippedDepth = 0;
  #elementsSkipped = 0;
  #elementsHeld = 0;
  #charactersSinceTag = 0;
  #tail = '';

  constructor(listener: XmlListener, limits: XmlLimits) {
    this.#listener = listener;
    this.#limits = limits;
    // The version is forced because XML 1.1 reads other line ends and control characters, and no bank sends it.
    this.#parser = new SaxesParser({ xmlns: true, defaultXMLVersion: '1.0', forceXMLVersion: true });
    this.#parser.on('opentag', (tag) => this.#open(tag));
    this.#parser.on('closetag', () => this.#close());
    this.#parser.on('text', (text) => this.#text(text));
    this.#parser.on('cdata', (text) => this.#text(text));
    this.#parser.on('error', (error) => this.#broken(error));
  }

  get lineNumber(): number {
    return this.#parser.line;
  }

  write(text: string): void {
    for (let start = 0; start < text.length; start += SLICE_CHARACTERS) {
      const slice = text.slice(start, start + SLICE_CHARACTERS);
      this.#refuseDoctype(slice);
      this.#charactersSinceTag += slice.length;
      this.#parser.write(slice);
      // Counts comments, attributes and names too, which reach no listener until they end.
      if (this.#charactersSinceTag > this.#limits.fieldCharacters + 2 * SLICE_CHARACTERS) this.#tooLong();
    }
  }

  end(): void {
    this.#parser.close();
  }

  #refuseDoctype(slice: string): void {
    if ((this.#tail + slice).includes(DOCTYPE)) {
      throw new UnreadableFile(
        'doctype-forbidden',
        this.#parser.line,
        'The file holds a document type declaration (DOCTYPE). No file of a bank needs one and it can carry an attack, so the file was not read.',
      );
    }
    this.#tail = slice.slice(-(DOCTYPE.length - 1));
  }

  #open(tag: SaxesTagNS): void {
    this.#charactersSinceTag = 0;
    const line = this.#parser.line;
    if (this.#path.length + this.#skippedDepth >= this.#limits.xmlDepth) {
      throw new UnreadableFile('too-deep', line, 'The file nests its elements deeper than any bank does.');
    }
    if (this.#skippedDepth > 0 || this.#path.at(-1)?.name === 'SplmtryData') {
      this.#skippedDepth += 1;
      this.#elementsSkipped += 1;
      if (this.#elementsSkipped > this.#limits.xmlElementsHeld) this.#tooManyElements();
      return;
    }
    if (this.#namespace !== undefined && tag.uri !== this.#namespace) {
      throw new UnreadableFile('field-out-of-place', line, `The element ${quoted(tag.name)} does not belong to the namespace of the file.`);
    }
    this.#mixedContent(this.#path.at(-1));
    this.#elementsHeld += 1;
    if (this.#elementsHeld > this.#limits.xmlElementsHeld) this.#tooManyElements();
    const { Ccy: currency } = tag.attributes;
    const element: XmlElement = {
      name: tag.local,
      line,
      currency: currency?.value,
      attributes: tag.attributes,
      text: '',
      children: [],
      holdsElements: false,
      size: 1,
    };
    if (this.#namespace === undefined) {
      this.#namespace = tag.uri;
      this.#listener.root(element, tag.uri);
    }
    this.#path.push(element);
  }

  #close(): void {
    this.#charactersSinceTag = 0;
    if (this.#skippedDepth > 0) {
      this.#skippedDepth -= 1;
      return;
    }
    const element = this.#path.pop();
    if (element === undefined) return;
    if (element.name === 'SplmtryData') this.#elementsSkipped = 0;
    if (element.holdsElements) this.#mixedContent(element);
    const parent = this.#path.at(-1);
    if (parent === undefined || this.#listener.closed(element, this.#path) === 'release') {
      this.#elementsHeld -= element.size;
      return;
    }
    parent.children.push(element);
    parent.size += element.size;
  }

  #text(text: string): void {
    const element = this.#path.at(-1);
    if (element === undefined || this.#skippedDepth > 0) return;
    if (element.text.length + text.length > this.#limits.fieldCharacters) this.#tooLong();
    element.text += text;
  }

  /**
   * Text beside elements is white space, and let go, or else the file is refused: `<Amt>1<x/>00</Amt>` must not become an amount. The
   * element is marked, so that the text after its last child is judged when it closes.
   */
  #mixedContent(element: XmlElement | undefined): void {
    if (element === undefined) return;
    if (element.text.trim() !== '') {
      throw new UnreadableFile('field-out-of-place', element.line, `The element ${quoted(element.name)} mixes text with other elements.`);
    }
    element.text = '';
    element.holdsElements = true;
  }

  #tooManyElements(): never {
    throw new UnreadableFile('too-long', this.#parser.line, 'One part of the file has more elements than any bank sends.');
  }

  #tooLong(): never {
    throw new UnreadableFile('too-long', this.#parser.line, 'One field of the file is longer than any bank writes it.');
  }

  #broken(error: Error): never {
    const what = error.message.replace(/^\S*\d+:\d+: /, '');
    throw new UnreadableFile(
      'xml-broken',
      this.#parser.line,
      `The file is not sound XML (${quoted(what)}). It was cut off or changed on its way; ask the bank for it again.`,
    );
  }
}
