/** What the composition root and the jobs may know of cards. */
export { releaseExpiredPurchases } from './release-expired.ts';
export { answerCardRequests, CARD_EVENTS } from './stripe-issuing.ts';
