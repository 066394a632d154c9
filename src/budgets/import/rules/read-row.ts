import { type PlainDate, parsePlainDate } from '../../../platform/calendar/plain-date.ts';
import { parsePounds } from '../../../platform/money/pounds.ts';
import { type SettingKind, settingKinds } from '../../plans/rules/plan-words.ts';
import { type ImportField, importFields } from './columns.ts';
import type { RowFault, RowFaultCode } from './row-faults.ts';

/** What a row says, by field; what it leaves out is absent. */
export type RowCells = Partial<Readonly<Record<ImportField, string>>>;

/** A row read: what could not be read stands in `faults`, and `row` is there only when nothing was wrong. */
export interface RowReading {
  readonly row?: ImportedRow;
  readonly faults: readonly RowFault[];
}

export interface ImportedRow {
  readonly planReference: string;
  readonly lineReference: string;
  readonly plan: ImportedPlan;
  readonly line: ImportedLine;
}

export interface ImportedPlan {
  /** Of a family that is in the register already. */
  readonly familyId?: string;
  readonly familyName: string;
  readonly childName: string;
  readonly childBornOn: PlainDate;
  readonly planType: string;
  readonly startsOn: PlainDate;
  readonly reviewBy?: PlainDate;
  readonly settingKind: SettingKind;
  readonly element2Held: boolean;
}

export interface ImportedLine {
  readonly title: string;
  readonly why: string;
  readonly kind: string;
  readonly stream: 'EDUCATION' | 'HEALTH' | 'CARE';
  readonly mechanism: 'DIRECT_PAYMENT' | 'ARRANGEMENT' | 'THIRD_PARTY';
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly amount: bigint;
  readonly contingency: bigint;
  readonly costing?: { readonly unit: Unit; readonly units: string; readonly rate: bigint; readonly vatCode: Vat };
  readonly annualCost?: bigint;
  readonly termTimeOnly: boolean;
  readonly educatesOrTrains: boolean;
  readonly sources: readonly { readonly sourceCode: string; readonly percent: string }[];
  readonly reasonForAmount?: string;
}

const STREAMS = ['EDUCATION', 'HEALTH', 'CARE'] as const;
const MECHANISMS = ['DIRECT_PAYMENT', 'ARRANGEMENT', 'THIRD_PARTY'] as const;
const UNITS = ['hour', 'night', 'session', 'week', 'item'] as const;
const VATS = ['exempt', 'zero', 'standard', 'outside'] as const;
type Unit = (typeof UNITS)[number];
type Vat = (typeof VATS)[number];

const LONGEST = 1_000;
/** What a spreadsheet would work out when it opens the file again; a minus before a digit is a number. */
const FORMULA = /^(?:[=@\t\r]|[+-](?!\d))/;
const DECIMAL = /^\d{1,7}(?:\.\d{1,4})?$/;
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const THOUSANDS = /^£?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?$/;

/** Reads one row, every cell of it: somebody who corrects a file wants to hear of all faults at once. */
export function readRow(cells: RowCells): RowReading {
  const reader = new CellReader(cells);
  const plan = {
    ...(reader.has('familyId') && { familyId: reader.id('familyId') }),
    familyName: reader.text('familyName'),
    childName: reader.text('childName'),
    childBornOn: reader.date('childBornOn'),
    planType: reader.optional('planType', 'EHC_PLAN'),
    startsOn: reader.date('planStartsOn'),
    ...(reader.has('planReviewBy') && { reviewBy: reader.date('planReviewBy') }),
    settingKind: reader.has('settingKind') ? reader.word('settingKind', settingKinds) : ('mainstream' as const),
    element2Held: reader.yesOrNo('element2Held'),
  };
  const amount = reader.amount('amount');
  if (amount === 0n) reader.fault('amount', 'amount-not-above-nothing');
  const line = {
    title: reader.text('title'),
    why: reader.text('why'),
    kind: reader.text('kind'),
    stream: reader.word('stream', STREAMS),
    mechanism: reader.word('mechanism', MECHANISMS),
    from: reader.date('from'),
    until: reader.date('until'),
    amount,
    contingency: reader.has('contingency') ? reader.amount('contingency') : 0n,
    ...costing(reader),
    ...(reader.has('annualCost') && { annualCost: reader.amount('annualCost') }),
    termTimeOnly: reader.yesOrNo('termTimeOnly'),
    educatesOrTrains: reader.yesOrNo('educatesOrTrains'),
    sources: sourcesOf(reader),
    ...(reader.has('reasonForAmount') && { reasonForAmount: reader.text('reasonForAmount') }),
  };
  const planReference = reader.text('planReference');
  const lineReference = reader.text('lineReference');
  const { faults } = reader;
  return faults.length > 0 ? { faults } : { row: { planReference, lineReference, plan, line }, faults };
}

