import { describe, expect, it } from 'vitest';
import { paymentReference } from '../../../src/payments/index.ts';
import { type BankItem, type MatchProposal, matchItems, type OpenItem } from '../../../src/reconciliation/index.ts';
import { item, line } from './lines-and-items.ts';

const reference = (instructionNumber: bigint) => paymentReference({ authorityId: 7, instructionNumber });
const jane = { payeeName: 'Jane Llewellyn', payeeId: 'jane', payeeAccount: '20000012345678' };
const care = { kind: 'invoice', payeeName: 'Wharfe Homecare CIC', payeeId: 'wharfe' } as const;

function outcome(lines: readonly BankItem[], items: readonly OpenItem[]) {
  const result = matchItems({ lines, items });
  return {
    matched: result.matched.map(({ stage, lineIds, itemIds }) => ({ stage, lineIds, itemIds: [...itemIds].sort() })),
    suggested: result.open.map(({ lineId, suggestions }) => ({ lineId, items: suggestions.map(({ itemIds }) => itemIds.join('+')) })),
    result,
  };
}

const only = (proposals: readonly MatchProposal[]) => proposals[0] as MatchProposal;

describe('a line that names its payment', () => {
  it.each([
    ['in the memo', line('l', -50_000n, `${reference(42n)} J LLEWELLYN FPO`)],
    ['in its own field', line('l', -50_000n, 'FPO', { endToEndId: reference(42n) })],
    ['broken up by spaces', line('l', -50_000n, `FPO ${reference(42n).replace(/(.{4})/g, '$1 ')}`)],
    ['behind a name that ends in T and a word that begins with F', line('l', -50_000n, `K WRIGHT FPO ${reference(42n)}`)],
  ])('is matched: %s', (_where, bankLine) => {
    const items = [item('p42', -50_000n, { reference: reference(42n) }), item('p43', -50_000n, { reference: reference(43n) })];
    expect(outcome([bankLine], items).matched).toEqual([{ stage: 'one-to-one', lineIds: ['l'], itemIds: ['p42'] }]);
  });

  it('is never matched with another payment, however well sum and name agree', () => {
    const { matched, suggested } = outcome(
      [line('l', -50_000n, `${reference(99n)} JANE LLEWELLYN`, { payeeAccount: jane.payeeAccount })],
      [item('p42', -50_000n, { ...jane, reference: reference(42n) })],
    );
    expect(matched).toEqual([]);
    expect(suggested).toEqual([{ lineId: 'l', items: ['p42'] }]);
  });

  it('with another amount is a part payment or an overpayment for a person, and every penny of the line is accounted for', () => {
    const items = [item('p', -50_000n, { reference: reference(1n) })];
    const part = outcome([line('l', -20_000n, reference(1n))], items).result;
    expect([part.matched, part.open[0]?.suggestions[0]?.stage, part.open[0]?.suggestions[0]?.allocations]).toEqual([
      [],
      'part-payment',
      [{ lineId: 'l', to: { kind: 'item', itemId: 'p' }, amountMinor: -20_000n }],
    ]);
    const over = outcome([line('l', -50_001n, reference(1n))], items).result;
    expect([over.matched, over.open[0]?.suggestions[0]?.stage, over.open[0]?.suggestions[0]?.allocations]).toEqual([
      [],
      'overpayment',
      [
        { lineId: 'l', to: { kind: 'item', itemId: 'p' }, amountMinor: -50_000n },
        { lineId: 'l', to: { kind: 'remainder' }, amountMinor: -1n },
      ],
    ]);
  });
});

