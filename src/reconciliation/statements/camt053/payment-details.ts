import { all, firstTextAt, only, textAt, type XmlElement } from '../../../platform/files/xml-element.ts';
import { identifyAccount, sameAccount } from '../account-identification.ts';
import type { AccountIdentification, BatchItem, PaymentDetails } from '../canonical-line.ts';
import { defined } from '../defined.ts';
import { joinPieces } from '../joined-text.ts';
import { isCredit, readAmount, unlessNotProvided } from './values.ts';

const UNSTRUCTURED_WIDTH = 140;

/** What reading a payment needs to know of the entry around it. */
export interface EntryContext {
  readonly credit: boolean;
  readonly reversal: boolean;
  readonly currency: string;
  readonly ownAccount: AccountIdentification;
}

/** Reads one `TxDtls`. */
function readPaymentDetails(details: XmlElement, entry: EntryContext): PaymentDetails {
  const returnInformation = only(details, 'RtrInf');
  const counterparty = readCounterparty(details, entry, returnInformation !== undefined);
  return {
    ...defined({
      bankReference: unlessNotProvided(textAt(details, 'Refs', 'AcctSvcrRef')),
      endToEndId: unlessNotProvided(textAt(details, 'Refs', 'EndToEndId')),
      counterpartyName: counterparty?.name,
      counterpartyAccount: counterparty?.account,
      returnReason:
        returnInformation && (firstTextAt(returnInformation, ['Rsn', 'Cd'], ['Rsn', 'Prtry'], ['AddtlInf']) ?? 'reason not given'),
    }),
    remittance: readRemittance(details),
  };
}

/** A payment's own amount, as a batch item: its currency may differ from the line's, and its way too where the bank nets a batch. */
export function readBatchItem(details: XmlElement, entry: EntryContext): BatchItem {
  const amount = only(details, 'Amt') ?? only(details, 'AmtDtls', 'TxAmt', 'Amt');
  const credit = only(details, 'CdtDbtInd') === undefined ? entry.credit : isCredit(details);
  const read = amount && readAmount(amount);
  return {
    ...readPaymentDetails(details, entry),
    ...(read && { amountMinor: credit ? read.amountMinor : -read.amountMinor, currency: read.currency }),
  };
}

function readRemittance(details: XmlElement): string {
  const information = only(details, 'RmtInf');
  const unstructured = information ? all(information, 'Ustrd').map((element) => element.text) : [];
  const structured = (information ? all(information, 'Strd') : []).flatMap((element) => [
    textAt(element, 'CdtrRefInf', 'Ref') ?? '',
    ...all(element, 'AddtlRmtInf').map((additional) => additional.text),
  ]);
  const text = [joinPieces(unstructured, UNSTRUCTURED_WIDTH), ...structured].filter((piece) => piece !== '').join(' ');
  return text === '' ? (textAt(details, 'AddtlTxInf') ?? '') : text;
}

/**
 * The other side of the payment: the debtor of money that came in, the creditor of money that went out. A reversal keeps the parties of
 * the payment it reverses, and so do most banks for a return: there the side that is not ours is taken.
 */
function readCounterparty(
  details: XmlElement,
  entry: EntryContext,
  returned: boolean,
): { name: string | undefined; account: AccountIdentification | undefined } | undefined {
  const parties = only(details, 'RltdPties');
  if (parties === undefined) return undefined;
  const debtor = readParty(parties, 'Dbtr', entry.currency);
  const creditor = readParty(parties, 'Cdtr', entry.currency);
  const [usual, opposite] = entry.credit === entry.reversal ? [creditor, debtor] : [debtor, creditor];
  const usualIsOurs = usual?.account !== undefined && sameAccount(usual.account, entry.ownAccount);
  return returned && (usual === undefined || usualIsOurs) ? opposite : usual;
}

function readParty(parties: XmlElement, role: 'Dbtr' | 'Cdtr', currency: string) {
  const name = firstTextAt(parties, [role, 'Nm'], [role, 'Pty', 'Nm'], [`Ultmt${role}`, 'Nm'], [`Ultmt${role}`, 'Pty', 'Nm']);
  const account = readAccount(only(parties, `${role}Acct`), currency);
  return name === undefined && account === undefined ? undefined : { name, account };
}

/** Reads an account element; the IBAN element is believed as it stands, for there the bank says that it is one. */
export function readAccount(account: XmlElement | undefined, currency: string): AccountIdentification | undefined {
  if (account === undefined) return undefined;
  const iban = textAt(account, 'Id', 'IBAN');
  if (iban !== undefined) return { iban: iban.replaceAll(' ', '') };
  const other = textAt(account, 'Id', 'Othr', 'Id');
  return other === undefined ? undefined : identifyAccount(other, currency);
}
