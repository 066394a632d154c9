/** A mail as somebody reads it; plain text always, and the same again in simple HTML. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Where mails go. Whoever sends throws when the mail was not taken, and the job tries again. */
export interface Mailer {
  /** `mailId` is the same in every attempt, so that a mail sent twice can be seen to be one. */
  send(mailId: string, mail: Mail): Promise<void>;
}
