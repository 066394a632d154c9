import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WrittenLine, WrittenStatement } from '../../../src/demo/write-camt053.ts';
import type { Actor } from '../../../src/ledger/index.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import { inTransaction } from '../../../src/platform/database/in-transaction.ts';
import { commitImport, gapReport, openImport, previewImport, runImport, undoImport } from '../../../src/reconciliation/index.ts';
import { openAdmin } from '../../support/admin.ts';
import { camt, MAIN, type StatementRoom, statementRoom } from './statement-room.ts';

let room: StatementRoom;
beforeAll(async () => {
  room = await statementRoom();
});
afterAll(() => room.store.close());

const charge = (bookingDate: PlainDate, change: Partial<WrittenLine> = {}): WrittenLine => {
  return { bookingDate, amountMinor: -150n, reference: 'NOTPROVIDED', remittance: 'CHARGE', ...change };
};
const on = (date: PlainDate, amountMinor: bigint): Partial<WrittenStatement> => ({ opening: { date, amountMinor } });
const registered = async (): Promise<Actor> => {
  const actor = await room.newAuthority();
  await room.register(actor);
  return actor;
};
const count = async (actor: Actor) => (await room.lines(actor)).length;

describe('two equal payments on one day', () => {
  it('both stay, and a later export of the day adds exactly what is new', async () => {
    const actor = await registered();
    await room.bring(actor, camt([charge('2026-04-01'), charge('2026-04-01')]));
    expect(await count(actor)).toBe(2);
    const evening = await room.bring(
      actor,
      camt([charge('2026-04-01'), charge('2026-04-01'), charge('2026-04-01')], { statementId: 'S2' }),
    );
    expect(evening).toMatchObject({ linesNew: 1, linesKnown: 2 });
    expect(await count(actor)).toBe(3);
  });

  it('both stay when the morning and the afternoon come as bank statements of their own, in either order', async () => {
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      const actor = await registered();
      const halves = [
        camt([charge('2026-04-01')]),
        camt([charge('2026-04-01')], { statementId: 'S2', ...on('2026-04-01', -150n) }),
      ] as const;
      for (const half of order) await room.bring(actor, halves[half]);
      expect(await count(actor)).toBe(2);
    }
  });

  it('both stay when only the bank’s own count of its bank statements tells them apart', async () => {
    const actor = await registered();
    const numbered = (xml: string, number: number) => xml.replace('</Id>\n', `</Id>\n<ElctrncSeqNb>${number}</ElctrncSeqNb>\n`);
    // The first one takes back what it paid, so the second begins where the first began and looks like its beginning.
    await room.bring(actor, numbered(camt([charge('2026-04-01'), charge('2026-04-01', { amountMinor: 150n })]), 7));
    await room.bring(actor, numbered(camt([charge('2026-04-01')], { statementId: 'S2' }), 8));
    expect((await room.lines(actor)).map(({ amount }) => amount)).toEqual([-150n, -150n, 150n]);
  });

  it('are told from one that the bank ordered anew in a later export', async () => {
    const actor = await registered();
    const rent = charge('2026-04-01', { amountMinor: -900n, remittance: 'RENT' });
    await room.bring(actor, camt([charge('2026-04-01'), rent]));
    const again = await room.bring(actor, camt([rent, charge('2026-04-01')], { statementId: 'S2' }));
    expect(again).toMatchObject({ linesNew: 0, linesKnown: 2 });
  });
});

