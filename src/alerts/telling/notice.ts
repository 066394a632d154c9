/** The fixed words of telling people. */

export const channels = ['in-app', 'email', 'text', 'letter'] as const;
export type Channel = (typeof channels)[number];

/** Languages that the catalogue of messages has. */
export const languages = ['en-GB', 'pl'] as const;
export type Language = (typeof languages)[number];

export const recipientKinds = ['officer', 'family'] as const;
export type RecipientKind = (typeof recipientKinds)[number];

/**
 * `sending` was handed over and the answer is not known yet; `sent` was taken by the channel, `delivered` is what the channel says of it
 * later; `bounced` and `failed` are somebody's work; `withheld` was for somebody who must not be written to.
 */
export const noticeStates = ['queued', 'sending', 'sent', 'delivered', 'bounced', 'failed', 'withheld'] as const;
export type NoticeState = (typeof noticeStates)[number];

export const templates = ['alert', 'escalated', 'digest', 'used-faster', 'check-on-support', 'please-sign-in'] as const;
export type Template = (typeof templates)[number];
/** Those that may go to families; the others are for officers. */
export const familyTemplates = ['used-faster', 'check-on-support', 'please-sign-in'] as const satisfies readonly Template[];

export interface Preference {
  readonly channel: Channel;
  readonly language: Language;
  readonly largePrint: boolean;
  readonly quietFrom: string | null;
  readonly quietUntil: string | null;
  readonly digest: boolean;
}

export const USUAL_PREFERENCE: Preference = {
  channel: 'email',
  language: 'en-GB',
  largePrint: false,
  quietFrom: null,
  quietUntil: null,
  digest: false,
};
