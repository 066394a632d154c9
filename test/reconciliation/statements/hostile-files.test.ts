import net from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatementFile, STREAMED_LIMITS } from '../../../src/reconciliation/index.ts';
import { asBytes, camtDocument, camtEntry, camtStatement, mt940, refusalOf } from './reading.ts';

const MEGABYTE = 1024 * 1024;

const ENTITIES = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((level) => `<!ENTITY e${level} "${`&e${level - 1};`.repeat(10)}">`).join('');

const HOSTILE_XML: readonly (readonly [what: string, content: string, code: string])[] = [
  ['an external entity of a file', withDoctype('<!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), 'doctype-forbidden'],
  [
    'an external entity of the network',
    withDoctype('<!DOCTYPE Document [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>'),
    'doctype-forbidden',
  ],
  ['a parameter entity', withDoctype('<!DOCTYPE Document [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]>'), 'doctype-forbidden'],
  ['an external DTD', withDoctype('<!DOCTYPE Document SYSTEM "http://127.0.0.1:9/camt.dtd">'), 'doctype-forbidden'],
  ['billion laughs', withDoctype(`<!DOCTYPE Document [<!ENTITY e0 "lol">${ENTITIES}]>`), 'doctype-forbidden'],
  ['quadratic blow-up', withDoctype(`<!DOCTYPE Document [<!ENTITY a "${'a'.repeat(100_000)}">]>`), 'doctype-forbidden'],
  ['an entity nobody declared', camtDocument(camtStatement({ id: '&e9;' })), 'xml-broken'],
  ['XInclude', camtDocument('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>'), 'field-out-of-place'],
  ['elements 10,000 deep', camtDocument('<a>'.repeat(10_000)), 'too-deep'],
  ['foreign elements 10,000 deep', camtDocument(`<Stmt><SplmtryData>${'<a>'.repeat(10_000)}`), 'too-deep'],
  ['a text of 10 million characters', camtDocument(camtStatement({ id: 'x'.repeat(10_000_000) })), 'too-long'],
  ['a comment of 10 million characters', camtDocument(`<!--${'x'.repeat(10_000_000)}-->`), 'too-long'],
  ['an attribute of 10 million characters', camtDocument(`<Stmt a="${'x'.repeat(10_000_000)}"/>`), 'too-long'],
  ['a name of 10 million characters', camtDocument(`<${'x'.repeat(10_000_000)}/>`), 'too-long'],
  ['a text in a million pieces', camtDocument(`<Stmt><Id>${'x<![CDATA[y]]>'.repeat(1_000_000)}</Id></Stmt>`), 'too-long'],
  [
    'an entry of a million elements',
    camtDocument(camtStatement({ entries: camtEntry('1.00', { rest: '<a/>'.repeat(1_000_000) }) })),
    'too-long',
  ],
  [
    'a million payments in one entry',
    camtDocument(camtStatement({ entries: camtEntry('1.00', { rest: `<NtryDtls>${'<TxDtls/>'.repeat(1_000_000)}</NtryDtls>` }) })),
    'too-many-lines',
  ],
  ['a million foreign elements', camtDocument(`<Stmt><SplmtryData>${'<a/>'.repeat(1_000_000)}</SplmtryData></Stmt>`), 'too-long'],
  ['a million headers', camtDocument('<GrpHdr/>'.repeat(1_000_000)), 'field-out-of-place'],
  ['an unclosed element', camtDocument().replace('</Stmt>', ''), 'xml-broken'],
  ['two roots', camtDocument() + camtDocument().replace(/<\?xml.*?>/, ''), 'xml-broken'],
  ['an undeclared prefix', camtDocument().replaceAll('<Ntry>', '<p:Ntry>').replaceAll('</Ntry>', '</p:Ntry>'), 'xml-broken'],
  ['a page of a web site', '<html><body>Session expired</body></html>', 'not-a-bank-statement'],
  ['an encoding nobody knows', camtDocument().replace('UTF-8', 'EBCDIC-CP-GB'), 'encoding-not-readable'],
  [
    'elements named __proto__',
    camtDocument(
      camtStatement({ head: '<__proto__><Amt/></__proto__><constructor/>', entries: '' })
        .replace('<Acct>', '<Nothing>')
        .replace('</Acct>', '</Nothing>'),
    ),
    'field-missing',
  ],
];

function withDoctype(doctype: string): string {
  return camtDocument(camtStatement({ id: '&x;' })).replace('<Document', `${doctype}<Document`);
}

describe('a hostile file', () => {
  it.each(HOSTILE_XML)('is refused in words: %s', async (_what, content, code) => {
    const refusal = await refusalOf(content);
    expect(refusal.code).toBe(code);
    expect(refusal.reason).toMatch(/^[A-Z"].{20,300}\.$/u);
    expect(refusal.reason).not.toMatch(/\p{Cc}/u);
  });

  it('reaches nothing outside: no connection is even tried', async () => {
    let connections = 0;
    const server = net.createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const here = `http://127.0.0.1:${port}/x`;
    const files = [
      withDoctype(`<!DOCTYPE Document SYSTEM "${here}">`),
      withDoctype(`<!DOCTYPE Document [<!ENTITY x SYSTEM "${here}">]>`),
      camtDocument().replace('?>', `?><?xml-stylesheet href="${here}"?>`),
      camtDocument().replace(
        '<Document',
        `<Document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x ${here}"`,
      ),
      camtDocument(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${here}"/>`),
    ];
    for (const file of files) await parseStatementFile(asBytes(file), { fileName: 'statement' });
    await new Promise((resolve) => server.close(resolve));
    expect(connections).toBe(0);
  });

  it('of 200 MB is refused before it is read, and as a stream before it is held', async () => {
    const limit = /larger than 50 MB/;
    expect((await parseStatementFile(new Uint8Array(200 * MEGABYTE), { fileName: 'big' })) as unknown).toMatchObject({
      refusal: { code: 'file-too-large', reason: limit },
    });
    let served = 0;
    async function* endless() {
      yield asBytes(mt940());
      for (;;) {
        served += MEGABYTE;
        yield new Uint8Array(MEGABYTE).fill(0x0a);
      }
    }
    expect((await parseStatementFile(endless(), { fileName: 'endless' })) as unknown).toMatchObject({ refusal: { code: 'too-long' } });
    expect(served).toBe(MEGABYTE);
  });

  it.each([
    ['a line of 10 million characters', mt940({ lines: `:61:${'9'.repeat(10_000_000)}` }), 'too-long'],
    ['a field of a million lines', mt940({ lines: `:61:2604010401C1,00NTRFNONREF\r\n:86:x${'\r\nx'.repeat(1_000_000)}` }), 'too-long'],
    ['an account of a thousand characters', mt940({ account: '9'.repeat(1_000) }), 'too-long'],
    ['a million lines', mt940({ lines: ':61:2604010401C1,00NTRFNONREF\r\n'.repeat(1_000_000).trimEnd() }), 'too-many-lines'],
  ])('in MT940 is refused: %s', async (_what, content, code) => {
    expect((await refusalOf(content)).code).toBe(code);
  });

  it.each([
    ['nothing', new Uint8Array(0), 'file-empty'],
    ['a zip archive', Uint8Array.of(0x50, 0x4b, 3, 4), 'file-compressed'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'file-compressed'],
    ['a table', asBytes('Date,Amount\n01/04/2026,5.00\n'), 'format-not-known'],
    ['an Excel workbook', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0), 'file-compressed'],
    ['a PDF', asBytes('%PDF-1.7'), 'file-compressed'],
    ['a bomb of bzip2', asBytes('BZh91AY'), 'file-compressed'],
    ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47), 'format-not-known'],
    ['UTF-32', Uint8Array.of(0xff, 0xfe, 0, 0), 'encoding-not-readable'],
    [
      'bytes that are not UTF-8 in XML that says it is',
      Buffer.from(camtDocument(camtStatement({ id: 'Zoë' })), 'latin1'),
      'encoding-not-readable',
    ],
  ])('that is %s is told as what it is', async (_what, content, code) => {
    expect((await refusalOf(content)).code).toBe(code);
  });

  it.each([
    ['camt.053', camtDocument('<Stmt><Id>'), 'x'],
    ['camt.053, of nothing but spaces', camtDocument('<Stmt>').replace(/<\/.*/s, ''), ' '],
    ['camt.053, of elements nobody reads', camtDocument('<Stmt>').replace(/<\/BkToCstmrStmt.*/s, ''), '<a>1</a>'],
    ['camt.053, of comments', camtDocument('<Stmt>').replace(/<\/BkToCstmrStmt.*/s, ''), '<!--x-->'],
    ['MT940', ':20:S\r\n:25:', 'x'],
    ['OFX', 'OFXHEADER:100\n\n<OFX><MEMO>', 'x'],
    ['OFX, of fields nobody reads', 'OFXHEADER:100\n\n<OFX>', '<A1>x'],
    ['QIF', '!Type:Bank\nP', 'x'],
    ['BAI2', '01,A,B,260401,0000,1,,,2/\n88,', 'x\n88,'],
    ['Bankline Direct', 'VOL1', 'x'],
    ['CSV', 'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n', 'x'],
    ['CSV in quotes', 'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP)\n"', 'x\n'],
  ])('that never ends is refused before a megabyte of it was read: %s', async (_what, beginning, more) => {
    let served = 0;
    const piece = asBytes(more.repeat(Math.ceil(65_536 / more.length)));
    async function* endless() {
      yield asBytes(beginning);
      for (;;) {
        served += piece.length;
        yield piece;
      }
    }
    const result = await parseStatementFile(endless(), { fileName: 'endless', limits: STREAMED_LIMITS });
    expect(result).toMatchObject({ ok: false, refusal: { line: expect.any(Number) } });
    expect(served).toBeLessThan(MEGABYTE);
  });

  it('mutated anywhere is read or refused, and never throws', async () => {
    const files = [asBytes(camtDocument()), asBytes(mt940())];
    const mutation = fc.record({ file: fc.constantFrom(...files), at: fc.nat(), byte: fc.nat(255), length: fc.nat(20) });
    await fc.assert(
      fc.asyncProperty(mutation, async ({ file, at, byte, length }) => {
        const mutated = Uint8Array.from(file).fill(byte, at % file.length, (at % file.length) + length);
        const result = await parseStatementFile(mutated, { fileName: 'statement' });
        if (!result.ok) expect(result.refusal.reason).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});
