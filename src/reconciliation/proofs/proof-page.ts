import { showDate } from '../../platform/calendar/show-date.ts';
import type { Letter, LetterTable } from '../../platform/letters/letter.ts';
import { showPounds } from '../../platform/money/show-pounds.ts';
import type { KeptProof } from './keep-proof.ts';
import type { ProofFigures, ProofStream } from './proof-figures.ts';

const STREAMS: Readonly<Record<ProofStream, string>> = {
  EDUCATION: 'Education',
  HEALTH: 'Health',
  CARE: 'Care',
  none: 'No stream yet',
};

/** What is on the page by name; the rest stands in the data, which says how many there are. */
const MOST_SHOWN = 3;

/** The bank proof on one page, for whoever signs the month off and for the auditor. */
export function proofPage(
  council: string,
  figures: ProofFigures,
  kept?: Pick<KeptProof, 'proofId' | 'state' | 'locked' | 'preparedBy' | 'preparedAt' | 'reviewedBy' | 'reviewedAt'>,
): Letter {
  const { asOf, accountName, ledgerAccount, bridge } = figures;
  return {
    title: `Bank proof: ${accountName}`,
    language: 'en-GB',
    from: [council],
    date: asOf,
    ...(kept !== undefined && { reference: kept.proofId }),
    parts: [
      {
        kind: 'table',
        caption: `The bank and ${ledgerAccount} at the end of ${showDate(asOf)}`,
        columns: amounts(''),
        rows: [
          ['The books', pounds(figures.ledgerMinor)],
          [`Bank lines not matched: ${figures.unmatched.length}`, pounds(figures.unmatchedMinor)],
          [`Less entries not at the bank: ${figures.unpresented.length}`, pounds(-figures.unpresentedMinor)],
          ['Difference', pounds(figures.differenceMinor)],
        ],
        total: ['The bank’s closing balance', pounds(figures.bankMinor)],
      },
      {
        kind: 'table',
        caption: 'Whose money it is',
        columns: [
          { title: 'Stream', align: 'left' },
          { title: 'Books', align: 'right' },
          { title: 'Not matched', align: 'right' },
          { title: 'Not at bank', align: 'right' },
        ],
        rows: figures.streams.map(({ stream, ledgerMinor, unmatchedMinor, unpresentedMinor }) => [
          STREAMS[stream],
          pounds(ledgerMinor),
          pounds(unmatchedMinor),
          pounds(unpresentedMinor),
        ]),
      },
      {
        kind: 'table',
        caption: 'From what budgets paid to what banks showed, all accounts',
        columns: amounts(''),
        rows: [
          ['Payments seen', pounds(bridge.seenMinor)],
          ['Less returned', pounds(-bridge.returnedMinor)],
          ['Less paid back', pounds(-bridge.paidBackMinor)],
          ['Owed, not sent', pounds(bridge.unpaidMinor)],
          ['Sent, not at the bank', pounds(bridge.underWayMinor)],
          ['Less VAT reclaimed', pounds(-bridge.vatMinor)],
          ['Other', pounds(bridge.otherMinor)],
        ],
        total: ['Paid by budgets', pounds(bridge.paidMinor)],
      },
      ...namedOnPage(figures),
      { kind: 'facts', facts: kept === undefined ? [{ name: 'State', value: 'Not prepared' }] : factsOf(kept) },
    ],
  };
}

function namedOnPage({ unmatched, unpresented }: ProofFigures): LetterTable[] {
  const rows = [
    ...unmatched.slice(0, MOST_SHOWN).map(({ bookingDate, amountMinor }) => ['Not matched', showDate(bookingDate), pounds(amountMinor)]),
    ...unpresented.slice(0, MOST_SHOWN).map(({ effectiveDate, amountMinor, reference }) => {
      return [`Not at bank${reference === undefined ? '' : `, ${reference}`}`, showDate(effectiveDate), pounds(amountMinor)];
    }),
  ];
  if (rows.length === 0) return [];
  const columns = [{ title: 'The oldest open', align: 'left' }, { title: 'Day', align: 'left' }, ...amounts('Amount').slice(1)] as const;
  return [{ kind: 'table', caption: 'What is open', columns, rows }];
}

function factsOf({ state, locked, preparedBy, preparedAt, reviewedBy, reviewedAt }: Parameters<typeof proofPage>[2] & object) {
  const day = (at: Date) => at.toISOString().slice(0, 10);
  return [
    { name: 'State', value: locked ? 'Locked with its period' : state },
    { name: 'Prepared', value: `${preparedBy}, ${day(preparedAt)}` },
    ...(reviewedBy === undefined || reviewedAt === undefined ? [] : [{ name: 'Reviewed', value: `${reviewedBy}, ${day(reviewedAt)}` }]),
  ];
}

function amounts(title: string) {
  return [
    { title: title || 'What', align: 'left' },
    { title: 'Pounds', align: 'right' },
  ] as const;
}

const pounds = (minor: bigint): string => `£${showPounds(minor)}`.replace('£-', '-£');