describe('a line without a reference', () => {
  it('is matched by account, amount and working day', () => {
    const { matched } = outcome(
      [line('l', -50_000n, 'FPO', { payeeAccount: '20-00-00 12345678', date: '2026-06-08' })],
      [item('june', -50_000n, jane), item('july', -50_000n, { ...jane, date: '2026-07-03' })],
    );
    expect(matched).toEqual([{ stage: 'one-to-one', lineIds: ['l'], itemIds: ['june'] }]);
  });

  it('is matched by a name that was cut, misspelt or written without accents', () => {
    const names = { smith: 'Małgorzata Wiśniewska', hall: 'Featherstonehaugh Therapy Ltd', care: 'O’Connor Physiotherapy' };
    const items = Object.entries(names).map(([id, payeeName], n) => item(id, -10_000n - BigInt(n), { payeeName }));
    const { matched } = outcome(
      [
        line('a', -10_000n, 'MALGORZATA WISNIEWSKA'),
        line('b', -10_001n, 'FEATHERSTONEHAUGH THERA BACS'),
        line('c', -10_002n, 'OCONNOR PHYSIOTHRAPY FPO'),
      ],
      items,
    );
    expect(matched.map(({ lineIds, itemIds }) => `${lineIds} ${itemIds}`).sort()).toEqual(['a smith', 'b hall', 'c care']);
  });

  it('is not matched on sum and day alone', () => {
    const { matched, suggested } = outcome([line('l', -12_345n, 'FASTER PAYMENT')], [item('p', -12_345n, jane)]);
    expect(matched).toEqual([]);
    expect(suggested).toEqual([{ lineId: 'l', items: ['p'] }]);
  });

  it('leaves siblings with equal amounts to a person, with both among the suggestions', () => {
    const { matched, suggested } = outcome(
      [line('l', -50_000n, 'JANE LLEWELLYN', { payeeAccount: jane.payeeAccount })],
      [item('ann', -50_000n, jane), item('ben', -50_000n, jane)],
    );
    expect(matched).toEqual([]);
    expect(suggested[0]?.items.sort()).toEqual(['ann', 'ben']);
  });

  it('is not matched because a sibling’s payment is settled and one item remains: it may be that one’s, paid twice', () => {
    const items = [
      item('ann', -50_000n, { ...jane, reference: reference(1n) }),
      item('ben', -50_000n, { ...jane, reference: reference(2n) }),
    ];
    const { matched, suggested } = outcome(
      [
        line('named', -50_000n, `${reference(1n)} J LLEWELLYN`),
        line('nameless', -50_000n, 'JANE LLEWELLYN', { payeeAccount: jane.payeeAccount }),
      ],
      items,
    );
    expect(matched.map(({ itemIds }) => itemIds)).not.toContainEqual(['ben']);
    expect(suggested.find(({ lineId }) => lineId === 'nameless')?.items).toContain('ben');
  });

  it('and its twin are both left to a person when there is one item: one may be a payment made twice', () => {
    const twin = { payeeAccount: jane.payeeAccount };
    const { matched, suggested } = outcome(
      [line('first', -50_000n, 'JANE LLEWELLYN', twin), line('second', -50_000n, 'JANE LLEWELLYN', { ...twin, date: '2026-06-11' })],
      [item('p', -50_000n, jane)],
    );
    expect(matched).toEqual([]);
    expect(suggested.map(({ items }) => items)).toEqual([['p'], ['p']]);
  });

  it('wants an item that another line names better, and so neither has it: which of the two was the payment is not known', () => {
    const items = [item('p', -50_000n, { ...jane, reference: reference(42n) })];
    const named = line('named', -50_000n, `${reference(42n)} J LLEWELLYN`, { date: '2026-06-11' });
    expect(outcome([named], items).matched).toHaveLength(1);
    expect(outcome([named, line('nameless', -50_000n, 'JANE LLEWELLYN', { payeeAccount: jane.payeeAccount })], items).matched).toEqual([]);
  });
});

describe('a batch', () => {
  const run = [1n, 2n, 3n].map((n) => item(`b${n}`, -10_000n * n, { kind: 'batch-item', batchId: 'RUN0605', reference: reference(n) }));
  const returned = item('back', 20_000n, { kind: 'batch-return', batchId: 'RUN0605', reference: reference(2n) });

  it('is one contra: its items', () => {
    expect(outcome([line('l', -60_000n, 'BACS CONTRA')], run).matched).toEqual([
      { stage: 'batch', lineIds: ['l'], itemIds: ['b1', 'b2', 'b3'] },
    ]);
  });

  it('is one contra less what came back', () => {
    const { matched, result } = outcome([line('l', -40_000n, 'BACS CONTRA')], [...run, returned]);
    expect(matched).toEqual([{ stage: 'batch', lineIds: ['l'], itemIds: ['b1', 'b2', 'b3', 'back'] }]);
    expect(only(result.matched).reasons[0]).toBe('the sum of batch RUN0605: 3 items less 1 returned');
  });

  it('is left to a person when two lines of the day have its sum', () => {
    const lines = [line('l1', -60_000n, 'BACS CONTRA'), line('l2', -60_000n, 'BACS CONTRA')];
    expect(outcome(lines, run).matched).toEqual([]);
    const named = [line('l1', -60_000n, 'BACS CONTRA'), line('l2', -60_000n, 'BACS CONTRA RUN0605')];
    expect(outcome(named, run).matched).toEqual([{ stage: 'batch', lineIds: ['l2'], itemIds: ['b1', 'b2', 'b3'] }]);
  });
});