/** Units, unit and rate come together or not at all: each that is missing is told. */
function costing(reader: CellReader): Pick<ImportedLine, 'costing'> {
  if (!['unit', 'units', 'rate'].some((field) => reader.has(field as ImportField))) return {};
  const vatCode = reader.has('vat') ? reader.word('vat', VATS) : 'exempt';
  return { costing: { unit: reader.word('unit', UNITS), units: reader.decimal('units'), rate: reader.amount('rate'), vatCode } };
}

function sourcesOf(reader: CellReader): ImportedLine['sources'] {
  const first = { sourceCode: reader.text('source'), percent: reader.has('sourcePercent') ? reader.decimal('sourcePercent') : '100' };
  if (!reader.has('secondSource') && !reader.has('secondPercent')) return [first];
  return [first, { sourceCode: reader.text('secondSource'), percent: reader.decimal('secondPercent') }];
}

/** Reads cells one by one and notes what is wrong with each; what it then answers is never used. */
class CellReader {
  readonly faults: RowFault[] = [];
  readonly #cells: RowCells;

  constructor(cells: RowCells) {
    this.#cells = cells;
  }

  has(field: ImportField): boolean {
    return (this.#cells[field] ?? '').trim() !== '';
  }

  fault(field: ImportField, code: RowFaultCode): void {
    this.faults.push({ column: importFields[field].header, code });
  }

  text(field: ImportField): string {
    const text = (this.#cells[field] ?? '').trim();
    if (text === '') this.fault(field, 'value-missing');
    else if (text.length > LONGEST) this.fault(field, 'value-too-long');
    else if (!text.isWellFormed() || /\p{Cc}/u.test(text)) this.fault(field, 'text-malformed');
    else if (FORMULA.test(text)) this.fault(field, 'formula');
    return text;
  }

  optional(field: ImportField, usual: string): string {
    return this.has(field) ? this.text(field) : usual;
  }

  id(field: ImportField): string {
    return this.#read(field, 'family-id-malformed', (text) => (ID.test(text.toLowerCase()) ? text.toLowerCase() : undefined), '');
  }

  date(field: ImportField): PlainDate {
    return this.#read(field, 'date-malformed', parsePlainDate, '2000-01-01');
  }

  amount(field: ImportField): bigint {
    return this.#read(field, 'amount-malformed', amountOf, 1n);
  }

  decimal(field: ImportField): string {
    return this.#read(
      field,
      'number-malformed',
      (text) => (DECIMAL.test(text.replace(/ ?%$/, '')) ? text.replace(/ ?%$/, '') : undefined),
      '0',
    );
  }

  word<Word extends string>(field: ImportField, words: readonly [Word, ...Word[]]): Word {
    const plain = (text: string) => text.toLowerCase().replaceAll(/[ _-]+/g, '-');
    return this.#read(field, 'word-unknown', (text) => words.find((word) => plain(word) === plain(text)), words[0]);
  }

  yesOrNo(field: ImportField): boolean {
    if (!this.has(field)) return false;
    return this.#read(field, 'yes-or-no', (text) => (/^(?:yes|no)$/i.test(text) ? text.toLowerCase() === 'yes' : undefined), false);
  }

  #read<Value>(field: ImportField, code: RowFaultCode, read: (text: string) => Value | undefined, otherwise: Value): Value {
    const before = this.faults.length;
    const text = this.text(field);
    if (this.faults.length > before) return otherwise;
    const value = read(text);
    if (value === undefined) this.fault(field, code);
    return value ?? otherwise;
  }
}

function amountOf(text: string): bigint | undefined {
  const [, whole, decimals = ''] = THOUSANDS.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const pounds = parsePounds(`${whole.replaceAll(',', '')}.${decimals.slice(1).padEnd(2, '0')}`);
  return pounds.ok ? pounds.value : undefined;
}
