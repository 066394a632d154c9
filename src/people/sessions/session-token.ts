import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { clearedCookie, cookieFor, readCookie } from '../../platform/http/cookies.ts';

const SESSION_COOKIE = '__Host-threefold';
const BROWSER_COOKIE = '__Host-threefold-browser';
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

/** 256 random bits: not to be guessed, so a plain digest is enough to keep. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

export function sessionToken(cookieHeader: string | undefined): string | undefined {
  return wellFormed(readCookie(cookieHeader, SESSION_COOKIE));
}

export function sessionCookie(token: string): string {
  return cookieFor(SESSION_COOKIE, token);
}

export function endedSessionCookie(): string {
  return clearedCookie(SESSION_COOKIE);
}

/** Tells one browser from another before anybody has signed in: requests, flows and forms are bound to it. */
export function browserToken(cookieHeader: string | undefined): string | undefined {
  return wellFormed(readCookie(cookieHeader, BROWSER_COOKIE));
}

export function browserCookie(token: string): string {
  return cookieFor(BROWSER_COOKIE, token);
}

/** What forms carry. Made from the cookie, which scripts cannot read and other sites cannot know, and gone when the cookie changes. */
export function formToken(token: string): string {
  return createHmac('sha256', token).update('threefold/form').digest('base64url');
}

export function isFormToken(given: unknown, token: string): boolean {
  const expected = Buffer.from(formToken(token));
  const sent = Buffer.from(typeof given === 'string' ? given : '');
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

function wellFormed(token: string | undefined): string | undefined {
  return token !== undefined && TOKEN.test(token) ? token : undefined;
}
