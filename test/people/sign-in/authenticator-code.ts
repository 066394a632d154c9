import { Secret, TOTP } from 'otpauth';

/** What the app on somebody's phone shows at a moment, from the key it was given in letters. */
export function codeAt(secret: string, moment: Date): string {
  const totp = new TOTP({ algorithm: 'SHA1', digits: 6, period: 30, secret: Secret.fromBase32(secret.replaceAll(' ', '')) });
  return totp.generate({ timestamp: moment.getTime() });
}
