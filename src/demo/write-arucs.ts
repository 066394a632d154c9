import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { formatPounds } from '../platform/money/pounds.ts';

export interface WrittenReturn {
  readonly reference: string;
  /** Why the payee's bank sent it back. */
  readonly code: string;
  readonly amount: bigint;
  readonly account: WrittenAccount;
}

interface WrittenAccount {
  readonly sortCode: string;
  readonly accountNumber: string;
  readonly accountName: string;
}

interface WrittenArucs {
  readonly reportedOn: PlainDate;
  /** The day on which Bacs processed the file. */
  readonly processedOn: PlainDate;
  readonly serviceUser: { readonly number: string; readonly name: string };
  readonly originator: WrittenAccount;
  readonly returns: readonly WrittenReturn[];
}

/** Writes the bank's side of the demo: a report of credits that came back, as Bacs would send it. Its totals are added up from its lines. */
export function writeArucs({ reportedOn, processedOn, serviceUser, originator, returns }: WrittenArucs): string {
  const total = returns.reduce((sum, { amount }) => sum + amount, 0n);
  const items = returns.map(
    ({ reference, code, amount, account }) =>
      `<ReturnedCreditItem ref="${reference}" transCode="RA" returnCode="${code}" originalProcessingDate="${processedOn}" valueOf="${formatPounds(amount)}" currency="GBP">
<ReceiverAccount ${attributesOf(account)}/>
</ReturnedCreditItem>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<BACSDocument><Data><ARUCS>
<Header reportType="REFT1027" adviceNumber="1" currentProcessingDate="${reportedOn}"/>
<ServiceLicenseInformation userName="${serviceUser.name}" userNumber="${serviceUser.number}"/>
<Advice><OriginatingAccountRecords><OriginatingAccountRecord>
<OriginatingAccount ${attributesOf(originator)}/>
${items.join('\n')}
<Totals numberOf="${returns.length}" valueOf="${formatPounds(total)}" currency="GBP"/>
</OriginatingAccountRecord></OriginatingAccountRecords></Advice>
</ARUCS></Data></BACSDocument>
`;
}

function attributesOf({ sortCode, accountNumber, accountName }: WrittenAccount): string {
  return `number="${accountNumber}" name="${accountName.toUpperCase()}" sortCode="${sortCode}"`;
}