describe('the bank’s own id', () => {
  it('tells a line from its equals, also where the words changed', async () => {
    const actor = await registered();
    await room.bring(actor, camt([charge('2026-04-01', { bankReference: 'A' }), charge('2026-04-01', { bankReference: 'B' })]));
    const lines = [
      charge('2026-04-01', { bankReference: 'B', remittance: 'In other words' }),
      charge('2026-04-01', { bankReference: 'A' }),
    ];
    expect(await room.bring(actor, camt(lines, { statementId: 'S2' }))).toMatchObject({ linesNew: 0, linesKnown: 2 });
  });

  it('given to several payments loses none of them', async () => {
    const actor = await registered();
    const bankReference = 'BATCH';
    const lines = [
      charge('2026-04-01', { bankReference }),
      charge('2026-04-01', { bankReference, amountMinor: -151n }),
      charge('2026-04-02', { bankReference }),
    ];
    await room.bring(actor, camt(lines));
    expect(await count(actor)).toBe(3);
  });
});

describe('a pending line', () => {
  it('is kept apart until the bank books it, and is then one line', async () => {
    const actor = await registered();
    const pending = await room.bring(actor, camt([charge('2026-04-01', { state: 'pending' })]));
    expect(pending).toMatchObject({ linesNew: 0, preview: { linesPending: 1 } });
    await room.bring(actor, camt([charge('2026-04-02')], { statementId: 'S2' }));
    expect(await count(actor)).toBe(1);
  });
});

describe('the same bank statement in another format', () => {
  const mt940 = (reference: string, text = 'In other words') =>
    [
      ':20:S1',
      ':25:000000/12345678',
      ':28C:1/1',
      ':60F:C260401GBP0,00',
      `:61:2604010401D1,50NTRFNONREF${reference}`,
      `:86:${text}`,
      ':62F:D260401GBP1,50',
      '-',
      '',
    ].join('\r\n');

  it('is recognised by the bank’s own id', async () => {
    const actor = await registered();
    await room.bring(actor, camt([charge('2026-04-01', { bankReference: 'B1' })]));
    expect(await room.bring(actor, mt940('//B1'))).toMatchObject({ state: 'imported', linesNew: 0, linesKnown: 1 });
  });

  it('is recognised by its words where they are the same but for capitals and spaces', async () => {
    const actor = await registered();
    await room.bring(actor, camt([charge('2026-04-01')]));
    expect(await room.bring(actor, mt940('', ' charge'))).toMatchObject({ state: 'imported', linesNew: 0, linesKnown: 1 });
  });

  it('is refused where only words could tell, and cannot be added a second time even when somebody insists', async () => {
    const actor = await registered();
    await room.bring(actor, camt([charge('2026-04-01')]));
    const before = await room.rowCounts(actor);
    const doubtful = await room.bring(actor, mt940(''));
    expect(doubtful).toMatchObject({ state: 'refused', refusal: { code: 'lines-may-be-here-already', line: 5 } });
    const insisted = await room.bring(actor, mt940(''), { lookAlikesAreOthers: true });
    expect(insisted).toMatchObject({ state: 'refused', refusal: { code: 'kept-lines-would-not-tie' } });
    expect(insisted?.refusal?.reason).toContain('differ from the bank');
    expect(await room.rowCounts(actor)).toEqual(before);
  });
});

