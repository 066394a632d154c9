import { answeringOutages } from '../../platform/http/answer-outages.ts';
import type { Operation } from '../../platform/http/operation.ts';
import type { RegisterSource } from '../audit/register.ts';
import type { RecordRoom } from '../records/record-room.ts';
import { auditOperations } from './audit.ts';
import { correspondenceOperations } from './correspondence.ts';
import { familyOperations } from './families.ts';
import { grantOperations } from './grants.ts';
import { keepingOperations } from './keeping.ts';
import { membershipOperations } from './memberships.ts';
import { responsibilityOperations } from './responsibility.ts';
import { signInHelpOperations } from './sign-in-help.ts';

/** What the admin API offers of families' records, of roles and of the audit. */
export function recordOperations(room: RecordRoom, registers?: readonly RegisterSource[]): readonly Operation[] {
  return [
    familyOperations,
    responsibilityOperations,
    grantOperations,
    keepingOperations,
    correspondenceOperations,
    membershipOperations,
    signInHelpOperations,
  ]
    .flatMap((operationsOf) => operationsOf(room))
    .concat(auditOperations(room, registers))
    .map(answeringOutages);
}