describe('one line for several invoices', () => {
  const hourly = [4n, 6n, 8n, 10n, 12n, 14n].map((halfHours, n) =>
    item(`i${n}`, -925n * halfHours, { ...care, documents: [`INV-800${n}`] }),
  );

  it('is matched when it names them all', () => {
    const { matched } = outcome([line('l', -925n * 20n, 'INV-8001 INV-8005 WHARFE HOMECARE')], hourly);
    expect(matched).toEqual([{ stage: 'named-group', lineIds: ['l'], itemIds: ['i1', 'i5'] }]);
  });

  it('is a suggestion when many selections reach the sum: all are counted, and a sum alone proves nothing', () => {
    const { matched, result } = outcome([line('l', -925n * 24n, 'WHARFE HOMECARE CIC')], hourly);
    expect(matched).toEqual([]);
    expect(result.open[0]?.suggestions).toHaveLength(3);
    expect(result.open[0]?.suggestions[0]?.reasons).toContain('4 selections reach the sum');
  });

  it('is matched when only one selection reaches the sum and it is all that was due', () => {
    const invoices = [10_001n, 20_013n, 40_057n].map((amount, n) => item(`i${n}`, -amount, { ...care, documents: [`INV-800${n}`] }));
    const { matched } = outcome([line('l', -70_071n, 'WHARFE HOMECARE CIC BACS')], invoices);
    expect(matched).toEqual([{ stage: 'one-to-many', lineIds: ['l'], itemIds: ['i0', 'i1', 'i2'] }]);
    expect(outcome([line('l', -30_014n, 'WHARFE HOMECARE CIC BACS')], invoices).matched).toEqual([]);
  });

  it('is a suggestion when a single invoice that is not due yet has the same sum as all that is', () => {
    const due = [10_000n, 20_000n].map((amount, n) => item(`i${n}`, -amount, { ...care, documents: [`INV-800${n}`] }));
    const next = item('next', -30_000n, { ...care, date: '2026-06-12' });
    const bankLine = line('l', -30_000n, 'WHARFE HOMECARE CIC BACS');
    expect(outcome([bankLine], due).matched).toHaveLength(1);
    expect(
      outcome([{ ...bankLine, date: '2026-06-05' }], [...due, { ...next, kind: 'receivable', date: '2026-06-30' }]).matched,
    ).toHaveLength(0);
  });

  it('takes its invoices: a later line for one of them is a payment made twice', () => {
    const invoices = [10_001n, 20_013n].map((amount, n) => item(`i${n}`, -amount, { ...care, documents: [`INV-800${n}`] }));
    const { matched, suggested, result } = outcome(
      [line('both', -30_014n, 'INV-8000 INV-8001'), line('again', -10_001n, 'INV-8000', { date: '2026-06-08' })],
      invoices,
    );
    expect(matched).toEqual([{ stage: 'named-group', lineIds: ['both'], itemIds: ['i0', 'i1'] }]);
    expect(suggested).toEqual([{ lineId: 'again', items: ['i0'] }]);
    expect(result.open[0]?.suggestions[0]?.reasons).toContain('matched with another line already: perhaps paid twice');
  });

  it('takes a credit note into account', () => {
    const items = [item('i', -50_000n, { ...care, documents: ['INV-9001'] }), item('c', 12_500n, { ...care, documents: ['CN-9002'] })];
    const { matched } = outcome([line('l', -37_500n, 'INV-9001 CN-9002 WHARFE HOMECARE')], items);
    expect(matched).toEqual([{ stage: 'named-group', lineIds: ['l'], itemIds: ['c', 'i'] }]);
  });

  it('says so when more invoices are open than can be searched', () => {
    const many = Array.from({ length: 30 }, (_, n) => item(`i${n}`, -1_000n - BigInt(n * n), care));
    const { matched, result } = outcome([line('l', -2_001n, 'WHARFE HOMECARE CIC')], many);
    expect(matched).toEqual([]);
    expect(result.open[0]?.reason).toBe('group-too-large');
  });
});

