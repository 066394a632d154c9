import { describe, expect, it } from 'vitest';
import { parseStatementFile } from '../../../src/reconciliation/index.ts';
import { asBytes, camtDocument, camtStatement, mt940, onlyLine, read, refusalOf } from './reading.ts';

const NAME = 'Zoë Müller £5';

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function utf16(text: string, bigEndian = false): Uint8Array {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return bigEndian ? bytes.swap16() : bytes;
}

describe('the encoding of a bank statement file', () => {
  const xml = camtDocument(camtStatement({ id: NAME }));
  const swift = mt940({ lines: `:61:2604010401C100,10NTRFNONREF\r\n:86:${NAME}` });

  it.each([
    ['UTF-8', asBytes(xml), 'utf-8'],
    ['UTF-8 with a byte order mark', asBytes(`\uFEFF${xml}`), 'utf-8'],
    ['ISO-8859-1 as declared', latin1(xml.replace('UTF-8', 'ISO-8859-1')), 'windows-1252'],
    ['UTF-16 little-endian', utf16(xml.replace('UTF-8', 'UTF-16')), 'utf-16le'],
    ['UTF-16 big-endian', utf16(xml.replace('UTF-8', 'UTF-16'), true), 'utf-16be'],
    ['UTF-16 without a byte order mark', utf16(xml.replace('UTF-8', 'UTF-16')).subarray(2), 'utf-16le'],
  ])('is detected and said for XML: %s', async (_what, bytes, encoding) => {
    const file = await read(bytes);
    expect(file.encoding).toBe(encoding);
    expect(file.statements[0]?.statementId).toBe(NAME);
  });

  it.each([
    ['UTF-8', asBytes(swift), 'utf-8'],
    ['UTF-8 with a byte order mark', asBytes(`\uFEFF${swift}`), 'utf-8'],
    ['the Western European code page', latin1(swift), 'windows-1252'],
    ['UTF-16', utf16(swift), 'utf-16le'],
  ])('is detected and said for MT940: %s', async (_what, bytes, encoding) => {
    const file = await read(bytes);
    expect(file.encoding).toBe(encoding);
    expect(onlyLine(file).remittance).toBe(NAME);
  });

  it('is decided by the first letter beyond ASCII, far into the file as well as near its beginning', async () => {
    const lines = `${':61:2604010401C0,00NTRFNONREF\r\n'.repeat(5_000)}:61:2604010401C100,10NTRFNONREF\r\n:86:${NAME}`;
    const file = await read(latin1(mt940({ lines })));
    expect(file.encoding).toBe('windows-1252');
    expect(file.statements[0]?.lines.at(-1)?.remittance).toBe(NAME);
    const damaged = Buffer.concat([asBytes(mt940({ lines })), Uint8Array.of(0xff)]);
    expect(await refusalOf(damaged)).toMatchObject({ code: 'encoding-not-readable', line: 5_009 });
  });

  it('is the same when its first bytes come one by one', async () => {
    for (const bytes of [asBytes(`\uFEFF${swift}`), utf16(swift), latin1(swift)]) {
      async function* pieces() {
        for (const byte of bytes) yield Uint8Array.of(byte);
      }
      expect(await parseStatementFile(pieces(), { fileName: 'statement' })).toEqual({ ok: true, value: await read(bytes) });
    }
  });

  it('takes the euro sign of windows-1252 for what it is', async () => {
    const bytes = latin1(swift.replace('£', '\u0080'));
    expect(onlyLine(await read(bytes)).remittance).toBe('Zoë Müller €5');
  });

  it.each([['\n'], ['\r\n'], ['\r']])('does not mind the line ends %j', async (lineEnd) => {
    expect(onlyLine(await read(swift.replaceAll('\r\n', lineEnd))).lineNumber).toBe(5);
  });

  it('does not lose a line where line ends are mixed', async () => {
    const mixed = swift.replace(':86:', ':86:x\r:61:2604010401RC0,00NTRFNONREF\n:86:');
    expect((await read(mixed)).statements[0]?.lines).toHaveLength(2);
  });
});