describe('a file that may not be imported', () => {
  const good = () => camt([charge('2026-04-01'), charge('2026-04-02')]);
  it.each([
    [
      'of an account that is not in the register',
      () => camt([charge('2026-04-01')], { account: { sortCode: '111111', accountNumber: '11111111' } }),
      'account-not-registered',
    ],
    ['in another currency than its account', () => camt([charge('2026-04-01')], { currency: 'EUR' }), 'currency-not-of-account'],
    [
      'whose sums do not tie',
      () => good().replace('<Amt Ccy="GBP">1.50</Amt>', '<Amt Ccy="GBP">1.51</Amt>'),
      'bank-statement-does-not-tie',
    ],
    ['that is cut off', () => good().slice(0, -120), 'bank-statement-unreadable'],
    [
      'with a DOCTYPE',
      () => good().replace('<Document', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Document'),
      'bank-statement-unreadable',
    ],
    ['with five decimals', () => good().replace('>1.50<', '>1.50001<'), 'bank-statement-unreadable'],
    ['that is an archive', () => Buffer.from('504b0304140000', 'hex'), 'bank-statement-unreadable'],
    ['that is nothing we know', () => 'Dear council, please find attached', 'bank-statement-unreadable'],
    [
      'whose amounts add up to more than any account holds',
      () => {
        const most = 9_223_372_036_854_775_807n;
        return camt([charge('2026-04-01', { amountMinor: most }), charge('2026-04-01', { amountMinor: -most })], on('2026-04-01', 5n));
      },
      'sums-too-large',
    ],
  ])('%s is refused in words, and nothing of it is stored', async (_, file, code) => {
    const actor = await registered();
    const refused = await room.bring(actor, file());
    expect(refused).toMatchObject({ state: 'refused', refusal: { code } });
    expect(refused?.refusal?.reason).toMatch(/\.$/);
    expect(await room.rowCounts(actor)).toEqual({ bank_statements: 0, bank_lines: 0, bank_line_sightings: 0 });
    // The file itself stays, with who sent it: what was refused can be looked at.
    expect((await commitImport(room.desk, actor, refused?.importId ?? '')).ok).toBe(false);
  });

  it('because it is of another account than the one chosen, or names none and none was chosen, says so', async () => {
    const actor = await registered();
    const other = await room.register(actor, { name: 'Card', identification: { other: 'CARD-1' } });
    const differs = await room.preview(actor, good(), { accountId: other.accountId });
    expect(differs.refusal?.code).toBe('account-differs');
    const csv =
      'Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),Spending Category,Notes\r\n01/04/2026,Shop,Bread,CARD,-1.50,8.50,GROCERIES,\r\n';
    expect((await room.preview(actor, csv)).refusal?.code).toBe('account-not-named');
    const chosen = await room.preview(actor, csv, { accountId: other.accountId });
    expect(chosen).toMatchObject({ state: 'previewed', preview: { linesNew: 1 } });
  });

  it('because it belongs to another authority is told no other way than one that nobody has', async () => {
    const owner = await registered();
    const stranger = await room.newAuthority();
    const [own, theirs] = [await room.preview(owner, good()), await room.preview(stranger, good())];
    expect([own.state, theirs.state]).toEqual(['previewed', 'refused']);
    expect(theirs.refusal?.reason).toContain('is not in the register');
  });
});

describe('an import that is broken off', () => {
  const lines = Array.from({ length: 2_500 }, (_, n) => charge('2026-04-01', { remittance: `PAYMENT ${n % 700}` }));
  const committed = async (actor: Actor): Promise<string> => {
    const { importId } = await room.preview(actor, camt(lines));
    await commitImport(room.desk, actor, importId);
    return importId;
  };

  it('by a worker that stops, or by a database connection that dies, has stored nothing and is done by the next run', async () => {
    const actor = await registered();
    const importId = await committed(actor);
    const { authorityId } = actor;
    await expect(
      runImport(room.desk, authorityId, importId, { signal: AbortSignal.abort(new Error('the worker is stopping')) }),
    ).rejects.toThrow('the worker is stopping');
    expect(await count(actor)).toBe(0);
    const admin = await openAdmin(room.store.adminUrl);
    const killed = runImport(room.desk, authorityId, importId, {
      isCurrent: async (tx) => {
        const { rows } = await tx.execute<{ pid: number }>('select pg_backend_pid() as pid');
        await admin.rows('select pg_terminate_backend($1)', [rows[0]?.pid]);
        return true;
      },
    });
    await expect(killed).rejects.toThrow();
    await admin.close();
    expect(await room.rowCounts(actor)).toEqual({ bank_statements: 0, bank_lines: 0, bank_line_sightings: 0 });
    expect(await runImport(room.desk, authorityId, importId)).toMatchObject({ value: { state: 'imported', linesNew: 2_500 } });
    expect(await count(actor)).toBe(2_500);
  });

  it('and run by two workers at once is done once', async () => {
    const actor = await registered();
    const importId = await committed(actor);
    const runs = await Promise.all([1, 2, 3].map(() => runImport(room.desk, actor.authorityId, importId)));
    expect(runs.map((run) => run.ok && run.value.state)).toEqual(['imported', 'imported', 'imported']);
    expect(await count(actor)).toBe(2_500);
  });

  it('by a later attempt that took over stores nothing', async () => {
    const actor = await registered();
    const importId = await committed(actor);
    await expect(runImport(room.desk, actor.authorityId, importId, { isCurrent: async () => false })).rejects.toThrow('taken over');
    expect(await count(actor)).toBe(0);
  });
});

describe('two imports of the same bytes', () => {
  it('opened side by side become one', async () => {
    const actor = await registered();
    const fileId = await room.keep(actor, camt([charge('2026-04-01')]));
    const open = async () => {
      const opened = await openImport(room.desk, actor, { fileId });
      if (!opened.ok) throw new Error(opened.refusal.code);
      await previewImport(room.desk, actor.authorityId, opened.value.importId);
      return opened.value.importId;
    };
    const [one, other] = [await open(), await open()];
    const committed = await Promise.all([one, other].map((importId) => commitImport(room.desk, actor, importId)));
    expect(committed.filter(({ ok }) => ok)).toHaveLength(1);
    expect(committed.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'file-already-imported' } });
  });
});