describe('several lines', () => {
  it('pay one invoice between them when each names it and nothing else reaches the sum', () => {
    const due = item('r', 90_000n, { kind: 'receivable', reference: 'RC70012', payeeName: 'NHS Calder Integrated Care Board' });
    const lines = [line('a', 30_000n, 'RC70012 NHS CALDER BGC'), line('b', 60_000n, 'RC70012 NHS CALDER BGC', { date: '2026-06-12' })];
    expect(outcome(lines, [due]).matched).toEqual([{ stage: 'many-to-one', lineIds: ['a', 'b'], itemIds: ['r'] }]);
  });

  it('of which the bank takes one back cancel each other, and settle nothing', () => {
    const lines = [
      line('wrong', -50_000n, `${reference(5n)} J LLEWELLYN`),
      line('back', 50_000n, `${reference(5n)} CORRECTION`, { reversal: true, date: '2026-06-08' }),
      line('again', -50_000n, `${reference(5n)} J LLEWELLYN`, { date: '2026-06-09' }),
    ];
    expect(outcome(lines, [item('p', -50_000n, { ...jane, reference: reference(5n) })]).matched).toEqual([
      { stage: 'bank-reversal', lineIds: ['wrong', 'back'], itemIds: [] },
      { stage: 'one-to-one', lineIds: ['again'], itemIds: ['p'] },
    ]);
  });

  it('that the bank may have taken back are both left to a person', () => {
    const lines = [
      line('first', -50_000n, `${reference(5n)} J LLEWELLYN`),
      line('back', 50_000n, `${reference(5n)} CORRECTION`, { reversal: true, date: '2026-06-08' }),
      line('second', -50_000n, `${reference(5n)} J LLEWELLYN`, { date: '2026-06-08' }),
    ];
    expect(outcome(lines, [item('p', -50_000n, { ...jane, reference: reference(5n) })]).matched).toEqual([]);
  });
});

it('matches a returned payment with the return that is expected, and not with the payment', () => {
  const { matched } = outcome(
    [line('l', 50_000n, `ARUCS 0 ${reference(5n)}`, { date: '2026-06-09' })],
    [
      item('next', -50_000n, { ...jane, reference: reference(5n) }),
      item('back', 50_000n, { kind: 'return', ...jane, reference: reference(5n), date: '2026-06-08' }),
    ],
  );
  expect(matched).toEqual([{ stage: 'one-to-one', lineIds: ['l'], itemIds: ['back'] }]);
});

it('takes the best assignment over all lines, not the first that fits', () => {
  const [ann, anne] = [item('ann', -30_000n, { payeeName: 'Ann Cartwright' }), item('anne', -30_000n, { payeeName: 'Anne Cartwright' })];
  const lines = [line('l1', -30_000n, 'ANN CARTWRIGHT'), line('l2', -30_000n, 'ANNE CARTWRIGHT')];
  const pairs = outcome(lines, [anne, ann]).suggested.map(({ lineId, items }) => `${lineId} ${items[0]}`);
  const matched = outcome(lines, [anne, ann]).matched.map(({ lineIds, itemIds }) => `${lineIds} ${itemIds}`);
  expect([...pairs, ...matched].sort()).toEqual(['l1 ann', 'l2 anne']);
});

it('looks at a bounded number of candidates, whatever the number of items of one amount, and says so', () => {
  const [few, many] = [2_000, 20_000].map((count) => {
    const items = Array.from({ length: count }, (_, n) => item(`p${n}`, -50_000n, { payeeId: `payee ${n}`, payeeName: `Payee N${n}` }));
    return matchItems({ lines: [line('l', -50_000n, 'FASTER PAYMENT OUT'), line('m', -50_000n, 'PAYEE WITHOUT A NUMBER')], items });
  });
  expect(many?.matched).toEqual([]);
  expect(many?.open.map(({ reason }) => reason)).toEqual(['too-many-candidates', 'too-many-candidates']);
  expect(many?.work).toEqual(few?.work);
  expect(many?.work.pairs).toBeLessThanOrEqual(128);
});
