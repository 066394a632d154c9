import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRunFiles } from '../../../src/payments/rails/files/make-run-files.ts';
import { followAnswers } from '../../../src/payments/returns/answers/follow-answers.ts';
import { importBankAnswers } from '../../../src/payments/returns/answers/import-answers.ts';
import { resolveAnswer } from '../../../src/payments/returns/answers/resolve-answer.ts';
import type { AnswerResolution } from '../../../src/payments/returns/answers/schema.ts';
import type { PaymentRun } from '../../../src/payments/runs/payment-run.ts';
import { settlePayment } from '../../../src/payments/runs/settle-payment.ts';
import { formatPounds } from '../../../src/platform/money/pounds.ts';
import { must } from '../../people/example-family.ts';
import { LINE } from '../../support/payment-book.ts';
import { arucsXml, reportCsv, type WrittenReturn } from '../rails/bacs/written-reports.ts';
import { type BankFileBook, type BookPayee, bacsSettings, bankFileBook, pain001Settings, SUN } from '../rails/files/bank-file-book.ts';
import { XML_ATTACKS } from '../rails/xml-attacks.ts';

let book: BankFileBook;
let payees: BookPayee[];
beforeAll(async () => {
  book = await bankFileBook();
  await book.originator('bacs', bacsSettings);
  await book.originator('pain001', pain001Settings);
  payees = [];
  for (let index = 0; index < 8; index += 1) payees.push(await book.payee(`Payee ${'ABCDEFGH'.charAt(index)}`, `1000000${index + 1}`));
});
afterAll(() => book.close());

const as = (name: string) => ({ ...book.officer(name), kind: 'person' as const });
const told = (run: PaymentRun, index: number, code: string, more: Partial<WrittenReturn> = {}): WrittenReturn => {
  const { reference = '', amount = 0n, payeeId } = run.instructions[index] ?? {};
  const accountNumber = payees.find((each) => each.payeeId === payeeId)?.accountNumber ?? '';
  return { reference, code, pounds: formatPounds(amount), sortCode: '01-02-03', accountNumber, ...more };
};
/** The written reports are of another year: these are of Monday 12 October 2026, on payments that Bacs processed on Wednesday the 7th. */
const DAYS: readonly [string, string][] = [
  ['2027-03-30', '2026-10-07'],
  ['30/03/2027', '07/10/2026'],
  ['2027-04-02', '2026-10-12'],
  ['02/04/2027', '12/10/2026'],
];
const processed = (text: string) => DAYS.reduce((changed, [from, to]) => changed.replaceAll(from, to), text);
const take = async (text: string, fileName = 'answer.xml') =>
  importBankAnswers(book.desk, as('priya'), { fileName, content: Buffer.from(processed(text)) });
const follow = (fileId: string) => followAnswers(book.desk, book.authorityId, { fileId });
const states = async (runId: string) => (await book.run(runId)).instructions.map(({ state }) => state);
const accounts = async () => ({
  bank: await book.balance('bank:main'),
  clearing: await book.balance('clearing:bacs'),
  paid: await book.balance(`share:${LINE.line}:${LINE.source}:2026-27:paid`),
  committed: await book.balance(`share:${LINE.line}:${LINE.source}:2026-27:committed`),
});
const answersOf = (fileId: string) =>
  book.rows<{ state: string; words: string; line: number }>(
    `select state, words, line from payments.bank_answers where file_id = '${fileId}' order by line, answer_id`,
  );
const payeeState = async (payee: BookPayee | undefined) =>
  (
    await book.rows<{ state: string; stopped_reason: string | null }>(
      `select state, stopped_reason from payments.payees where payee_id = '${payee?.payeeId}'`,
    )
  )[0];

