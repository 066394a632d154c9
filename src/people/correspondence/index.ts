/** What one person of a family and the council write and send to each other. */
export { type DocumentKind, documentKinds } from './correspondence-kinds.ts';
export { mediaTypeOf } from './document-formats.ts';
export { type Document, documentsById, fetchDocument, listDocuments, listMessages, type Message } from './read-correspondence.ts';
export { LARGEST_DOCUMENT_BYTES, type SendRefusal, sendDocument } from './send-document.ts';
export type { Thread } from './thread.ts';
export { LONGEST_MESSAGE, type WriteRefusal, writeMessage } from './write-message.ts';
