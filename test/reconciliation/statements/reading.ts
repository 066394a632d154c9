import { expect } from 'vitest';
import { type BankLine, type ParsedStatementFile, parseStatementFile, type StatementRefusal } from '../../../src/reconciliation/index.ts';

const CAMT = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';

export async function read(content: string | Uint8Array, fileName = 'statement'): Promise<ParsedStatementFile> {
  const result = await parseStatementFile(asBytes(content), { fileName });
  if (!result.ok) expect.fail(`refused at line ${result.refusal.line}: ${result.refusal.code}: ${result.refusal.reason}`);
  return result.value;
}

export async function refusalOf(content: string | Uint8Array): Promise<StatementRefusal> {
  const result = await parseStatementFile(asBytes(content), { fileName: 'statement' });
  if (result.ok) expect.fail(`was read: ${result.value.statements.length} bank statements`);
  return result.refusal;
}

export function onlyLine(file: ParsedStatementFile): BankLine {
  const lines = file.statements.flatMap((statement) => statement.lines);
  expect(lines).toHaveLength(1);
  return lines[0] as BankLine;
}

export function errorCodes(file: ParsedStatementFile): string[] {
  return file.findings.filter((finding) => finding.severity === 'error').map((finding) => finding.code);
}

export function asBytes(content: string | Uint8Array): Uint8Array {
  return typeof content === 'string' ? new TextEncoder().encode(content) : content;
}

export function camtBalance(code: string, amount: string, { side = 'CRDT', currency = 'GBP', date = '2026-04-01' } = {}): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd><Dt><Dt>${date}</Dt></Dt></Bal>`;
}

export function camtEntry(
  amount: string,
  { side = 'CRDT', currency = 'GBP', status = '<Cd>BOOK</Cd>', reversal = '', date = '2026-04-01', rest = '' } = {},
): string {
  return `<Ntry><Amt Ccy="${currency}">${amount}</Amt><CdtDbtInd>${side}</CdtDbtInd>${reversal}<Sts>${status}</Sts><BookgDt><Dt>${date}</Dt></BookgDt>${rest}</Ntry>`;
}

/** One bank statement; by default from 0.00 to 100.10 by whatever `entries` hold. */
export function camtStatement({
  id = 'S1',
  head = '',
  account = '<Acct><Id><Othr><Id>20202012345678</Id></Othr></Id><Ccy>GBP</Ccy></Acct>',
  balances = camtBalance('OPBD', '0.00') + camtBalance('CLBD', '100.10'),
  entries = camtEntry('100.10'),
} = {}): string {
  return `<Stmt><Id>${id}</Id>${head}${account}${balances}${entries}</Stmt>`;
}

export function camtDocument(content: string = camtStatement(), namespace = CAMT): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="${namespace}"><BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-04-01T00:00:00Z</CreDtTm></GrpHdr>${content}</BkToCstmrStmt></Document>\n`;
}

export function mt940({
  opening = ':60F:C260401GBP0,00',
  lines = ':61:2604010401C100,10NTRFNONREF',
  closing = ':62F:C260401GBP100,10',
  number = '1/1',
  account = '202020/12345678',
} = {}): string {
  return [':20:STMT', `:25:${account}`, `:28C:${number}`, opening, lines, closing, '-', '']
    .filter((field, index) => field !== '' || index === 7)
    .join('\r\n');
}
