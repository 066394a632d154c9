import { paymentReference } from '../../../src/payments/rules/payment-reference.ts';
import { addDays } from '../../../src/platform/calendar/date-arithmetic.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { addWorkingDays, previousWorkingDayOnOrBefore } from '../../../src/platform/calendar/working-days.ts';
import type { BankItem, OpenItem, OpenItemKind } from '../../../src/reconciliation/index.ts';
import { type Chance, chance } from './chance.ts';
import { firmsName, misspelt, personsName, printed } from './names.ts';
import type { CouncilParameters } from './parameters.ts';

/** What a line really was. `nobody` has no item; `twice` is the second payment of an item that the first has settled. */
export type Truth =
  | { readonly kind: 'items'; readonly itemIds: readonly string[] }
  | { readonly kind: 'line'; readonly lineId: string }
  | { readonly kind: 'charge' }
  | { readonly kind: 'twice'; readonly itemId: string }
  | { readonly kind: 'nobody' };

export interface CouncilYear {
  readonly lines: readonly BankItem[];
  readonly items: readonly OpenItem[];
  readonly truth: ReadonlyMap<string, Truth>;
}

interface Payee {
  readonly id: string;
  readonly name: string;
  readonly account: string;
}

export const CHARGE_WORDS = ['BANK', 'CHARGES'];

/** A council's year at the bank, made from a seed; every line with what it really was. */
export function councilYear(parameters: CouncilParameters, seed: number): CouncilYear {
  const year = new YearInTheMaking(parameters, chance(seed));
  year.payFamilies();
  year.payProviders();
  year.collectFromPartners();
  year.collectContributions();
  year.chargeByTheBank();
  year.addLinesOfNobody();
  return year.done();
}

class YearInTheMaking {
  readonly #parameters: CouncilParameters;
  readonly #chance: Chance;
  readonly #lines: BankItem[] = [];
  readonly #items: OpenItem[] = [];
  readonly #truth = new Map<string, Truth>();
  #payments = 0n;
  #documents = 10_000;

  constructor(parameters: CouncilParameters, made: Chance) {
    this.#parameters = parameters;
    this.#chance = made;
    this.#documents += made.below(50_000);
    this.#payments = BigInt(made.below(1_000_000));
  }

