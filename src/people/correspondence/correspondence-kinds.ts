/** Which side wrote or sent it; who of the council it was stands in the row and in the audit. */
export const senders = ['family', 'council'] as const;
export type Sender = (typeof senders)[number];

export const documentKinds = ['letter', 'report', 'receipt', 'agreement', 'court-order', 'account-statement', 'other'] as const;
export type DocumentKind = (typeof documentKinds)[number];
