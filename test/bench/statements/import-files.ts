import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

export type BenchFormat = 'csv' | 'camt.053';

/** Days that the lines of a file are spread over: a busy account's month, whatever the number of lines. */
const DAYS = 28;

/** Writes a bank statement file of made-up lines as it goes, so that a million of them need no memory here either. */
export async function writeBenchFile(path: string, format: BenchFormat, lines: number): Promise<void> {
  const out = createWriteStream(path);
  const write = async (text: string) => {
    if (!out.write(text)) await once(out, 'drain');
  };
  for await (const text of format === 'csv' ? csv(lines) : camt(lines)) await write(text);
  out.end();
  await once(out, 'finish');
}

const amountOf = (n: number) => BigInt(((n * 7_919) % 90_000) + 100) * (n % 3 === 0 ? 1n : -1n);
const dayOf = (n: number, lines: number) => Math.floor((n * DAYS) / lines) + 1;
const two = (day: number) => String(day).padStart(2, '0');

function pounds(minor: bigint): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An amount of camt.053, which has no sign of its own. */
function signed(minor: bigint): string {
  return `<Amt Ccy="GBP">${pounds(minor < 0n ? -minor : minor)}</Amt><CdtDbtInd>${minor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
}

function* csv(lines: number): Generator<string> {
  yield 'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\r\n';
  let balance = 100_000_000n;
  for (let n = 0; n < lines; n += 1) {
    const amount = amountOf(n);
    balance += amount;
    const [out, into] = amount < 0n ? [pounds(-amount), ''] : ['', pounds(amount)];
    yield `${two(dayOf(n, lines))}/04/2026,FPO,'00-00-00,12345678,PAYMENT ${n % 5_000} REF TF${n},${out},${into},${pounds(balance)}\r\n`;
  }
}

function* camt(lines: number): Generator<string> {
  const opening = 100_000_000n;
  let closing = opening;
  for (let n = 0; n < lines; n += 1) closing += amountOf(n);
  const balance = (code: string, minor: bigint, day: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${signed(minor)}<Dt><Dt>${day}</Dt></Dt></Bal>\n`;
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>\n';
  yield '<GrpHdr><MsgId>BENCH</MsgId><CreDtTm>2026-04-28T23:00:00</CreDtTm></GrpHdr>\n<Stmt><Id>BENCH</Id><CreDtTm>2026-04-28T23:00:00</CreDtTm>\n';
  yield '<Acct><Id><Othr><Id>00000012345678</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id><Ccy>GBP</Ccy></Acct>\n';
  yield balance('OPBD', opening, '2026-04-01') + balance('CLBD', closing, '2026-04-28');
  for (let n = 0; n < lines; n += 1) {
    const amount = amountOf(n);
    const day = `2026-04-${two(dayOf(n, lines))}`;
    yield `<Ntry>${signed(amount)}<Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>${day}</Dt></BookgDt><ValDt><Dt>${day}</Dt></ValDt><AcctSvcrRef>B${n}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls><TxDtls><Refs><EndToEndId>TF${n}</EndToEndId></Refs>${signed(amount)}<RmtInf><Ustrd>PAYMENT ${n % 5_000}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n`;
  }
  yield '</Stmt></BkToCstmrStmt></Document>\n';
}
