import type { Document, Message } from '../../../people/index.ts';
import { showMoment } from '../../../platform/calendar/show-moment.ts';
import { DOCUMENT_WORDS, fileWords, fromWords } from './correspondence-words.ts';

export interface MessagesFacts {
  readonly familyId: string;
  readonly messages: readonly Message[];
  readonly enclosed: readonly Document[];
  /** Where older ones begin. */
  readonly older: string | undefined;
  readonly isFirstPage: boolean;
  /** What was typed and could not be sent, and why. */
  readonly trouble?: { readonly words: string; readonly text: string } | undefined;
}

export interface MessagesView {
  readonly action: string;
  readonly documentsAt: string;
  readonly messages: readonly MessageView[];
  readonly trouble: string | undefined;
  readonly typed: string;
  readonly newestAt: string | undefined;
  readonly olderAt: string | undefined;
}

export interface MessageView {
  readonly id: string;
  readonly from: string;
  readonly isOwn: boolean;
  readonly at: string;
  readonly paragraphs: readonly string[];
  readonly enclosed: readonly { readonly href: string; readonly words: string }[];
}

/** All wording of the page on which one person of a family and the council write to each other. */
export function presentMessages({ familyId, messages, enclosed, older, isFirstPage, trouble }: MessagesFacts): MessagesView {
  const page = `/families/${familyId}/messages`;
  return {
    action: page,
    documentsAt: `/families/${familyId}/documents`,
    messages: messages.map(({ messageId, sender, channel, writtenAt, text, documents }) => ({
      id: messageId,
      from: fromWords(sender, channel),
      isOwn: sender === 'family',
      at: showMoment(writtenAt),
      paragraphs: text.split(/\n+/),
      enclosed: enclosed
        .filter(({ documentId }) => documents.includes(documentId))
        .map(({ documentId, kind, mediaType, bytes }) => {
          return {
            href: `/families/${familyId}/documents/${documentId}`,
            words: `${DOCUMENT_WORDS[kind]} (${fileWords(mediaType, bytes)})`,
          };
        }),
    })),
    trouble: trouble?.words,
    typed: trouble?.text ?? '',
    newestAt: isFirstPage ? undefined : page,
    olderAt: older === undefined ? undefined : `${page}?before=${older}`,
  };
}