describe('an ARUCS', () => {
  it('reverses exactly and reopens exactly one instalment, once, however often and in whichever form it is imported', async () => {
    let count = 0;
    const wayIn = fc.constantFrom('xml' as const, 'csv' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([0, 1, 2, 3], { minLength: 1 }),
        fc.array(wayIn, { minLength: 2, maxLength: 4 }),
        fc.boolean(),
        async (which, ways, settled) => {
          count += 1;
          const before = await accounts();
          const run = await book.sent(`property-${count}`, 'bacs', payees.slice(0, 4), (index) => 10_000n + BigInt(count * 10 + index));
          if (settled)
            for (const { instructionId } of run.instructions)
              must(await settlePayment(book.desk, as('bank'), { instructionId, bank: 'main', seenOn: '2026-10-08' }));
          const middle = await accounts();
          const reopened = book.reopened.length;
          const items = which.map((index) => told(run, index, 'C'));
          const texts = { xml: arucsXml(items, { serviceUserNumber: SUN }), csv: reportCsv('ARUCS', items, { serviceUserNumber: SUN }) };
          const [first] = ways;
          // Two at once, then again one after the other.
          await Promise.all([take(texts[first ?? 'xml']), take(texts[first ?? 'xml'])]);
          for (const way of ways) must(await take(`${texts[way]}${way === 'csv' ? '' : ' '}`));
          const after = await accounts();
          const sum = which.reduce((total, index) => total + (run.instructions[index]?.amount ?? 0n), 0n);
          expect({
            paid: middle.paid - after.paid,
            committed: after.committed - middle.committed,
            bank: after.bank - middle.bank,
            kept: after.paid - before.paid,
          }).toEqual({
            paid: sum,
            committed: sum,
            bank: sum,
            kept: run.instructions.reduce((total, { amount }) => total + amount, 0n) - sum,
          });
          expect(after.clearing).toBe(middle.clearing);
          const opened = book.reopened.slice(reopened);
          expect(opened.sort()).toEqual(which.map((index) => `property-${count}:${index}`).sort());
          expect(await states(run.runId)).toEqual(
            [0, 1, 2, 3].map((index) => (which.includes(index) ? 'returned' : settled ? 'settled' : 'sent')),
          );
        },
      ),
      { numRuns: 6 },
    );
  });

  it('stops a payee who has died and opens what is to be done, and ends an account that is gone', async () => {
    const parent = await book.paid(book.family.mother.personId, '20000006', 'Morgan Example');
    const code =
      (await book.rows<{ code: string }>(`select code from payments.payees where payee_id = '${parent.payeeId}'`))[0]?.code ?? '';
    const mother = { ...parent, code, accountNumber: '20000006' };
    payees.push(mother);
    const run = await book.sent('died', 'bacs', [mother, payees[4] as BookPayee, payees[5] as BookPayee]);
    const { fileId } = must(
      await take(
        arucsXml([told(run, 0, '2'), told(run, 1, 'B'), told(run, 2, '3', { newSortCode: '01-02-03', newAccountNumber: '60000009' })], {
          serviceUserNumber: SUN,
        }).replace('name="AMINA OSMAN"/>\n', 'name="PAYEE F"/>\n'),
      ),
    );
    book.details('60000009', 'AMINA OSMAN');
    await follow(fileId);
    await follow(fileId);
    expect(await payeeState(mother)).toEqual({ state: 'stopped', stopped_reason: 'died' });
    expect(await payeeState(payees[4])).toEqual({ state: 'stopped', stopped_reason: 'account-closed' });
    expect(await payeeState(payees[5])).toEqual({ state: 'checked', stopped_reason: null });
    expect(await book.rows('select payee_id from payments.deaths')).toEqual([{ payee_id: mother.payeeId }]);
    const proposed = await book.rows<{ masked: string; proposed_by: string }>(
      "select masked, proposed_by from payments.payee_accounts where state = 'proposed'",
    );
    expect(proposed).toEqual([{ masked: '••••0009', proposed_by: 'system' }]);
    expect((await answersOf(fileId)).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    const told2 = await book.rows<{ topic: string }>("select topic from platform.outbox where topic = 'payments.payee-died-says-bank'");
    expect(told2).toHaveLength(1);
  });

  it('finds a payment whose reference was lost by account, amount and day, and nothing else', async () => {
    const roll = await book.payee('Building Society Saver', '50000003', 'A/123');
    payees.push(roll);
    const run = await book.sent('roll', 'bacs', [roll]);
    const lost = told(run, 0, 'C', { reference: 'A/123' });
    const other = must(await take(arucsXml([{ ...lost, pounds: '1.00' }], { serviceUserNumber: SUN })));
    expect(await states(run.runId)).toEqual(['sent']);
    expect(other.answers.parked).toBe(1);
    must(await take(arucsXml([lost], { serviceUserNumber: SUN })));
    expect(await states(run.runId)).toEqual(['returned']);
  });

  it('parks in words, with file and line, what it cannot place, and books the rest', async () => {
    const run = await book.sent('parked', 'bacs', [payees[0] as BookPayee, payees[1] as BookPayee, payees[2] as BookPayee]);
    const items = [
      told(run, 0, 'C'),
      told(run, 1, 'Z'),
      told(run, 2, 'C', { pounds: '9.99' }),
      told(run, 2, 'C', { accountNumber: '99999999' }),
      told(run, 2, 'C', { reference: 'NOBODY', accountNumber: '88888888' }),
    ];
    const { fileId, answers } = must(await take(reportCsv('ARUCS', items, { serviceUserNumber: SUN }), 'april.csv'));
    expect([answers.done, answers.parked]).toEqual([1, 4]);
    expect(await states(run.runId)).toEqual(['returned', 'sent', 'sent']);
    const words = (await answersOf(fileId)).filter(({ state }) => state === 'parked');
    expect(words.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
    expect(words[0]?.words).toContain('Nobody here knows the code "Z" of ARUCS');
    expect(words[1]?.words).toMatch(/a payment of 100\.02, and says 9\.99/);
    expect(words[2]?.words).toContain('an account that this payment did not go to');
    expect(words[3]?.words).toContain('"NOBODY" is no reference of ours');
    const alerts = await book.rows("select payload from platform.outbox where topic = 'payments.bank-answers-wait'");
    expect(alerts).toContainEqual({ payload: { fileId } });
    const [parked] = await book.rows<{ answer_id: string }>(
      `select answer_id from payments.bank_answers where file_id = '${fileId}' and line = 3`,
    );
    const resolve = (resolution: AnswerResolution) =>
      resolveAnswer(book.desk, as('tom'), { answerId: parked?.answer_id ?? '', resolution });
    must(await resolve('nothing-to-do'));
    expect(await resolve('not-ours')).toMatchObject({ refusal: { code: 'bank-answer-not-parked' } });
  });

  it('that comes before anybody recorded the submission shows that the file was submitted', async () => {
    const run = await book.released('shown', 'bacs', [payees[0] as BookPayee, payees[1] as BookPayee]);
    must(await makeRunFiles(book.desk, as('maker'), { runId: run.runId }));
    must(await take(arucsXml([told(run, 1, 'C')], { serviceUserNumber: SUN })));
    expect(await states(run.runId)).toEqual(['sent', 'returned']);
  });

  it('is refused whole when it is cut, edited, or for somebody else', async () => {
    const run = await book.sent('refused', 'bacs', [payees[0] as BookPayee]);
    const sound = arucsXml([told(run, 0, 'C')], { serviceUserNumber: SUN });
    const bad: [string, string][] = [
      [sound.slice(0, -200), 'xml-broken'],
      [arucsXml([told(run, 0, 'C')], { serviceUserNumber: '999999' }), 'other-service-user'],
      [arucsXml([told(run, 0, 'C')], { serviceUserNumber: SUN, totals: [2, '1.00'] }), 'totals-differ'],
      ['VOL1 what', 'columns-not-known'],
      ['', 'file-empty'],
    ];
    for (const [text, fault] of bad) {
      const answer = await take(text);
      expect(answer).toMatchObject({ ok: false, refusal: { code: 'bank-answer-refused', fileName: 'answer.xml' } });
      if (!answer.ok) expect([fault, answer.refusal.reason]).toEqual([answer.refusal.fault, expect.stringMatching(/\w/)]);
    }
    for (const [name, attack] of XML_ATTACKS) expect([name, (await take(attack(sound))).ok]).toEqual([name, false]);
    expect(await states(run.runId)).toEqual(['sent']);
  });
});

describe('an AWACS', () => {
  it('proposes the new account to a second person and pays nobody otherwise for it', async () => {
    const run = await book.sent('awacs', 'bacs', [payees[6] as BookPayee]);
    book.details('70000007', 'AMINA OSMAN');
    const csv = reportCsv('AWACS', [told(run, 0, '3', { newSortCode: '010203', newAccountNumber: '70000007' })], {
      serviceUserNumber: SUN,
    });
    const { fileId } = must(await take(csv));
    await follow(fileId);
    expect(await states(run.runId)).toEqual(['sent']);
    const rows = await book.rows(
      `select state, masked from payments.payee_accounts where payee_id = '${payees[6]?.payeeId}' order by state`,
    );
    expect(rows).toEqual([
      { state: 'confirmed', masked: '••••0007' },
      { state: 'proposed', masked: '••••0007' },
    ]);
    expect((await answersOf(fileId)).map(({ state }) => state)).toEqual(['done']);
  });
});

describe('an input report', () => {
  it('waits for a person, who says what Bacs turned down', async () => {
    const run = await book.sent('input', 'bacs', [payees[7] as BookPayee]);
    const { fileId } = must(await take(reportCsv('INPUT', [told(run, 0, 'M')], { serviceUserNumber: SUN })));
    const [parked] = await book.rows<{ answer_id: string }>(`select answer_id from payments.bank_answers where file_id = '${fileId}'`);
    expect(await states(run.runId)).toEqual(['sent']);
    const before = await accounts();
    const reject = { answerId: parked?.answer_id ?? '', resolution: 'rejected-by-bank' } as const;
    must(await resolveAnswer(book.desk, as('tom'), reject));
    must(await resolveAnswer(book.desk, as('tom'), reject));
    expect(await states(run.runId)).toEqual(['refused']);
    const after = await accounts();
    expect([before.paid - after.paid, before.clearing - after.clearing, before.bank - after.bank]).toEqual([10_000n, 10_000n, 0n]);
    expect(book.reopened.at(-1)).toBe('input:0');
  });
});

describe('an input report that counts', () => {
  const report = (
    count: number,
    pounds: string,
    adviceNumber = '1',
    rejected: readonly [number, string] = [0, '0.00'],
  ) => `<?xml version="1.0"?>
<BACSDocument><Data><InputReport>
<Header reportType="INPUT" adviceNumber="${adviceNumber}" currentProcessingDate="2026-10-06"/>
<ServiceLicenseInformation userName="EXAMPLE COUNCIL" userNumber="${SUN}"/>
<AccountTotals><AccountTotal><CreditEntry><AcceptedRecords numberOf="${count}" valueOf="${pounds}"/><RejectedRecords numberOf="${rejected[0]}" valueOf="${rejected[1]}"/></CreditEntry></AccountTotal></AccountTotals>
</InputReport></Data></BACSDocument>`;
  const made = async (name: string, pence: bigint) => {
    const run = await book.released(name, 'bacs', [payees[0] as BookPayee], () => pence);
    const [file] = must(await makeRunFiles(book.desk, as('maker'), { runId: run.runId })).files;
    return { runId: run.runId, bankName: file?.bankName ?? '' };
  };

  it('shows that the file was submitted, once, and waits where Bacs turned some down', async () => {
    const run = await made('counted', 70_001n);
    const { answers } = must(await take(report(1, '700.01')));
    expect([answers.noted, answers.parked]).toEqual([1, 0]);
    expect(await states(run.runId)).toEqual(['sent']);
    expect(must(await take(`${report(1, '700.01')} `))).toMatchObject({ saidBefore: 1, answers: { noted: 0 } });
    const other = await made('counted-in-part', 70_002n);
    const { fileId } = must(await take(report(0, '0.00', '2', [1, '700.02'])));
    expect(await states(other.runId)).toEqual(['sent']);
    expect((await answersOf(fileId)).map(({ state, words }) => [state, words])).toEqual([
      ['parked', expect.stringContaining('book those that Bacs turned down')],
    ]);
  });

  it('is taken for no file where two of ours are alike, and for none that was processed before', async () => {
    const alike = [await made('alike-1', 80_001n), await made('alike-2', 80_001n)];
    const { fileId } = must(await take(report(1, '800.01', '3')));
    for (const { runId } of alike) expect(await states(runId)).toEqual(['released']);
    const [parked] = await answersOf(fileId);
    expect(parked?.state).toBe('parked');
    for (const { bankName } of alike) expect(parked?.words).toContain(`${bankName} for 7 October 2026`);
    const later = report(1, '800.01', '4').replace('2026-10-06', '2026-10-08');
    const { fileId: laterId } = must(await take(later));
    expect((await answersOf(laterId))[0]?.words).toContain('No file of ours');
  });
});

describe('a pain.002', () => {
  const answer = (messageId: string, group: string, inner = '', id = 'BANK-1') => `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-10-06T09:31:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>${messageId}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>${group}</GrpSts></OrgnlGrpInfAndSts>
${inner && `<OrgnlPmtInfAndSts><OrgnlPmtInfId>X</OrgnlPmtInfId>${inner}</OrgnlPmtInfAndSts>`}</CstmrPmtStsRpt></Document>`;
  const payment = (reference: string | undefined, status: string, reason = '') =>
    `<TxInfAndSts><OrgnlEndToEndId>${reference}</OrgnlEndToEndId><TxSts>${status}</TxSts>${reason && `<StsRsnInf><Rsn><Cd>${reason}</Cd></Rsn></StsRsnInf>`}</TxInfAndSts>`;
  const made = async (name: string, count: number) => {
    const run = await book.released(name, 'pain001', payees.slice(0, count));
    const [file] = must(await makeRunFiles(book.desk, as('maker'), { runId: run.runId })).files;
    return { run, messageId: file?.bankName ?? '' };
  };

  it('accepts, then rejects in part, and in either order ends the same', async () => {
    const orders = [
      ['accepted', 'in-part'],
      ['in-part', 'accepted'],
    ] as const;
    for (const [index, order] of orders.entries()) {
      const { run, messageId } = await made(`two-${index}`, 3);
      const texts = {
        accepted: answer(messageId, 'ACCP', '', `A${index}`),
        'in-part': answer(
          messageId,
          'PART',
          payment(run.instructions[1]?.reference, 'RJCT', 'AM04') + payment(run.instructions[2]?.reference, 'ACSC'),
          `B${index}`,
        ),
      };
      for (const which of order) must(await take(texts[which]));
      for (const which of order) must(await take(texts[which]));
      expect(await states(run.runId)).toEqual(['sent', 'refused', 'sent']);
      expect(book.reopened.filter((dueRef) => dueRef === `two-${index}:1`)).toHaveLength(1);
    }
  });

  it('rejects a message whole, except what it says of single payments', async () => {
    const { run, messageId } = await made('whole', 3);
    must(await take(answer(messageId, 'RJCT', payment(run.instructions[0]?.reference, 'ACSP'), 'W')));
    expect(await states(run.runId)).toEqual(['sent', 'refused', 'refused']);
    expect(await book.balance('clearing:pain001')).toBeGreaterThan(0n);
  });

  it('is refused when it answers somebody else, and parked where nobody knows its status', async () => {
    expect(await take(answer('NOT-OURS', 'ACCP'))).toMatchObject({ refusal: { fault: 'other-service-user' } });
    const { run, messageId } = await made('unknown', 1);
    const { answers } = must(await take(answer(messageId, 'ACCP', payment(run.instructions[0]?.reference, 'WHAT'), 'U')));
    expect([answers.parked, answers.noted]).toEqual([1, 1]);
    expect(await states(run.runId)).toEqual(['sent']);
  });
});
