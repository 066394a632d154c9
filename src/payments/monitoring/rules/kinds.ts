/** The fixed words of looking at a family's figures. */

export const accountCheckStates = ['agrees', 'question', 'answered'] as const;

/** `with-officer`: it is late, and somebody speaks with the family. `agreed`: they found a way without papers. */
export const returnStates = ['asked', 'with-officer', 'answered', 'agreed'] as const;

/** What a return asks for. Light touch asks for the balance alone; receipts only of spends that need one and have none. */
export const returnNeeds = ['account-balance', 'spending-shown', 'answer-to-a-question'] as const;
export type ReturnNeed = (typeof returnNeeds)[number];
