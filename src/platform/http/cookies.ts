/** `__Host-`: the browser takes it over a secure connection only, for this host alone, and no other page can plant one. */
type HostCookie = `__Host-${string}`;

/** Undefined when it is not there, and when it is there twice: whoever sent both does not say which one counts. */
export function readCookie(header: string | undefined, name: HostCookie): string | undefined {
  const values = (header ?? '').split(';').flatMap((pair) => {
    const at = pair.indexOf('=');
    return pair.slice(0, at).trim() === name ? [pair.slice(at + 1).trim()] : [];
  });
  return values.length === 1 ? values[0] : undefined;
}

/** Ends with the browser unless a time is given; how long it is good for, the server knows. */
export function cookieFor(name: HostCookie, value: string, maxAgeSeconds?: number): string {
  const life = maxAgeSeconds === undefined ? '' : `; Max-Age=${maxAgeSeconds}`;
  return `${name}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax${life}`;
}

export function clearedCookie(name: HostCookie): string {
  return cookieFor(name, '', 0);
}
