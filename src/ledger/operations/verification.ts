import { z } from 'zod';
import { defineOperation, type Operation } from '../../platform/http/operation.ts';
import { accepted } from '../../platform/result.ts';
import { readAnchors } from '../anchors/anchor-folder.ts';
import { type VerifyReport, verifyBook } from '../verify/verify-book.ts';
import type { LedgerRoom } from './ledger-room.ts';

const reportSchema = z
  .strictObject({
    green: z.boolean().meta({ description: 'True when nothing is wrong.' }),
    blocks: z.string(),
    entries: z.string(),
    postings: z.string(),
    head: z
      .strictObject({ block: z.string(), hash: z.string() })
      .meta({ description: 'Head of the chain that was proved; compare it with one that you kept outside.' }),
    anchors: z.int().meta({ description: 'How many anchors the book was held against.' }),
    findings: z.array(
      z.strictObject({
        check: z.string(),
        detail: z.string(),
        entryId: z.string().optional().meta({ description: 'The first entry that it touches.' }),
        block: z.string().optional(),
        account: z.string().optional(),
        anchor: z.string().optional().meta({ description: 'The anchor that the book does not agree with.' }),
      }),
    ),
  })
  .meta({ id: 'Verification', description: 'What re-adding the book and its chain has shown.' });

export function verificationOperations({ database, anchorFolder }: LedgerRoom): readonly Operation[] {
  const verify = oneAtATime(async (authorityId) => {
    const anchors = anchorFolder === undefined ? undefined : await readAnchors(anchorFolder, authorityId);
    return verifyBook(database, authorityId, { anchors });
  });
  return [
    defineOperation({
      id: 'ledger.verify',
      method: 'post',
      path: '/v1/ledger/verify',
      summary: 'Prove the book',
      description:
        'Re-adds everything the book says about itself, checks its chain, and compares it with the anchors that were kept of it. Takes as long as the book is large, and writes nothing. Who asks while it runs shares the answer.',
      scope: 'ledger:administer',
      answer: { status: 200, description: 'The report, green or not.', body: reportSchema },
      examples: {
        answer: {
          green: true,
          blocks: '812',
          entries: '20114',
          postings: '45310',
          head: { block: '812', hash: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef' },
          anchors: 31,
          findings: [],
        },
      },
      refusals: [],
      handle: async ({ caller }) => accepted({ body: shownReport(await verify(caller.authorityId)) }),
    }),
  ];
}

/** A proof reads the whole book: many callers at once must not make many of it. */
function oneAtATime(verify: (authorityId: number) => Promise<VerifyReport>): (authorityId: number) => Promise<VerifyReport> {
  const underWay = new Map<number, Promise<VerifyReport>>();
  return (authorityId) => {
    const running = underWay.get(authorityId);
    if (running !== undefined) return running;
    const started = verify(authorityId).finally(() => underWay.delete(authorityId));
    underWay.set(authorityId, started);
    return started;
  };
}

function shownReport({ green, blocks, entries, postings, head, anchors, findings }: VerifyReport): z.infer<typeof reportSchema> {
  return {
    green,
    blocks: blocks.toString(),
    entries: entries.toString(),
    postings: postings.toString(),
    head: { block: head.blockSeq.toString(), hash: head.hash },
    anchors,
    findings: findings.map(({ blockSeq, ...finding }) => ({ ...finding, ...(blockSeq !== undefined && { block: blockSeq.toString() }) })),
  };
}
