import { type DocumentKind, documentKinds, LARGEST_DOCUMENT_BYTES, mediaTypeOf } from '../../../people/index.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';
import type { PageRequest } from '../../shared/page-route.ts';

export interface DocumentTrouble {
  readonly field: 'kind' | 'file';
  readonly words: string;
}

export interface GivenDocument {
  readonly kind: DocumentKind;
  readonly mediaType: string;
  readonly content: Buffer;
}

export interface DocumentFormRefusal {
  readonly code: 'document-unfit';
  readonly kind: DocumentKind | undefined;
  readonly troubles: readonly DocumentTrouble[];
}

const MEGABYTES = LARGEST_DOCUMENT_BYTES / 1_048_576;

/** What a file is, its first bytes tell: phones and old computers often say nothing of it, or something else. */
export function readDocument({ form, file }: Pick<PageRequest, 'form' | 'file'>): Result<GivenDocument, DocumentFormRefusal> {
  const kind = documentKinds.find((each) => each === form.get('kind'));
  const content = file !== undefined && 'content' in file ? file.content : undefined;
  const mediaType = content && mediaTypeOf(content);
  if (kind !== undefined && content !== undefined && mediaType !== undefined) return accepted({ kind, mediaType, content });
  const troubles: DocumentTrouble[] = [
    ...(kind === undefined ? [{ field: 'kind', words: 'Choose what it is.' } as const] : []),
    ...(mediaType === undefined ? [{ field: 'file', words: fileTrouble(file) } as const] : []),
  ];
  return refused({ code: 'document-unfit', kind, troubles });
}

function fileTrouble(file: PageRequest['file']): string {
  if (file === undefined) return 'Choose a file.';
  if ('isTooLarge' in file) return `This file is larger than ${MEGABYTES} megabytes. Send it in parts, or a smaller photo of it.`;
  return 'This file is not a PDF or a photo that we can keep. Save it as a PDF, or take a photo of it.';
}
