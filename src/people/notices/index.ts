/** Mails that tell somebody of what happened; the jobs of `jobs/mails.ts` send them. */
export { keepLockout, mailGrantNotice, mailMessageNotice, mailPullAlert, mailSignInNotice } from './job-contracts.ts';
export type { NoticeDesk } from './notice-desk.ts';
export { sendGrantNotice } from './send-grant-notice.ts';
export { sendMessageNotice } from './send-message-notice.ts';
export { sendPullAlert } from './send-pull-alert.ts';
export { sendSignInNotice } from './send-sign-in-notice.ts';
