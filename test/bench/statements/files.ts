/** Files of any length, made piece by piece, so that no bench holds one. Every line is one movement, as a council's bank writes them. */
export interface BenchFile {
  readonly name: string;
  bytes(lines: number): AsyncGenerator<Uint8Array>;
}

const PIECE = 500;

async function* pieces(head: string, lines: number, line: (index: number) => string, tail: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(head);
  for (let start = 0; start < lines; start += PIECE) {
    const count = Math.min(PIECE, lines - start);
    yield Buffer.from(Array.from({ length: count }, (_, index) => line(start + index)).join(''));
  }
  yield Buffer.from(tail);
}

const day = (index: number) => String(1 + (index % 28)).padStart(2, '0');
const pence = (minor: number) => `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;

export const mt940: BenchFile = {
  name: 'MT940',
  bytes: (lines) =>
    pieces(
      ':20:S\r\n:25:202020/12345678\r\n:28C:1/1\r\n:60F:C260401GBP0,00\r\n',
      lines,
      (index) => `:61:2604${day(index)}0401C1,23NTRFTF-${index}//BANK${index}\r\n:86:DIRECT PAYMENT FAMILY ${index} APRIL\r\n`,
      `:62F:C260430GBP${pence(lines * 123).replace('.', ',')}\r\n-\r\n`,
    ),
};

export const lloyds: BenchFile = {
  name: 'CSV (Lloyds)',
  bytes: (lines) =>
    pieces(
      'Transaction Date,Transaction Type,Sort Code,Account Number,Transaction Description,Debit Amount,Credit Amount,Balance\r\n',
      lines,
      (index) => `${day(index)}/04/2026,FPI,'20-20-20,12345678,DIRECT PAYMENT FAMILY ${index},,1.23,${pence((index + 1) * 123)}\r\n`,
      '',
    ),
};

export const nationwide: BenchFile = {
  name: 'CSV (Nationwide, all cells quoted)',
  bytes: (lines) =>
    pieces(
      '"Account Name:","Council ****12345"\r\n\r\n"Date","Transaction type","Description","Paid out","Paid in","Balance"\r\n',
      lines,
      (index) => `"${day(index)} Apr 2026","Transfer","DIRECT PAYMENT FAMILY ${index}","","£1.23","£${pence((index + 1) * 123)}"\r\n`,
      '',
    ),
};

export const camt053: BenchFile = {
  name: 'camt.053',
  bytes: (lines) =>
    pieces(
      `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId><CreDtTm>2026-04-30T00:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>S</Id><Acct><Id><Othr><Id>20202012345678</Id></Othr></Id><Ccy>GBP</Ccy></Acct>${balance('OPBD', '0.00')}${balance('CLBD', pence(lines * 123))}\n`,
      lines,
      (
        index,
      ) => `<Ntry><Amt Ccy="GBP">1.23</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-04-${day(index)}</Dt></BookgDt>
<ValDt><Dt>2026-04-${day(index)}</Dt></ValDt><AcctSvcrRef>B${index}</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>TF-${index}</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Family ${index}</Nm></Pty></Dbtr></RltdPties><RmtInf><Ustrd>April ${index}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n`,
      '</Stmt></BkToCstmrStmt></Document>\n',
    ),
};

function balance(code: string, amount: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="GBP">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-04-30</Dt></Dt></Bal>`;
}

export const ofx: BenchFile = {
  name: 'OFX',
  bytes: (lines) =>
    pieces(
      'OFXHEADER:100\nVERSION:102\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>GBP<BANKACCTFROM><BANKID>202020<ACCTID>12345678</BANKACCTFROM><BANKTRANLIST>\n',
      lines,
      (index) =>
        `<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>202604${day(index)}<TRNAMT>1.23<FITID>F${index}<NAME>FAMILY ${index}<MEMO>APRIL</STMTTRN>\n`,
      `</BANKTRANLIST><LEDGERBAL><BALAMT>${pence(lines * 123)}<DTASOF>20260430</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n`,
    ),
};

export const bai2: BenchFile = {
  name: 'BAI2',
  bytes: (lines) => {
    const total = lines * 123 * 2;
    return pieces(
      `01,BANKGB2L,COUNCIL,260430,0000,1,,,2/\n02,COUNCIL,BANKGB2L,1,260430,2400,,2/\n03,202020 12345678,GBP,010,0,,,015,${lines * 123},,/\n`,
      lines,
      (index) => `16,142,123,Z,B${index},TF-${index},DIRECT PAYMENT FAMILY ${index}/\n`,
      `49,${total},${lines + 2}/\n98,${total},1,${lines + 4}/\n99,${total},1,${lines + 6}/\n`,
    );
  },
};
