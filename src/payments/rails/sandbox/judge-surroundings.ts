/** Settings of which the sandbox knows that they belong to real money. */
const LIVE_NAMES = /(^|_)(LIVE|PRODUCTION)(_|$)/;
const LIVE_VALUES = /^(sk|rk|pk)_live_|^-----BEGIN (RSA |EC )?PRIVATE KEY-----/;
/** Settings that say "not live" by their value. */
const SAID_NO = new Set(['', '0', 'off', 'false', 'no']);

/**
 * The sandbox pays nobody. Beside the keys of a real bank or payment service it could be taken for one that does, or the real one for it:
 * then it does not start. Names the setting and never its value; undefined when nothing speaks against it.
 */
export function judgeSurroundings(env: Readonly<Record<string, string | undefined>>): string | undefined {
  for (const [name, value = ''] of Object.entries(env)) {
    const said = value.trim();
    if (
      LIVE_VALUES.test(said) ||
      (/^(THREEFOLD|STRIPE|BACS|BANK|PAYMENT)/.test(name) && LIVE_NAMES.test(name) && !SAID_NO.has(said.toLowerCase()))
    ) {
      return `The sandbox rail does not start beside live payments: ${name} is set. Remove it from this machine's settings, or switch the demo off.`;
    }
  }
  return undefined;
}