describe('undoing', () => {
  it('and importing again ends in the same lines, and what was undone stays to be seen', async () => {
    const actor = await registered();
    const file = camt([charge('2026-04-01'), charge('2026-04-01')]);
    const first = await room.bring(actor, file);
    const before = await room.lines(actor);
    expect(await undoImport(room.desk, actor, first?.importId ?? '')).toMatchObject({ value: { state: 'undone', linesUndone: 2 } });
    expect(await count(actor)).toBe(0);
    expect(await undoImport(room.desk, actor, first?.importId ?? '')).toMatchObject({ value: { linesUndone: 0 } });
    expect(await room.bring(actor, file)).toMatchObject({ state: 'imported', linesNew: 2 });
    expect(await room.lines(actor)).toEqual(before);
    expect((await room.rowCounts(actor))['bank_lines']).toBe(4);
  });

  it('leaves the lines that another import shows too, until that one is undone as well', async () => {
    const actor = await registered();
    const first = await room.bring(actor, camt([charge('2026-04-01'), charge('2026-04-02')]));
    const second = await room.bring(
      actor,
      camt([charge('2026-04-02'), charge('2026-04-03')], { statementId: 'S2', ...on('2026-04-02', -150n) }),
    );
    await undoImport(room.desk, actor, first?.importId ?? '');
    expect((await room.lines(actor)).map(({ bookingDate }) => bookingDate)).toEqual(['2026-04-02', '2026-04-03']);
    await undoImport(room.desk, actor, second?.importId ?? '');
    expect(await count(actor)).toBe(0);
  });

  it('is for imports that are done, and of one’s own authority', async () => {
    const actor = await registered();
    const { importId } = await room.preview(actor, camt([charge('2026-04-01')]));
    expect(await undoImport(room.desk, actor, importId)).toMatchObject({ refusal: { code: 'import-not-undoable', state: 'previewed' } });
    expect(await undoImport(room.desk, await registered(), importId)).toMatchObject({ refusal: { code: 'statement-import-not-found' } });
  });
});

