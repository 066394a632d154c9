import { accepted, type Result, refused } from '../result.ts';

export interface VersionStale {
  readonly code: 'version-stale';
  readonly currentVersion: string;
}

/** The ETag of something that is edited: its version, not a hash of its bytes, so that a new field in the answer makes nobody stale. */
export function versionTag(version: bigint | number | string): string {
  return `"${version}"`;
}

/** Undefined when the header was not sent. Lists and weak tags are refused: an editor has read exactly one version. */
export function readIfMatch(header: string | undefined): Result<string | undefined, { readonly code: 'if-match-malformed' }> {
  if (header === undefined) return accepted(undefined);
  if (header.trim() === '*') return accepted('*');
  const tag = /^"([\x21\x23-\x7e]{1,200})"$/.exec(header.trim());
  return tag?.[1] === undefined ? refused({ code: 'if-match-malformed' }) : accepted(tag[1]);
}

/** For use cases that edit: `*` says "whatever it is now", a tag must be the current version. */
export function checkVersion(ifMatch: string, version: bigint | number | string): Result<undefined, VersionStale> {
  const currentVersion = String(version);
  return ifMatch === '*' || ifMatch === currentVersion ? accepted(undefined) : refused({ code: 'version-stale', currentVersion });
}
