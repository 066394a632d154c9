import { agreementDeskOf, nameCheckNotConfigured } from '../payments/index.ts';
import type { PlainDate } from '../platform/calendar/plain-date.ts';
import { agreeDirectPayment } from './agree-direct-payment.ts';
import type { NorthmoorCast } from './northmoor-cast.ts';
import { loadMadeUpTable, takeInPayee } from './northmoor-payee.ts';
import { NORTHMOOR_FAMILY, NORTHMOOR_PARENT } from './northmoor-people.ts';
import { ASSISTANT_INSTALMENTS, stillToPay, TUTOR_INSTALMENTS } from './northmoor-promises.ts';
import type { PlayedRoom } from './played-room.ts';

/** Until the day before, instalments are told; from this day on they fall due by agreements of the service. */
export const REAL_FROM: PlainDate = '2026-12-01';
const TAKEN_IN_ON: PlainDate = '2026-11-16';
const AGREED_ON: PlainDate = '2026-11-23';

const PARENT = {
  familyId: NORTHMOOR_FAMILY,
  personId: NORTHMOOR_PARENT,
  details: { accountName: 'Morgan Maple', sortCode: '01-02-03', accountNumber: '20000006' },
};

/**
 * In November the council brings the family's two direct payments into the service: the parent's bank details, seen by two officers, and an
 * agreement for what is still to be paid of each line, with its notice, the parent's consent and its instalments.
 */
export async function agreeDirectPayments(room: PlayedRoom, cast: NorthmoorCast): Promise<void> {
  room.clock.setTo(TAKEN_IN_ON);
  const payees = { ...room, nameCheck: nameCheckNotConfigured };
  await loadMadeUpTable(payees, cast);
  const payeeId = await takeInPayee(payees, cast, PARENT);
  room.clock.setTo(AGREED_ON);
  const desk = agreementDeskOf(room);
  const usual = { payeeId, recipientPersonId: NORTHMOOR_PARENT };
  const place = { familyId: NORTHMOOR_FAMILY, signer: cast.parent };
  await agreeDirectPayment(desk, cast, {
    ...place,
    agreedProvision: 'A specialist tutor at home, six hours a week in term time',
    draft: {
      ...usual,
      ...{ lineCode: 'L1', from: '2026-12-01', until: '2027-08-31', amount: stillToPay(TUTOR_INSTALMENTS, REAL_FROM) },
      rhythm: { kind: 'monthly-on-the-first' },
    },
  });
  await agreeDirectPayment(desk, cast, {
    ...place,
    agreedProvision: 'A personal assistant, twelve hours a week',
    draft: {
      ...usual,
      // To the day before the fourteenth date, which is the first of next year's sum.
      ...{ lineCode: 'L2', from: '2026-12-09', until: '2027-03-30', amount: stillToPay(ASSISTANT_INSTALMENTS, REAL_FROM) },
      rhythm: { kind: 'every-four-weeks', from: '2026-12-09' },
    },
  });
}
