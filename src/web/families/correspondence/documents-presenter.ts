import { type Document, type DocumentKind, documentKinds, LARGEST_DOCUMENT_BYTES } from '../../../people/index.ts';
import { showMoment } from '../../../platform/calendar/show-moment.ts';
import type { Choice } from '../../shared/choice-parts.ts';
import { DOCUMENT_WORDS, fileWords, fromWords } from './correspondence-words.ts';
import type { DocumentTrouble } from './document-form.ts';

export interface DocumentsFacts {
  readonly familyId: string;
  readonly documents: readonly Document[];
  readonly older: string | undefined;
  readonly isFirstPage: boolean;
  readonly given?: { readonly kind: DocumentKind | undefined; readonly troubles: readonly DocumentTrouble[] } | undefined;
}

export interface DocumentsView {
  readonly action: string;
  readonly messagesAt: string;
  readonly documents: readonly { readonly href: string; readonly what: string; readonly facts: string }[];
  readonly kinds: readonly Choice[];
  readonly fileHint: string;
  readonly troubles: readonly { readonly at: string; readonly words: string }[];
  readonly troubleAt: Readonly<Partial<Record<DocumentTrouble['field'], string>>>;
  readonly newestAt: string | undefined;
  readonly olderAt: string | undefined;
}

/** All wording of the page about the papers between one person of a family and the council. */
export function presentDocuments({ familyId, documents, older, isFirstPage, given }: DocumentsFacts): DocumentsView {
  const page = `/families/${familyId}/documents`;
  const troubles = given?.troubles ?? [];
  return {
    action: page,
    messagesAt: `/families/${familyId}/messages`,
    documents: documents.map(({ documentId, kind, sender, channel, sentAt, mediaType, bytes }) => ({
      href: `${page}/${documentId}`,
      what: DOCUMENT_WORDS[kind],
      facts: `${fromWords(sender, channel)}, ${showMoment(sentAt)}. ${fileWords(mediaType, bytes)}.`,
    })),
    kinds: documentKinds.map((kind) => ({ name: 'kind', value: kind, label: DOCUMENT_WORDS[kind], isChosen: given?.kind === kind })),
    fileHint: `A PDF or a photo of at most ${LARGEST_DOCUMENT_BYTES / 1_048_576} megabytes.`,
    troubles: troubles.map(({ field, words }) => ({ at: field === 'kind' ? 'kind-1' : field, words })),
    troubleAt: Object.fromEntries(troubles.map(({ field, words }) => [field, words])),
    newestAt: isFirstPage ? undefined : page,
    olderAt: older === undefined ? undefined : `${page}?before=${older}`,
  };
}
