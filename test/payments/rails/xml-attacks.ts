/** What strangers put into XML (reliability B7), as changes of a sound document: the element that is closed last is its root. */
export const XML_ATTACKS: readonly [name: string, attack: (sound: string) => string][] = [
  ['an external entity of a file', (sound) => withDoctype(sound, '<!ENTITY x SYSTEM "file:///etc/passwd">', '&x;')],
  ['an external entity of the network', (sound) => withDoctype(sound, '<!ENTITY x SYSTEM "http://127.0.0.1:9/x">', '&x;')],
  ['a parameter entity', (sound) => withDoctype(sound, '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;', '')],
  ['a billion laughs', (sound) => withDoctype(sound, laughs(), '&l9;')],
  ['quadratic growth', (sound) => withDoctype(sound, `<!ENTITY x "${'x'.repeat(50_000)}">`, '&x;'.repeat(1_000))],
  ['an entity nobody declared', (sound) => inRoot(sound, '&x;')],
  ['depth', (sound) => inRoot(sound, `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`)],
  ['an inclusion', (sound) => inRoot(sound, '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>')],
  ['a foreign namespace', (sound) => inRoot(sound, '<x:Totals xmlns:x="urn:x"/>')],
  ['an element that is never closed', (sound) => sound.slice(0, sound.lastIndexOf('</'))],
  ['a field without an end', (sound) => inRoot(sound, `<a>${'x'.repeat(1_000_000)}</a>`)],
  ['an attribute without an end', (sound) => inRoot(sound, `<a b="${'x'.repeat(1_000_000)}"/>`)],
  ['elements without an end', (sound) => inRoot(sound, `<a>${'<b/>'.repeat(200_000)}</a>`)],
  ['an encoding it is not in', (sound) => sound.replace(/^<\?xml[^>]*\?>/, '<?xml version="1.0" encoding="UTF-7"?>')],
  ['a second document behind it', (sound) => sound + sound],
];

function withDoctype(sound: string, declarations: string, use: string): string {
  return inRoot(
    sound.replace(/^<\?xml[^>]*\?>/, (head) => `${head}<!DOCTYPE x [${declarations}]>`),
    use,
  );
}

function inRoot(sound: string, content: string): string {
  const end = sound.lastIndexOf('</');
  return sound.slice(0, end) + content + sound.slice(end);
}

function laughs(): string {
  return Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`)
    .join('')
    .replace('&l0;', 'ha');
}
