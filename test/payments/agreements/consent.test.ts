import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draftAgreement } from '../../../src/payments/agreements/draft-agreement.ts';
import { giveNotice } from '../../../src/payments/agreements/give-notice.ts';
import { viewAgreement } from '../../../src/payments/agreements/read-agreements.ts';
import { recordHeadAgreement, recordRecipientCheck } from '../../../src/payments/agreements/record-checks.ts';
import { recordConsent } from '../../../src/payments/agreements/record-consent.ts';
import { dueInstalments, holdsFor, markInRun, markPaid } from '../../../src/payments/index.ts';
import { addPayee } from '../../../src/payments/payees/add-payee.ts';
import { nameCheckNotConfigured } from '../../../src/payments/payees/name-check.ts';
import { withdrawConsent } from '../../../src/payments/schedules/stop-payments.ts';
import { addPerson, grantAccess } from '../../../src/people/index.ts';
import type { PlainDate } from '../../../src/platform/calendar/plain-date.ts';
import type { Caller } from '../../../src/platform/http/operation.ts';
import { lineDraft } from '../../budgets/budget-book.ts';
import { must } from '../../people/example-family.ts';
import { type AgreementBook, agreementBook } from '../agreement-book.ts';

describe('an agreement', () => {
  let book: AgreementBook;
  let lines = 0;
  beforeAll(async () => {
    book = await agreementBook();
    await book.putUp('childrens-social-care', '2026-27', 20_000_000n);
    await book.putUp('high-needs-block', '2026-27', 20_000_000n);
  }, 60_000);
  afterAll(() => book.close());

  const line = async (change: Parameters<typeof lineDraft>[0] = { amount: 120_000n }) => {
    lines += 1;
    const lineCode = `C${lines}`;
    await book.lines([lineDraft({ lineCode, ...change })]);
    return lineCode;
  };
  const drafted = async (change = {}) => book.draft({ lineCode: await line(), amount: 120_000n, ...change });
  const noticed = async (change = {}) => {
    const agreementId = await drafted(change);
    const { version } = must(
      await giveNotice(book.desk, book.caseworker, await book.asRead(agreementId), { agreedProvision: 'Help', conditions: [] }),
    );
    return { agreementId, version };
  };
  const parent = (): Caller => {
    const standing = {
      role: 'parent',
      standingId: randomUUID(),
      familyId: book.familyId,
      personId: book.parentId,
      children: [book.childId],
    } as const;
    return { ...book.officer, principal: 'identity:parent', standings: [standing], actingAs: standing };
  };
  const codeOf = (result: { ok: boolean; refusal?: { code: string } }) => (result.ok ? 'accepted' : result.refusal?.code);

  it('tells in its notice who, what, how much, when, where to and on which conditions', async () => {
    const { familyId, parentId } = book;
    const { payeeId } = must(
      await addPayee({ ...book.desk, nameCheck: nameCheckNotConfigured }, book.officer, { familyId, personId: parentId }),
    );
    const { agreementId } = await noticed({ payeeId });
    const { notices } = must(await viewAgreement(book.desk, parent(), { familyId, agreementId }));
    expect(notices[0]).toMatchObject({
      version: 1,
      amount: 120_000n,
      maskedAccount: '••••1234',
      words: { childName: 'Alex', agreedProvision: 'Help' },
    });
    expect(notices[0]?.payDates).toHaveLength(12);
    const child = { role: 'young-person', standingId: randomUUID(), familyId, personId: book.childId, children: [book.childId] } as const;
    const asChild: Caller = { ...book.officer, principal: 'identity:child', standings: [child], actingAs: child };
    const seen = must(await viewAgreement(book.desk, asChild, { familyId, agreementId }));
    // Somebody else is paid: their last digits are theirs.
    expect(seen.notices[0]?.maskedAccount).toBeNull();
    expect(notices[0]?.payDates[9]).toEqual({ payOn: '2026-12-31', pence: '10000' });
    expect(notices[0]?.words.conditions).toHaveLength(4);
  });

  it('puts no condition on a family to take a particular provider', async () => {
    const agreementId = await drafted();
    const conditions = [{ words: 'Use Sunny Care Ltd', namesProvider: true }];
    const given = await giveNotice(book.desk, book.caseworker, await book.asRead(agreementId), { agreedProvision: 'Help', conditions });
    expect(codeOf(given)).toBe('condition-names-provider');
  });

  it('is consented to by the recipient, online or on paper, for the version they were told of', async () => {
    const { agreementId, version } = await noticed();
    const sign = async (caller: Caller, more: object = {}) =>
      codeOf(await recordConsent(book.desk, caller, await book.asRead(agreementId), { kind: 'consent', version, ...more }));
    expect(await sign(book.caseworker, { signedBy: book.childId })).toBe('consent-by-the-wrong-person');
    expect(await sign(book.caseworker, { signedBy: book.parentId, version: 7 })).toBe('notice-superseded');
    expect(await sign(book.caseworker, { signedBy: book.parentId, writtenOn: '2026-03-31' })).toBe('consent-before-notice');
    expect(await sign({ ...book.caseworker, onBehalfOf: { personId: book.parentId, channel: 'phone' } })).toBe('consent-not-in-writing');
    expect((await book.agreement(agreementId)).state).toBe('notice-given');
    expect(await sign(parent())).toBe('accepted');
    expect(await book.agreement(agreementId)).toMatchObject({ state: 'consented', consentedVersion: 1 });
    // A new notice asks anew.
    must(await giveNotice(book.desk, book.caseworker, await book.asRead(agreementId), { agreedProvision: 'More help', conditions: [] }));
    expect(await book.agreement(agreementId)).toMatchObject({ state: 'notice-given', consentedVersion: null, noticeVersion: 2 });
  });

  it('of a nominee needs the written nomination by whoever holds the right, and the nominee’s own consent', async () => {
    const named = { name: 'Pat', email: 'pat@example.org', role: 'nominee', may: ['see-record'], until: '2026-12-31' } as const;
    const { grantId } = must(await grantAccess(book.desk, parent(), book.familyId, named));
    const { agreementId, version } = await noticed({ recipientKind: 'nominee', recipientPersonId: grantId });
    const sign = async (kind: 'consent' | 'nomination', signedBy: string) =>
      recordConsent(book.desk, book.caseworker, await book.asRead(agreementId), { kind, version, signedBy });
    expect(codeOf(await sign('nomination', grantId))).toBe('consent-by-the-wrong-person');
    expect(must(await sign('consent', grantId)).complete).toBe(false);
    expect(must(await sign('nomination', book.parentId)).complete).toBe(true);
  });

  it('for care is the young person’s from 16, for education from the end of compulsory school age', async () => {
    const older = must(
      await addPerson(book.desk, book.officer, book.familyId, { kind: 'young-person', bornOn: '2010-02-01', details: { name: 'Jo' } }),
    ).personId;
    const judged = async (stream: 'CARE' | 'EDUCATION', recipientKind: 'parent' | 'young-person', childId: string, on: PlainDate) => {
      const { judgeSignature } = await import('../../../src/payments/rules/consent.ts');
      const { ownRightFrom } = await import('../../../src/people/index.ts');
      const signer = recipientKind === 'parent' ? book.parentId : childId;
      const who = {
        kind: 'consent',
        recipientKind,
        recipientPersonId: signer,
        childId,
        signer,
        signerIsResponsible: recipientKind === 'parent',
      } as const;
      const result = judgeSignature({ ...who, ownRightFrom: ownRightFrom('2010-02-01', stream), on });
      return result.ok ? result.value : result.refusal.code;
    };
    expect(await judged('CARE', 'parent', older, '2026-01-31')).toBe('parent');
    expect(await judged('CARE', 'parent', older, '2026-02-01')).toBe('right-is-the-young-persons');
    expect(await judged('CARE', 'young-person', older, '2026-02-01')).toBe('young-person');
    expect(await judged('EDUCATION', 'young-person', older, '2026-06-26')).toBe('right-is-not-yet-theirs');
    expect(await judged('EDUCATION', 'young-person', older, '2026-06-27')).toBe('young-person');
  });

  it('starts only with consent, the check of the recipient and the head’s yes on premises, and only once', async () => {
    const lineCode = await line({ amount: 120_000n, premises: true, premisesAgreedOn: '2026-03-01' });
    const agreementId = await book.draft({ lineCode, amount: 120_000n });
    expect(codeOf(await book.start(agreementId))).toBe('agreement-state');
    const { version } = must(
      await giveNotice(book.desk, book.caseworker, await book.asRead(agreementId), { agreedProvision: 'Help', conditions: [] }),
    );
    must(await recordConsent(book.desk, parent(), await book.asRead(agreementId), { kind: 'consent', version }));
    expect(codeOf(await book.start(agreementId))).toBe('recipient-not-checked');
    const check = async (mayBePaid: boolean) =>
      must(
        await recordRecipientCheck(book.desk, book.caseworker, await book.asRead(agreementId), {
          mayBePaid,
          checkedOn: '2026-04-01',
          words: 'Seen',
        }),
      );
    await check(false);
    expect(codeOf(await book.start(agreementId))).toBe('recipient-excluded');
    await check(true);
    expect(codeOf(await book.start(agreementId))).toBe('head-agreement-missing');
    must(
      await recordHeadAgreement(book.desk, book.caseworker, await book.asRead(agreementId), {
        agrees: true,
        agreedOn: '2026-04-01',
        words: 'The head',
      }),
    );
    expect(codeOf(await book.start(agreementId))).toBe('accepted');
    expect(await book.balance(`share:${lineCode}:childrens-social-care:2026-27:committed`)).toBe(120_000n);
    const second = await book.draft({ lineCode, amount: 1_000n });
    await book.sign(second);
    must(
      await recordHeadAgreement(book.desk, book.caseworker, await book.asRead(second), {
        agrees: true,
        agreedOn: '2026-04-01',
        words: 'The head',
      }),
    );
    expect(codeOf(await book.start(second))).toBe('line-has-agreement');
  });

  it('promises neither contingency nor money that the line has not', async () => {
    const lineCode = await line({ amount: 120_000n, contingency: 20_000n });
    const asked = {
      lineCode,
      amount: 100_001n,
      from: '2026-04-01',
      until: '2027-03-31',
      rhythm: { kind: 'monthly-on-the-first' },
      timing: 'advance',
    } as const;
    const more = { partPayments: false, smoothed: true, recipientKind: 'parent', recipientPersonId: book.parentId } as const;
    const draft = await draftAgreement(book.desk, book.caseworker, book.familyId, { ...asked, ...more });
    expect(draft).toEqual({ ok: false, refusal: { code: 'amount-above-line', facts: { left: '100000' } } });
  });

  it('whose consent is withdrawn pays nothing more from that moment: not what is due, not what is in a run', async () => {
    const lineCode = await line();
    const agreementId = await book.live({ lineCode, amount: 120_000n });
    const [april, may, june] = await book.instalments(agreementId);
    const refs = [april?.dueRef ?? '', may?.dueRef ?? ''];
    await book.tx((tx) => markInRun(tx, book.authorityId, refs));
    await book.tx((tx) => markPaid(tx, book.authorityId, refs.slice(0, 1), { paidOn: '2026-04-01' }));
    const asRead = await book.asRead(agreementId);
    const withdrawn = await withdrawConsent(book.desk, parent(), asRead, book.key(randomUUID()), {
      words: 'We would rather you arrange it',
    });
    expect(must(withdrawn).figures).toMatchObject({ paid: '20000', paidAhead: '20000', toCome: '0' });
    expect(await book.agreement(agreementId)).toMatchObject({ state: 'stopped', stopGround: 'consent-withdrawn', consentedVersion: null });
    const held = await book.tx((tx) => holdsFor(tx, book.authorityId, [may?.dueRef ?? '', june?.dueRef ?? '']));
    expect([...held.values()]).toEqual(['consent-withdrawn', 'stopped']);
    const due = await book.tx((tx) => dueInstalments(tx, book.authorityId, { payOn: '2027-03-31' }));
    expect(due.filter((each) => each.lineCode === lineCode)).toEqual([]);
    // What is in the run stays promised until the run lets it go; the ten months after it are free again.
    expect(await book.balance(`share:${lineCode}:childrens-social-care:2026-27:available`)).toBe(100_000n);
  });
});
