import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser says that one of our own pages sent this. `Origin` decides when it is there, for it names who sent it; without either
 * header it was no browser of these ten years, and a cookie alone is not believed.
 */
export function comesFromOurPages(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  const origin = headers.origin;
  return origin === undefined ? site === 'same-origin' : origin === publicUrl;
}
