import { describe, expect, it } from 'vitest';
import { buildPolicy, policyRows } from '../../../src/people/index.ts';
import { type StandingFacts, standingsOn } from '../../../src/people/memberships/standings.ts';
import { decide } from '../../../src/people/policy/decide.ts';
import type { Caller, Standing } from '../../../src/platform/http/operation.ts';

const family: StandingFacts['families'][number] = {
  familyId: 'family',
  persons: [
    { personId: 'parent', kind: 'parent', bornOn: null },
    { personId: 'elder', kind: 'young-person', bornOn: '2008-05-14' },
    { personId: 'younger', kind: 'young-person', bornOn: '2014-02-01' },
  ],
  relationships: [
    { adultId: 'parent', childId: 'elder', kind: 'parental-responsibility', from: '2008-05-14', until: null },
    { adultId: 'parent', childId: 'younger', kind: 'parental-responsibility', from: '2014-02-01', until: null },
    { adultId: 'parent', childId: 'younger', kind: 'order-denies-access', from: '2026-06-01', until: '2026-06-30' },
  ],
};
const nothing: StandingFacts = { memberships: [], persons: [], grants: [], families: [family] };
const asParent: StandingFacts = { ...nothing, persons: [{ personId: 'parent', familyId: 'family', kind: 'parent' }] };
const children = (facts: StandingFacts, today: `${number}-${number}-${number}`) => standingsOn(facts, today)[0]?.children;

describe('what a parent sees', () => {
  it('ends with a child’s eighteenth birthday', () => {
    expect(children(asParent, '2026-05-13')).toEqual(['elder', 'younger']);
    expect(children(asParent, '2026-05-14')).toEqual(['younger']);
  });

  it('is closed by an order from its first to its last day', () => {
    expect(children(asParent, '2026-05-31')).toEqual(['younger']);
    expect(children(asParent, '2026-06-01')).toEqual([]);
    expect(children(asParent, '2026-06-30')).toEqual([]);
    expect(children(asParent, '2026-07-01')).toEqual(['younger']);
  });
});

describe('a grant', () => {
  const grant = (grantedBy: string, kids: string[]): StandingFacts => ({
    ...nothing,
    grants: [
      {
        grantId: 'grant',
        familyId: 'family',
        grantedBy,
        role: 'supporter',
        children: kids,
        may: ['see-record'],
        from: '2026-04-01',
        until: '2026-12-31',
      },
    ],
  });

  it('opens no more than whoever gave it may see today', () => {
    expect(children(grant('parent', ['elder', 'younger']), '2026-04-15')).toEqual(['elder', 'younger']);
    expect(children(grant('parent', ['elder', 'younger']), '2026-05-20')).toEqual(['younger']);
    expect(standingsOn(grant('parent', ['younger']), '2026-06-10')).toEqual([]);
    expect(children(grant('elder', ['elder']), '2026-11-01')).toEqual(['elder']);
  });

  it('has ended the day after its last', () => {
    expect(standingsOn(grant('elder', ['elder']), '2026-12-31')).toHaveLength(1);
    expect(standingsOn(grant('elder', ['elder']), '2027-01-01')).toEqual([]);
    expect(standingsOn(grant('elder', ['elder']), '2026-03-31')).toEqual([]);
  });
});

describe('a decision', () => {
  const policy = buildPolicy(policyRows, []);
  const now = new Date('2026-04-15T09:30:00.000Z');
  const moment = { now, today: '2026-04-15' } as const;
  const person = (standings: Standing[], more: Partial<Caller> = {}): Caller => {
    return { kind: 'person', principal: 'identity:a', authorityId: 1, scopes: [], standings, requestId: 'r', ...more };
  };
  const approver = (more: Partial<Caller> = {}) =>
    person([{ standingId: 'm', role: 'approver', limit: 100_000n }], { secondFactorAt: now, ...more });
  const approve = (caller: Caller, target: object) => {
    const decided = decide(policy, caller, 'payments.approve-payment-run', target, moment);
    return decided.ok ? 'allowed' : decided.refusal.code;
  };
  const run = { makers: ['identity:b'], amount: 100_000n };

  it('lets an approver approve what somebody else made, within the limit, with a second factor just shown', () => {
    expect(approve(approver(), run)).toBe('allowed');
    expect(approve(approver(), { ...run, amount: 100_001n })).toBe('above-your-limit');
    expect(approve(approver(), { ...run, makers: ['identity:b', 'identity:a'] })).toBe('maker-may-not-approve');
    expect(approve(approver({ secondFactorAt: new Date('2026-04-15T09:14:59.000Z') }), run)).toBe('second-factor-needed');
    expect(approve(approver({ secondFactorAt: new Date('2026-04-15T09:31:00.000Z') }), run)).toBe('second-factor-needed');
  });

  it('refuses when nobody says who made it or for how much', () => {
    expect(approve(approver(), { amount: 1n })).toBe('maker-may-not-approve');
    expect(approve(approver(), { makers: ['identity:b'] })).toBe('above-your-limit');
  });

  it('waits three working days after a bank account was changed', () => {
    // 10 April 2026 is a Friday: its third working day is Wednesday the 15th, today.
    const early = decide(policy, approver(), 'payments.approve-payment-run', { ...run, bankAccountChangedOn: '2026-04-13' }, moment);
    expect(early).toEqual({ ok: false, refusal: { code: 'bank-account-cooling-off', until: '2026-04-16' } });
    expect(approve(approver(), { ...run, bankAccountChangedOn: '2026-04-10' })).toBe('allowed');
  });

  it('is no for a machine, for another role and for an operation without a row', () => {
    const machine = { ...person([]), kind: 'machine', scopes: ['service:administer', 'ledger:administer'] } as const;
    expect(approve(machine, run)).toBe('role-missing');
    expect(approve(person([{ standingId: 'm', role: 'finance-officer' }], { secondFactorAt: now }), run)).toBe('role-missing');
    expect(decide(policy, approver(), 'nobody.knows-this', {}, moment)).toMatchObject({ ok: false, refusal: { code: 'role-missing' } });
  });

  it('never takes somebody for the officer of their own family', () => {
    const both = person(
      [
        { standingId: 'm', role: 'caseworker' },
        { standingId: 'p', role: 'parent', familyId: 'family', personId: 'parent', children: ['child'] },
      ],
      { purpose: 'casework' },
    );
    const change = (familyId: string) => decide(policy, both, 'people.record-relationship', { familyId }, moment).ok;
    expect(change('another')).toBe(true);
    expect(change('family')).toBe(false);
  });
});
