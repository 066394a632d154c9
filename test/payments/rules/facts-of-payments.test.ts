import { expect, it } from 'vitest';
import { factsOfPayments, type PaidAgreement } from '../../../src/payments/rules/facts-of-payments.ts';

const TODAY = '2027-05-10';
const of = (agreementId: string, change: Partial<PaidAgreement> = {}): PaidAgreement => ({
  ...{ agreementId, state: 'live', stoppedFrom: null, renews: null, firstPaidOn: '2026-04-01' },
  ...change,
});
const facts = (...agreements: PaidAgreement[]) =>
  factsOfPayments(agreements, TODAY).map(({ agreementId, kind, on }) => `${agreementId} ${kind} ${on}`);

it('tells a first payment on its day and not before, and of an agreement that was never paid nothing', () => {
  expect(facts(of('A', { firstPaidOn: TODAY }), of('B', { firstPaidOn: '2027-05-11' }), of('C', { firstPaidOn: null }))).toEqual([
    `A first-payment ${TODAY}`,
  ]);
});

it('ends the payments of a stopped agreement with the last day that is paid for, once that day is over', () => {
  expect(facts(of('A', { state: 'stopped', stoppedFrom: TODAY }))).toEqual(['A first-payment 2026-04-01', 'A payments-ended 2027-05-09']);
  expect(facts(of('A', { state: 'stopped', stoppedFrom: '2027-05-11' }))).toEqual(['A first-payment 2026-04-01']);
});

it('makes no gap of a renewal: what was renewed ends with the last that took its place', () => {
  const renewed = of('A', { state: 'ended' });
  const second = of('B', { state: 'ended', renews: 'A', firstPaidOn: '2027-04-28' });
  expect(facts(renewed, of('B', { renews: 'A', firstPaidOn: '2027-04-28' }))).toEqual([
    'A first-payment 2026-04-01',
    'B first-payment 2027-04-28',
  ]);
  expect(facts(renewed, second, of('C', { renews: 'B', state: 'stopped', stoppedFrom: '2027-05-01', firstPaidOn: null }))).toEqual([
    'A first-payment 2026-04-01',
    'A payments-ended 2027-04-30',
    'B first-payment 2027-04-28',
    'B payments-ended 2027-04-30',
  ]);
});

it('does not follow a draft that was never started, nor a chain that runs in a circle', () => {
  expect(
    facts(of('A', { state: 'ended', stoppedFrom: '2027-01-01' }), of('B', { renews: 'A', state: 'draft', firstPaidOn: null })),
  ).toEqual(['A first-payment 2026-04-01', 'A payments-ended 2026-12-31']);
  expect(facts(of('A', { state: 'ended', renews: 'B' }), of('B', { state: 'ended', renews: 'A' })).length).toBe(2);
});
