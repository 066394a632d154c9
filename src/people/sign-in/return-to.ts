/** A path of this service, or the first page: an address from elsewhere would make our sign-in the doorstep of somebody else's. */
export function safeReturnTo(given: unknown): string {
  if (typeof given !== 'string' || given.length > 500 || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(given)) return '/';
  const base = 'http://threefold.invalid';
  if (!URL.canParse(given, base)) return '/';
  const url = new URL(given, base);
  return url.origin === base && !url.pathname.startsWith('//') ? `${url.pathname}${url.search}` : '/';
}