describe('a kept line', () => {
  it('can be neither changed nor removed by the service', async () => {
    const actor = await registered();
    await room.bring(actor, camt([charge('2026-04-01')]));
    const attempt = (statement: string) => inTransaction(room.store.database, actor, (_, client) => client.query(statement));
    await expect(attempt('update reconciliation.bank_lines set amount_minor = 1')).rejects.toThrow('does not change');
    await expect(attempt('update reconciliation.bank_statements set closing_minor = 1')).rejects.toThrow('does not change');
    await expect(attempt('delete from reconciliation.bank_lines')).rejects.toThrow('permission denied');
    const twin = `insert into reconciliation.bank_lines select * from jsonb_populate_record(null::reconciliation.bank_lines,
      (select to_jsonb(l) || '{"line_id": "00000000-0000-0000-0000-000000000001"}' from reconciliation.bank_lines l))`;
    await expect(attempt(twin)).rejects.toThrow('bank_lines_once');
  });
});

describe('gaps', () => {
  const days = (first: PlainDate, last: PlainDate, opening: bigint) =>
    camt([charge(first), charge(last)], { statementId: first, ...on(first, opening) });
  const report = async (actor: Actor, today: PlainDate) => (await gapReport(room.desk, actor, { today }))[0];

  it('are told with their days and their money, and a late file in the middle heals them', async () => {
    const actor = await registered();
    await room.bring(actor, days('2026-04-01', '2026-04-07', 0n));
    const third = await room.preview(actor, days('2026-04-15', '2026-04-21', -600n));
    expect(third.preview?.gapsOpened).toEqual([
      { account: 'Main account', lastDayBefore: '2026-04-07', firstDayAfter: '2026-04-15', differenceMinor: '-300' },
    ]);
    await room.bring(actor, days('2026-04-15', '2026-04-21', -600n));
    expect((await report(actor, '2026-04-21'))?.gaps).toMatchObject([
      { firstDay: '2026-04-08', lastDay: '2026-04-14', workingDays: 5, closingMinor: -300n, openingMinor: -600n, differenceMinor: -300n },
    ]);
    const late = await room.bring(actor, days('2026-04-08', '2026-04-14', -300n));
    expect(late?.preview).toMatchObject({ gapsOpened: [], gapsHealed: [{ lastDayBefore: '2026-04-07', firstDayAfter: '2026-04-15' }] });
    expect(await report(actor, '2026-04-21')).toMatchObject({
      gaps: [],
      coveredUntil: '2026-04-21',
      stretches: [{ firstDay: '2026-04-01' }],
    });
    await undoImport(room.desk, actor, late?.importId ?? '');
    expect((await report(actor, '2026-04-21'))?.gaps).toHaveLength(1);
  });

  it('are none where nothing moved between two bank statements', async () => {
    const actor = await registered();
    await room.bring(actor, days('2026-04-01', '2026-04-02', 0n));
    await room.bring(actor, days('2026-04-20', '2026-04-21', -300n));
    expect((await report(actor, '2026-04-21'))?.gaps).toEqual([]);
  });

  it('tell a missing bank statement within one day', async () => {
    const actor = await registered();
    await room.bring(actor, camt([charge('2026-04-01')]));
    await room.bring(actor, camt([charge('2026-04-01')], { statementId: 'S3', ...on('2026-04-01', -900n) }));
    expect((await report(actor, '2026-04-02'))?.gaps).toMatchObject([{ workingDays: 0, differenceMinor: -750n }]);
    expect(await count(actor)).toBe(2);
  });

  it('tell when the next bank statement is late', async () => {
    const actor = await registered();
    await room.bring(actor, days('2026-04-01', '2026-04-07', 0n));
    expect((await report(actor, '2026-04-15'))?.lateSince).toBeUndefined();
    expect((await report(actor, '2026-04-16'))?.lateSince).toBe('2026-04-15');
  });
});

describe('an account that banks name in two ways', () => {
  it('is one account', async () => {
    const actor = await registered();
    const iban = { iban: 'GB11NWBK00000012345678' };
    const imported = await room.bring(actor, camt([charge('2026-04-01')], { account: iban }));
    expect(imported?.state).toBe('imported');
    expect(MAIN.accountNumber).toBe('12345678');
  });
});
