/** Reports of Bacs as we understand them: made here, of nobody's money. */
export interface WrittenReturn {
  readonly reference: string;
  readonly code: string;
  readonly pounds: string;
  readonly sortCode?: string;
  readonly accountNumber?: string;
  readonly newSortCode?: string;
  readonly newAccountNumber?: string;
}

interface Told {
  readonly serviceUserNumber?: string;
  readonly totals?: readonly [count: number, pounds: string];
}

const sumOf = (items: readonly WrittenReturn[]) => {
  const pence = items
    .reduce((sum, { pounds }) => sum + BigInt(pounds.replace('.', '')), 0n)
    .toString()
    .padStart(3, '0');
  return `${pence.slice(0, -2)}.${pence.slice(-2)}`;
};

export function arucsXml(items: readonly WrittenReturn[], { serviceUserNumber = '654321', totals }: Told = {}): string {
  const [count, sum] = totals ?? [items.length, sumOf(items)];
  const returned = items.map(
    ({ reference, code, pounds, sortCode = '40-47-84', accountNumber = '70872490', newSortCode, newAccountNumber }) =>
      `<ReturnedCreditItem ref="${reference}" transCode="RA" returnCode="${code}" originalProcessingDate="2027-03-30" valueOf="${pounds}" currency="GBP">
<ReceiverAccount number="${accountNumber}" name="AMINA OSMAN" sortCode="${sortCode}"/>${
        newSortCode === undefined ? '' : `<NewAccount sortCode="${newSortCode}" number="${newAccountNumber}" name="AMINA OSMAN"/>`
      }
</ReturnedCreditItem>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<BACSDocument><Data><ARUCS>
<Header reportType="REFT1027" adviceNumber="12" currentProcessingDate="2027-04-02"/>
<AddresseeInformation name="NORTHMOOR COUNCIL"/>
<ServiceLicenseInformation userName="NORTHMOOR COUNCIL" userNumber="${serviceUserNumber}"/>
<Advice><OriginatingAccountRecords><OriginatingAccountRecord>
<OriginatingAccount number="55779911" sortCode="20-00-00" name="NORTHMOOR COUNCIL"/>
${returned.join('\n')}
<Totals numberOf="${count}" valueOf="${sum}" currency="GBP"/>
</OriginatingAccountRecord></OriginatingAccountRecords></Advice>
</ARUCS></Data></BACSDocument>
`;
}

export function reportCsv(service: string, items: readonly WrittenReturn[], { serviceUserNumber = '654321', totals }: Told = {}): string {
  const [count, sum] = totals ?? [items.length, sumOf(items)];
  const heading =
    'Report,Service User Number,Report Date,Reference,Code,Amount,Sort Code,Account Number,Account Name,Original Processing Date,New Sort Code,New Account Number';
  const rows = items.map(
    ({ reference, code, pounds, sortCode = '40-47-84', accountNumber = '70872490', newSortCode = '', newAccountNumber = '' }) =>
      `${service},${serviceUserNumber},02/04/2027,${reference},${code},${pounds},${sortCode},${accountNumber},AMINA OSMAN,30/03/2027,${newSortCode},${newAccountNumber}`,
  );
  return [heading, ...rows, `Totals,${count},${sum}`, ''].join('\r\n');
}
