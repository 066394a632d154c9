import type { DocumentKind } from '../../../people/index.ts';

/** What a paper is, as a family says it. */
export const DOCUMENT_WORDS: Readonly<Record<DocumentKind, string>> = {
  letter: 'A letter',
  report: 'A report',
  receipt: 'A receipt',
  agreement: 'An agreement',
  'court-order': 'A court order',
  'account-statement': 'A statement of an account',
  other: 'Something else',
};

const TOLD_BY: Readonly<Record<string, string>> = {
  phone: 'You told us by phone',
  paper: 'You sent it on paper',
  'in-person': 'You told us in person',
};

/** Who it is from; what an officer wrote down for somebody says how it came. */
export function fromWords(sender: 'family' | 'council', channel: string): string {
  if (sender === 'council') return 'From your council';
  return TOLD_BY[channel] ?? 'From you';
}

const MEDIA_WORDS: Readonly<Record<string, string>> = { 'application/pdf': 'PDF' };

export function fileWords(mediaType: string, bytes: number): string {
  return `${MEDIA_WORDS[mediaType] ?? 'Photo'}, ${bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`}`;
}
