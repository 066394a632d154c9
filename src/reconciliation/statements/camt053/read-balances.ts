import { firstTextAt, required, textAt, type XmlElement } from '../../../platform/files/xml-element.ts';
import type { StatementBalance } from '../bank-statement.ts';
import { isCredit, readAmount, readDate } from './values.ts';

export interface BookedBalances {
  readonly opening: StatementBalance | undefined;
  readonly closing: StatementBalance | undefined;
  readonly openingIsIntermediate: boolean;
  readonly closingIsIntermediate: boolean;
}

interface CodedBalance extends StatementBalance {
  readonly code: string;
  readonly intermediate: boolean;
}

/**
 * Chooses the booked balances by their code, never by their order: OPBD, else PRCD (the previous bank statement's closing, which is the
 * same money), opens; CLBD closes. Available and forward balances (CLAV, OPAV, FWAV ...) count money not booked and prove nothing here.
 * ITBD stands where a page begins or ends between the two.
 */
export function chooseBookedBalances(elements: readonly XmlElement[]): BookedBalances {
  const balances = elements.map(readBalance);
  const intermediate = balances.filter((balance) => balance.code === 'ITBD');
  const named = (code: string) => balances.find((balance) => balance.code === code);
  const opening = named('OPBD') ?? named('PRCD') ?? intermediate[0];
  const closing = named('CLBD') ?? intermediate.findLast((balance) => balance !== opening);
  return {
    opening: opening && withoutCode(opening),
    closing: closing && withoutCode(closing),
    openingIsIntermediate: opening?.intermediate ?? false,
    closingIsIntermediate: closing?.intermediate ?? false,
  };
}

function readBalance(element: XmlElement): CodedBalance {
  const type = required(element, 'Tp');
  const code = firstTextAt(type, ['CdOrPrtry', 'Cd'], ['CdOrPrtry', 'Prtry']) ?? '';
  const { amountMinor, currency } = readAmount(required(element, 'Amt'));
  return {
    code,
    intermediate: code === 'ITBD' || textAt(type, 'SubTp', 'Cd') === 'INTM',
    date: readDate(required(element, 'Dt')),
    amountMinor: isCredit(element) ? amountMinor : -amountMinor,
    currency,
    lineNumber: element.line,
  };
}

function withoutCode({ code: _code, intermediate: _intermediate, ...balance }: CodedBalance): StatementBalance {
  return balance;
}
