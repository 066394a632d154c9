import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { type AccountIdentification, formatMinorUnits } from '../reconciliation/index.ts';

export interface WrittenLine {
  readonly bookingDate: PlainDate;
  readonly valueDate?: PlainDate;
  /** Above zero, money came in. */
  readonly amountMinor: bigint;
  /** Our reference of the payment: the end-to-end id, and the remittance text where no other is given. */
  readonly reference: string;
  readonly remittance?: string;
  readonly bankReference?: string;
  readonly counterpartyName?: string;
  readonly counterpartyAccount?: AccountIdentification;
  /** ISO 20022 transaction code of domain, family and sub-family, such as `PMNT/ICDT/DMCT`. */
  readonly typeCode?: string;
  readonly state?: 'booked' | 'pending';
  readonly reversal?: boolean;
  /** ISO 20022 return reason of a payment sent back, such as `AC04`. */
  readonly returnReason?: string;
}

export interface WrittenStatement {
  readonly account: AccountIdentification;
  readonly currency?: string;
  readonly statementId: string;
  readonly opening: { readonly date: PlainDate; readonly amountMinor: bigint };
  readonly closingDate: PlainDate;
  readonly lines: readonly WrittenLine[];
}

const NAMESPACE = 'urn:iso:std:iso:20022:tech:xsd:camt.053.001.08';
const LONGEST_ID = 35;
const LONGEST_REMITTANCE = 140;

/**
 * Writes the bank's side of the demo: a camt.053.001.08 bank statement as a bank would send it. The closing balance is added up from the
 * lines, so the file always ties. Elements stand in the order of the schema. What a schema would refuse is a mistake of the demo, and thrown.
 */
export function writeCamt053(statement: WrittenStatement): string {
  const { account, currency = 'GBP', statementId, opening, closingDate, lines } = statement;
  const booked = lines.filter((line) => line.state !== 'pending');
  const closingMinor = booked.reduce((sum, line) => sum + line.amountMinor, opening.amountMinor);
  const created = `${closingDate}T23:59:59`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="${NAMESPACE}">
  <BkToCstmrStmt>
    <GrpHdr><MsgId>${identifier(statementId)}</MsgId><CreDtTm>${created}</CreDtTm></GrpHdr>
    <Stmt>
      <Id>${identifier(statementId)}</Id>
      <CreDtTm>${created}</CreDtTm>
      <Acct>${accountId(account)}<Ccy>${currency}</Ccy></Acct>
      ${balance('OPBD', opening.date, opening.amountMinor, currency)}
      ${balance('CLBD', closingDate, closingMinor, currency)}
${lines.map((line) => entry(line, currency)).join('')}    </Stmt>
  </BkToCstmrStmt>
</Document>
`;
}

function balance(code: 'OPBD' | 'CLBD', date: PlainDate, amountMinor: bigint, currency: string): string {
  return `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp>${amount(amountMinor, currency)}<Dt><Dt>${date}</Dt></Dt></Bal>`;
}

function entry(line: WrittenLine, currency: string): string {
  return `      <Ntry>
        ${amount(line.amountMinor, currency)}${line.reversal ? '<RvslInd>true</RvslInd>' : ''}
        <Sts><Cd>${line.state === 'pending' ? 'PDNG' : 'BOOK'}</Cd></Sts>
        <BookgDt><Dt>${line.bookingDate}</Dt></BookgDt>
        <ValDt><Dt>${line.valueDate ?? line.bookingDate}</Dt></ValDt>
        ${line.bankReference === undefined ? '' : `<AcctSvcrRef>${identifier(line.bankReference)}</AcctSvcrRef>`}
        ${typeCode(line)}
        <NtryDtls><TxDtls>
          <Refs><EndToEndId>${identifier(line.reference)}</EndToEndId></Refs>
          ${amount(line.amountMinor, currency)}
          ${counterparty(line)}
          <RmtInf>${remittance(line.remittance ?? line.reference)}</RmtInf>
          ${line.returnReason === undefined ? '' : `<RtrInf><Rsn><Cd>${escaped(line.returnReason)}</Cd></Rsn></RtrInf>`}
        </TxDtls></NtryDtls>
      </Ntry>
`;
}

function amount(amountMinor: bigint, currency: string): string {
  const unsigned = formatMinorUnits(amountMinor < 0n ? -amountMinor : amountMinor, currency);
  return `<Amt Ccy="${currency}">${unsigned}</Amt><CdtDbtInd>${amountMinor < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`;
}

function typeCode(line: WrittenLine): string {
  const usual = line.amountMinor < 0n ? 'PMNT/ICDT/DMCT' : 'PMNT/RCDT/DMCT';
  const [domain = '', family = '', subFamily = ''] = (line.typeCode ?? usual).split('/').map(escaped);
  return `<BkTxCd><Domn><Cd>${domain}</Cd><Fmly><Cd>${family}</Cd><SubFmlyCd>${subFamily}</SubFmlyCd></Fmly></Domn></BkTxCd>`;
}

/** The payee of money that goes out, the payer of money that comes in; a reversal names the party of the payment it takes back. */
function counterparty(line: WrittenLine): string {
  const { counterpartyName: name, counterpartyAccount: account } = line;
  if (name === undefined && account === undefined) return '';
  const role = line.amountMinor < 0n === (line.reversal ?? false) ? 'Dbtr' : 'Cdtr';
  const party = name === undefined ? '' : `<${role}><Pty><Nm>${escaped(name)}</Nm></Pty></${role}>`;
  return `<RltdPties>${party}${account === undefined ? '' : `<${role}Acct>${accountId(account)}</${role}Acct>`}</RltdPties>`;
}

function accountId({ iban, sortCode, accountNumber, other }: AccountIdentification): string {
  if (iban !== undefined) return `<Id><IBAN>${escaped(iban)}</IBAN></Id>`;
  // Six digits of sort code and eight of account number are the national account identification (BBAN) of a UK account.
  if (sortCode !== undefined && accountNumber !== undefined) {
    return `<Id><Othr><Id>${escaped(sortCode + accountNumber)}</Id><SchmeNm><Cd>BBAN</Cd></SchmeNm></Othr></Id>`;
  }
  return `<Id><Othr><Id>${escaped(other ?? '')}</Id></Othr></Id>`;
}

function remittance(text: string): string {
  const pieces = text.match(new RegExp(`.{1,${LONGEST_REMITTANCE}}`, 'gsu')) ?? [];
  return pieces.map((piece) => `<Ustrd>${escaped(piece)}</Ustrd>`).join('');
}

function identifier(text: string): string {
  if (text === '' || text.length > LONGEST_ID) throw new Error(`An identifier has 1 to ${LONGEST_ID} characters: ${JSON.stringify(text)}`);
  return escaped(text);
}

const XML_NAMES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

function escaped(text: string): string {
  if (/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]|\p{Cs}/u.test(text)) throw new Error(`XML cannot carry this text: ${JSON.stringify(text)}`);
  return text.replace(/[&<>"\r]/g, (character) => XML_NAMES[character] ?? character);
}
