import type { Grantable, GrantRole } from '../../people/index.ts';

/** What a family lets somebody be to it, as it would say so itself. */
export const WHO_THEY_ARE: Readonly<Record<GrantRole, string>> = {
  supporter: 'Somebody who helps us',
  nominee: 'Somebody who looks after the money for us',
  'third-party': 'An organisation that helps us',
};

/** What they may do, after "They can". */
export const WHAT_THEY_CAN: Readonly<Record<Grantable, string>> = {
  'see-record': 'see our record',
  'see-log': 'see who has looked at it',
  'see-budget': 'see our budget',
  'send-receipts': 'send in receipts for us',
  'change-contact': 'change how the council reaches us',
};
