import { identifyAccount } from '../account-identification.ts';
import type { PaymentDetails } from '../canonical-line.ts';
import { defined } from '../defined.ts';
import { joinPieces } from '../joined-text.ts';

const LINE_WIDTH = 65;
const SUBFIELD_WIDTH = 27;

const SUBFIELD_SEPARATOR = /^\s*[0-9]{3}([?>~^|])[0-9]{2}/;
const SUBFIELD_KEYWORD = /^(?:(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|COAM|OAMT|PURP|RREF|IBAN|BIC)\+|(MTLG):)/;
const SLASH_CODES = /\/(TRTP|IBAN|BIC|NAME|REMI|EREF|KREF|MREF|ORDP|BENM|ADDR|ISDT|CSID|MARF|PURP|RTRN|ULTD|ULTC|ULTB|PREF|NRTX|SVCL|ID)\//;

/** Transaction codes of the German banks for payments sent back; `?34` then holds the reason. */
const RETURN_CODES: ReadonlySet<string> = new Set(['108', '109', '118', '159']);

/**
 * Reads the free field `:86:`. Two structures are common, subfields of 27 characters (`166?00...?20EREF+...?32NAME`) and slash codes
 * (`/EREF/.../NAME/.../REMI/...`); what follows neither is the remittance text as it stands.
 */
export function readInformation(lines: readonly string[], currency: string): PaymentDetails {
  const separator = SUBFIELD_SEPARATOR.exec(lines[0] ?? '')?.[1];
  if (separator !== undefined) return readSubfields(lines.map(mended).join(''), separator, currency);
  const text = joinPieces(lines, LINE_WIDTH);
  return /^\s*\/[A-Z]{2,4}\//.test(text) ? readSlashCodes(text, currency) : { remittance: text };
}

/** A line one character short of full was full: the space it ended with was trimmed on its way. */
function mended(line: string): string {
  return line.length === LINE_WIDTH - 1 ? `${line} ` : line;
}

function readSubfields(text: string, separator: string, currency: string): PaymentDetails {
  const subfields = splitSubfields(text, separator);
  const inRange = (from: number, to: number) =>
    subfields.filter(({ number }) => number >= from && number <= to).map(({ content }) => content);
  const text20 = readKeywords([...inRange(20, 29), ...inRange(60, 63)]);
  const bankCode = inRange(30, 30).join('').trim();
  const accountNumber = inRange(31, 31).join('').trim();
  const account = accountNumber === '' ? undefined : identifyAccount(accountNumber, currency);
  const needsBankCode = account?.other !== undefined && bankCode !== '';
  const returnReason = RETURN_CODES.has(text.trim().slice(0, 3)) ? inRange(34, 34).join('').trim() : '';
  return {
    ...defined({
      endToEndId: provided(text20.get('EREF')),
      counterpartyName: orAbsent(inRange(32, 33).join('').replace(/\s+/g, ' ').trim()),
      counterpartyAccount: needsBankCode ? { other: `${bankCode}/${accountNumber}` } : account,
      returnReason: orAbsent(returnReason),
    }),
    remittance: [text20.get(''), text20.get('SVWZ'), text20.get('MTLG')].filter(Boolean).join(' ') || inRange(0, 0).join('').trim(),
  };
}

/** A separator that two digits do not follow is a character of the text. */
function splitSubfields(text: string, separator: string): { number: number; content: string }[] {
  const subfields: { number: number; content: string }[] = [];
  for (const part of text.split(separator).slice(1)) {
    const last = subfields.at(-1);
    if (/^[0-9]{2}/.test(part)) subfields.push({ number: Number(part.slice(0, 2)), content: part.slice(2) });
    else if (last !== undefined) last.content += separator + part;
  }
  return subfields;
}

/** A keyword begins a subfield and holds until the next one. Text before the first keyword stands under the empty one. */
function readKeywords(subfields: readonly string[]): ReadonlyMap<string, string> {
  const pieces = new Map<string, string[]>();
  let keyword = '';
  for (const subfield of subfields) {
    const found = SUBFIELD_KEYWORD.exec(subfield);
    keyword = found?.[1] ?? found?.[2] ?? keyword;
    // The keyword counts for the width: a subfield is full at 27 characters with it. It is cut off after the pieces are joined.
    pieces.set(keyword, [...(pieces.get(keyword) ?? []), subfield]);
  }
  return new Map([...pieces].map(([name, texts]) => [name, joinPieces(texts, SUBFIELD_WIDTH).replace(SUBFIELD_KEYWORD, '').trim()]));
}

function readSlashCodes(text: string, currency: string): PaymentDetails {
  const parts = text.split(SLASH_CODES);
  const values = new Map<string, string>();
  for (let index = 1; index < parts.length; index += 2) {
    const code = parts[index] ?? '';
    const value = (parts[index + 1] ?? '').replace(/^\/+|\/+$/g, '').trim();
    if (value !== '' && !values.has(code)) values.set(code, value);
  }
  const account = values.get('IBAN');
  return {
    ...defined({
      endToEndId: provided(values.get('EREF')),
      counterpartyName: values.get('NAME'),
      counterpartyAccount: account === undefined ? undefined : identifyAccount(account, currency),
      returnReason: values.get('RTRN'),
    }),
    remittance: (values.get('REMI') ?? '').replace(/^(?:USTD|STRD)\/+/, ''),
  };
}

function provided(reference: string | undefined): string | undefined {
  return reference === undefined || /^(?:NOT ?PROVIDED|NONREF|)$/i.test(reference) ? undefined : reference;
}

function orAbsent(text: string): string | undefined {
  return text === '' ? undefined : text;
}