  done(): CouncilYear {
    return { lines: this.#lines, items: this.#items, truth: this.#truth };
  }

  payFamilies(): void {
    const { families, weeks, firstDay } = this.#parameters;
    const children = Array.from({ length: families }, (_, n) => this.#family(n)).flat();
    for (let week = 0; week < weeks; week += 4) {
      const due = previousWorkingDayOnOrBefore(addDays(firstDay as PlainDate, week * 7 + 4));
      const run: OpenItem[] = [];
      const cards: OpenItem[] = [];
      for (const { payee, amountMinor, way } of children) {
        if (way === 'bacs')
          run.push(
            this.#item('batch-item', due, -amountMinor, payee, { batchId: `RUN${due.replaceAll('-', '')}`, reference: this.#reference() }),
          );
        else if (way === 'card')
          cards.push(this.#item('card-settlement', due, -amountMinor, payee, { batchId: `CARD${due.replaceAll('-', '')}` }));
        else this.#payOne(this.#item('payment', due, -amountMinor, payee, { reference: this.#reference() }), payee);
      }
      this.#payRun(run, due);
      this.#settleCards(cards, due);
    }
  }

  #family(n: number): { payee: Payee; amountMinor: bigint; way: 'bacs' | 'card' | 'single' }[] {
    const { childrenOfAFamily, siblingsPaidTheSame, familiesPaidByBacs, familiesPaidByCard } = this.#parameters;
    const payee = this.#payee(`family-${n}`, personsName(this.#chance));
    const drawn = this.#chance.next();
    const way = drawn < familiesPaidByBacs ? 'bacs' : drawn < familiesPaidByBacs + familiesPaidByCard ? 'card' : 'single';
    let count = 1;
    let mark = this.#chance.next();
    for (const part of childrenOfAFamily) {
      if (mark < part) break;
      mark -= part;
      count += 1;
    }
    const amount = () => BigInt(this.#chance.of([1_250, 1_450, 1_620, 1_850])) * BigInt(4 * (2 + this.#chance.below(16)));
    const same = this.#chance.happens(siblingsPaidTheSame) ? amount() : undefined;
    return Array.from({ length: Math.min(count, childrenOfAFamily.length) }, () => ({ payee, amountMinor: same ?? amount(), way }));
  }

  #payRun(run: readonly OpenItem[], due: PlainDate): void {
    const [first] = run;
    if (first === undefined) return;
    let total = 0n;
    const settled: string[] = [];
    for (const item of run) {
      total += item.amountMinor;
      settled.push(item.id);
      if (!this.#chance.happens(this.#parameters.paymentsReturned)) continue;
      const back = this.#chance.happens(this.#parameters.returnsNettedInTheRun);
      const day = back ? due : addWorkingDays(due, 2 + this.#chance.below(2));
      const returned = this.#item(back ? 'batch-return' : 'return', day, -item.amountMinor, this.#payeeOf(item), {
        ...(back && { batchId: item.batchId as string }),
        ...(item.reference !== undefined && { reference: item.reference }),
      });
      if (back) {
        total += returned.amountMinor;
        settled.push(returned.id);
      } else this.#line(returned, this.#payeeOf(returned), { style: 'RA', words: 'ARUCS 0', truth: [returned.id] });
    }
    const named = this.#chance.happens(0.7) ? ` ${first.batchId}` : '';
    this.#add({ date: due, amountMinor: total, memo: `BACS CONTRA${named}`, typeCode: '99' }, { kind: 'items', itemIds: settled });
  }

  #settleCards(cards: readonly OpenItem[], due: PlainDate): void {
    if (cards.length === 0) return;
    const total = cards.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
    const date = addWorkingDays(due, 1);
    this.#add({ date, amountMinor: total, memo: 'PREPAID CARD LOAD SETTLEMENT' }, { kind: 'items', itemIds: cards.map(({ id }) => id) });
  }

  #payOne(item: OpenItem, payee: Payee): void {
    const { itemsNeverPaid, paymentsReturned, paymentsTakenBackByTheBank, paymentsMadeTwice } = this.#parameters;
    if (this.#chance.happens(itemsNeverPaid)) return;
    if (this.#chance.happens(paymentsTakenBackByTheBank)) {
      const wrong = this.#line(item, payee, { style: 'FPO', truth: [] });
      const takenBack = addWorkingDays(this.#lines.at(-1)?.date ?? item.date, 1 + this.#chance.below(2));
      const back = this.#line({ ...item, amountMinor: -item.amountMinor }, payee, {
        style: 'FPO',
        words: 'CORRECTION',
        truth: [],
        reversal: true,
        on: takenBack,
      });
      const again = addWorkingDays(takenBack, this.#chance.below(2));
      this.#truth.set(wrong, { kind: 'line', lineId: back });
      this.#truth.set(back, { kind: 'line', lineId: wrong });
      this.#line(item, payee, { style: 'FPO', truth: [item.id], on: again });
      return;
    }
    this.#line(item, payee, { style: 'FPO', truth: [item.id] });
    if (this.#chance.happens(paymentsMadeTwice)) {
      const again = this.#line(item, payee, { style: 'FPO', truth: [], late: 3 + this.#chance.below(6) });
      this.#truth.set(again, { kind: 'twice', itemId: item.id });
    }
    if (this.#chance.happens(paymentsReturned)) {
      const day = addWorkingDays(item.date, 1 + this.#chance.below(3));
      const returned = this.#item(
        'return',
        day,
        -item.amountMinor,
        payee,
        item.reference === undefined ? {} : { reference: item.reference },
      );
      this.#line(returned, payee, { style: 'FPI', words: 'RETURNED', truth: [returned.id] });
    }
  }

  payProviders(): void {
    const { providers, weeks, firstDay, invoicesOfAProviderAMonth, providersWithOneHourlyRate, itemsNeverPaid } = this.#parameters;
    for (let n = 0; n < providers; n += 1) {
      const payee = this.#payee(`provider-${n}`, firmsName(this.#chance));
      const rate = this.#chance.happens(providersWithOneHourlyRate) ? BigInt(925) : undefined;
      const prefix = this.#chance.of(['INV', 'INV-', 'SI', 'N', '']);
      for (let week = 3; week < weeks; week += 4) {
        const paid = previousWorkingDayOnOrBefore(addDays(firstDay as PlainDate, week * 7 + this.#chance.below(5)));
        const count = 1 + this.#chance.below(invoicesOfAProviderAMonth);
        const invoices = Array.from({ length: count }, () => {
          this.#documents += 1 + this.#chance.below(3);
          const amountMinor = rate === undefined ? BigInt(5_000 + this.#chance.below(200_000)) : rate * BigInt(4 + this.#chance.below(60));
          const due = addWorkingDays(paid, -this.#chance.below(3));
          return this.#item('invoice', due, -amountMinor, payee, { documents: [`${prefix}${this.#documents}`] });
        }).filter(() => !this.#chance.happens(itemsNeverPaid));
        if (invoices.length === 0) continue;
        const total = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
        const numbers = invoices.map(({ documents }) => documents?.[0]).join(' ');
        const whole = { ...(invoices[0] as OpenItem), amountMinor: total, date: paid };
        const style = this.#chance.of(['BACS', 'FPO']);
        this.#line(whole, payee, { style, words: numbers, truth: invoices.map(({ id }) => id), longMemo: true });
      }
    }
  }

  collectFromPartners(): void {
    const { partners, weeks, firstDay, receivablesPaidInParts } = this.#parameters;
    for (let n = 0; n < partners; n += 1) {
      const payee = this.#payee(`partner-${n}`, `NHS ${firmsName(this.#chance).split(' ')[0]} Integrated Care Board`);
      for (let week = 4; week < weeks; week += 4) {
        this.#documents += 7;
        const due = previousWorkingDayOnOrBefore(addDays(firstDay as PlainDate, week * 7));
        const amountMinor = BigInt(1_000_000 + this.#chance.below(9_000_000));
        const item = this.#item('receivable', due, amountMinor, payee, {
          documents: [`RC${this.#documents}`],
          reference: `RC${this.#documents}`,
        });
        const late = this.#chance.below(25);
        if (!this.#chance.happens(receivablesPaidInParts)) {
          this.#line(item, payee, { style: 'BGC', words: `RC${this.#documents}`, truth: [item.id], late });
          continue;
        }
        const part = (amountMinor * BigInt(20 + this.#chance.below(60))) / 100n;
        for (const [k, sum] of [part, amountMinor - part].entries()) {
          this.#line({ ...item, amountMinor: sum }, payee, {
            style: 'BGC',
            words: `RC${this.#documents}`,
            truth: [item.id],
            late: late + k * 5,
          });
        }
      }
    }
  }

  collectContributions(): void {
    const { contributionsAMonth, weeks, firstDay, itemsNeverPaid } = this.#parameters;
    const payers = Array.from({ length: contributionsAMonth }, (_, n) => ({
      payee: this.#payee(`payer-${n}`, personsName(this.#chance)),
      amountMinor: BigInt(this.#chance.of([1_500, 2_000, 2_340, 3_125, 4_680])),
    }));
    for (let week = 1; week < weeks; week += 4) {
      for (const { payee, amountMinor } of payers) {
        this.#documents += 1;
        const due = previousWorkingDayOnOrBefore(addDays(firstDay as PlainDate, week * 7 + 2));
        const reference = `C${this.#documents}`;
        const item = this.#item('receivable', due, amountMinor, payee, { reference });
        if (this.#chance.happens(itemsNeverPaid)) continue;
        this.#line(item, payee, {
          style: this.#chance.of(['STO', 'FPI', 'BGC']),
          words: reference,
          truth: [item.id],
          late: this.#chance.below(7),
        });
      }
    }
  }

  chargeByTheBank(): void {
    const { bankChargesAMonth, weeks, firstDay } = this.#parameters;
    for (let week = 0; week < weeks; week += 4) {
      for (let n = 0; n < bankChargesAMonth; n += 1) {
        const date = previousWorkingDayOnOrBefore(addDays(firstDay as PlainDate, week * 7 + this.#chance.below(26)));
        this.#add(
          { date, amountMinor: -BigInt(50 + this.#chance.below(4_000)), memo: `BANK CHARGES ${date.slice(5)}`, typeCode: 'CHG' },
          { kind: 'charge' },
        );
      }
    }
  }

  addLinesOfNobody(): void {
    const { linesOfNobody, weeks, firstDay } = this.#parameters;
    const count = Math.round(this.#lines.length * linesOfNobody);
    for (let n = 0; n < count; n += 1) {
      const date = previousWorkingDayOnOrBefore(addDays(firstDay as PlainDate, this.#chance.below(weeks * 7)));
      // Some come from people who do have items, with the sums of others: what a guess would fall for.
      const known = this.#chance.of(this.#items);
      const name = this.#chance.happens(0.5) ? personsName(this.#chance) : (known.payeeName ?? '');
      const amountMinor = this.#chance.happens(0.5) ? this.#chance.of(this.#items).amountMinor : BigInt(100 + this.#chance.below(90_000));
      this.#add(
        { date, amountMinor, memo: `${printed(name)} ${this.#chance.of(['THANK YOU', 'SUNDRY', 'REFUND', 'GIFT'])}` },
        { kind: 'nobody' },
      );
    }
  }

  #payee(id: string, name: string): Payee {
    const digits = (count: number) => Array.from({ length: count }, () => this.#chance.below(10)).join('');
    return { id, name, account: `${digits(6)}${digits(8)}` };
  }

  #payeeOf({ payeeId = '', payeeName = '', payeeAccount = '' }: OpenItem): Payee {
    return { id: payeeId, name: payeeName, account: payeeAccount };
  }

  #reference(): string {
    this.#payments += 1n;
    return paymentReference({ authorityId: 42, instructionNumber: this.#payments });
  }

  #item(kind: OpenItemKind, date: PlainDate, amountMinor: bigint, payee: Payee, more: Partial<OpenItem>): OpenItem {
    const id = `item-${this.#items.length + 1}`;
    const item = { id, kind, date, amountMinor, payeeId: payee.id, payeeName: payee.name, payeeAccount: payee.account, ...more };
    this.#items.push(item);
    return item;
  }

  #line(
    item: OpenItem,
    payee: Payee,
    {
      style,
      words = '',
      truth,
      late = 0,
      on,
      reversal = false,
      longMemo = false,
    }: { style: string; words?: string; truth: readonly string[]; late?: number; on?: PlainDate; reversal?: boolean; longMemo?: boolean },
  ): string {
    const { accountShown, endToEndIdShown, referenceLost, memoCutAt, namesMisspelt } = this.#parameters;
    const day = on ?? addWorkingDays(item.date, late + (this.#chance.happens(0.8) ? 0 : this.#chance.happens(0.8) ? 1 : 2));
    const inItsField = item.reference !== undefined && this.#chance.happens(endToEndIdShown);
    const lost = !inItsField && this.#chance.happens(referenceLost);
    const name = this.#chance.happens(namesMisspelt) ? misspelt(printed(payee.name), this.#chance) : printed(payee.name);
    const own = inItsField || item.reference === undefined || words.includes(item.reference) ? '' : item.reference;
    const text = lost ? name : [own, words].filter((part) => part !== '').join(' ');
    const memo = lost ? `${name} ${style}` : `${text} ${name.slice(0, 18).trim()} ${style}`;
    return this.#add(
      {
        date: day,
        amountMinor: item.amountMinor,
        memo: memo.slice(0, longMemo ? memoCutAt * 2 : memoCutAt).trim(),
        ...(inItsField && { endToEndId: item.reference as string }),
        ...(this.#chance.happens(accountShown) && {
          payeeAccount: `${payee.account.slice(0, 2)}-${payee.account.slice(2, 4)}-${payee.account.slice(4, 6)} ${payee.account.slice(6)}`,
        }),
        ...(reversal && { reversal: true }),
      },
      { kind: 'items', itemIds: truth },
    );
  }

  #add(line: Omit<BankItem, 'id'>, truth: Truth): string {
    const id = `line-${this.#lines.length + 1}`;
    this.#lines.push({ id, ...line });
    this.#truth.set(id, truth);
    return id;
  }
}
