import { SaxesParser } from 'saxes';

/**
 * As much of XML Schema as the schemas beside this file use: sequences, choices, how often, simple content with attributes, and the facets
 * of text and numbers. What it does not know it throws at, so a schema cannot grow past it unnoticed.
 */
interface Node {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Node[];
  text: string;
}

export class Schema {
  readonly #namespace: string;
  readonly #root: Node;
  readonly #types: ReadonlyMap<string, Node>;

  constructor(xsd: string) {
    const schema = treeOf(xsd);
    this.#namespace = schema.attributes['targetNamespace'] ?? '';
    this.#root = schema.children.find(({ name }) => name === 'xs:element') as Node;
    this.#types = new Map(schema.children.filter(({ name }) => /Type$/.test(name)).map((type) => [type.attributes['name'] ?? '', type]));
  }

  /** Everything that is wrong, with the path to it; empty when the document is valid. */
  faults(xml: string): string[] {
    const document = treeOf(xml);
    const faults: string[] = [];
    if (document.attributes['xmlns'] !== this.#namespace) faults.push(`The namespace is ${document.attributes['xmlns']}.`);
    this.#judge(document, this.#root.attributes['type'] ?? '', `/${document.name}`, faults);
    return faults;
  }

  #judge(node: Node, typeName: string, path: string, faults: string[]): void {
    const type = this.#types.get(typeName);
    const content = type?.name === 'xs:complexType' ? type.children[0] : undefined;
    if (content === undefined) this.#judgeText(node, typeName, path, faults);
    else if (content.name === 'xs:simpleContent') this.#judgeSimpleContent(node, content.children[0] as Node, path, faults);
    else if (content.name === 'xs:sequence' || content.name === 'xs:choice') this.#judgeChildren(node, content, path, faults);
    else throw new Error(`The validator does not know ${content.name}.`);
  }

  #judgeChildren(node: Node, content: Node, path: string, faults: string[]): void {
    if (node.text.trim() !== '') faults.push(`${path} holds text.`);
    if (Object.keys(node.attributes).some((name) => !name.startsWith('xmlns'))) faults.push(`${path} has an attribute.`);
    let at = 0;
    let chosen = 0;
    for (const { attributes } of content.children) {
      const { name = '', type = '', minOccurs = '1', maxOccurs = '1' } = attributes;
      let times = 0;
      for (; node.children[at]?.name === name; at += 1, times += 1) this.#judge(node.children[at] as Node, type, `${path}/${name}`, faults);
      if (times > 0) chosen += 1;
      if (times > (maxOccurs === 'unbounded' ? Number.POSITIVE_INFINITY : Number(maxOccurs)))
        faults.push(`${path}/${name} stands ${times} times.`);
      if (content.name === 'xs:sequence' && times < Number(minOccurs)) faults.push(`${path}/${name} is missing.`);
    }
    if (content.name === 'xs:choice' && chosen !== 1) faults.push(`${path} makes ${chosen} choices.`);
    if (at < node.children.length) faults.push(`${path}/${node.children[at]?.name} is out of place.`);
  }

  #judgeSimpleContent(node: Node, extension: Node, path: string, faults: string[]): void {
    this.#judgeText(node, extension.attributes['base'] ?? '', path, faults);
    for (const { attributes } of extension.children) {
      const value = node.attributes[attributes['name'] ?? ''];
      if (value === undefined) faults.push(`${path}@${attributes['name']} is missing.`);
      else this.#judgeValue(value, attributes['type'] ?? '', `${path}@${attributes['name']}`, faults);
    }
  }

  #judgeText(node: Node, typeName: string, path: string, faults: string[]): void {
    if (node.children.length > 0) faults.push(`${path} holds elements.`);
    this.#judgeValue(node.text, typeName, path, faults);
  }

  #judgeValue(value: string, typeName: string, path: string, faults: string[]): void {
    const restriction = this.#types.get(typeName)?.children[0];
    const base = restriction?.attributes['base'] ?? typeName;
    const shape = SHAPES[base];
    if (shape === undefined) throw new Error(`The validator does not know the type ${base}.`);
    if (!shape.test(value)) faults.push(`${path} "${value}" is not ${base}.`);
    const facets = restriction?.children ?? [];
    const listed = facets.filter(({ name }) => name === 'xs:enumeration').map(({ attributes }) => attributes['value']);
    if (listed.length > 0 && !listed.includes(value)) faults.push(`${path} "${value}" is not in the list.`);
    for (const { name, attributes } of facets) {
      const facet = FACETS[name];
      if (facet === undefined) throw new Error(`The validator does not know the facet ${name}.`);
      if (!facet(value, attributes['value'] ?? '')) faults.push(`${path} "${value}" breaks ${name} ${attributes['value']}.`);
    }
  }
}

const SHAPES: Readonly<Record<string, RegExp>> = {
  'xs:string': /^[\s\S]*$/,
  'xs:boolean': /^(?:true|false|0|1)$/,
  'xs:decimal': /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/,
  'xs:date': /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/,
  'xs:dateTime': /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-][0-9]{2}:[0-9]{2})?$/,
};

const FACETS: Readonly<Record<string, (value: string, bound: string) => boolean>> = {
  'xs:enumeration': () => true,
  'xs:minLength': (value, bound) => [...value].length >= Number(bound),
  'xs:maxLength': (value, bound) => [...value].length <= Number(bound),
  'xs:pattern': (value, bound) => new RegExp(`^(?:${bound})$`).test(value),
  'xs:totalDigits': (value, bound) => value.replace(/[^0-9]/g, '').replace(/^0+/, '').length <= Number(bound),
  'xs:fractionDigits': (value, bound) => (value.split('.')[1] ?? '').length <= Number(bound),
};

function treeOf(xml: string): Node {
  const parser = new SaxesParser();
  const path: Node[] = [];
  let root: Node | undefined;
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes, children: [], text: '' };
    path.at(-1)?.children.push(node);
    path.push(node);
    root ??= node;
  });
  parser.on('text', (text) => {
    const node = path.at(-1);
    if (node !== undefined) node.text += text;
  });
  parser.on('closetag', () => path.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  if (root === undefined) throw new Error('The document is empty.');
  return root;
}
