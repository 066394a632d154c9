import { z } from 'zod';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { checkVersion, versionTag } from '../../platform/http/version-tag.ts';
import { accepted, refused } from '../../platform/result.ts';
import { metadataSchema } from './entry-request.ts';
import { actorOf, type LedgerRoom } from './ledger-room.ts';
import { idSchema } from './request-schemas.ts';
import { entrySchema, recordedEntryExample, shownEntry } from './shown-entry.ts';

export function entryMetadataOperations({ ledger }: LedgerRoom): readonly Operation[] {
  return [
    defineOperation({
      id: 'ledger.describe-entry',
      method: 'put',
      path: '/v1/ledger/entries/{entryId}/metadata',
      summary: 'Say more about an entry',
      description: 'Replaces its metadata with a further revision; the entry itself never changes, and earlier revisions are kept.',
      scope: 'ledger:post',
      ifMatchRequired: true,
      params: z.strictObject({ entryId: idSchema }),
      body: z.strictObject({ metadata: metadataSchema }),
      answer: { status: 200, description: 'The entry with its new metadata.', body: entrySchema },
      examples: {
        params: { entryId: recordedEntryExample.entryId },
        body: { metadata: { invoice: 'INV-2041' } },
        answer: { ...recordedEntryExample, metadata: { invoice: 'INV-2041' }, metadataRevision: 1 },
      },
      refusals: ['entry-not-found', 'version-stale'],
      handle: async ({ caller, params: { entryId }, body, ifMatch }) => {
        const [read] = await ledger.entries(caller.authorityId, [entryId]);
        if (read === undefined) return refused({ code: 'entry-not-found' });
        const checked = checkVersion(ifMatch ?? '', read.metadataRevision);
        if (!checked.ok) return checked;
        const described = await ledger.describeEntry(actorOf(caller), entryId, body.metadata, read.metadataRevision);
        if (!described.ok) return refused({ code: described.refusal.code === 'revision-stale' ? 'version-stale' : described.refusal.code });
        const { revision } = described.value;
        return accepted({
          body: { ...shownEntry(read), metadata: body.metadata, metadataRevision: revision },
          headers: { ETag: versionTag(revision) },
        });
      },
    }),
  ];
}
