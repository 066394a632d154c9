import type { Finding, VerifyReport } from '../ledger/index.ts';

export type ReportOfBook = VerifyReport & { readonly slug: string };

/** A proof in words: what was read, what was not, and everything that is wrong. */
export function reportAsText(report: ReportOfBook): string {
  const size = `${report.entries} entries, ${report.postings} postings, ${report.blocks} blocks; head ${report.head.hash.slice(0, 16)}`;
  const verdict = report.green ? 'the book is right' : 'THE BOOK IS NOT RIGHT';
  const first = report.findings.find((finding) => finding.entryId !== undefined);
  return [
    `${report.slug}: ${verdict}. ${size}. ${anchorsAsText(report.anchors)}`,
    ...(report.reReadAfter > 0n ? [notReRead(report.reReadAfter)] : []),
    ...(first ? [`First wrong entry: ${first.entryId}`] : []),
    ...report.findings.map(findingAsText),
  ].join('\n');
}

function anchorsAsText(anchors: number): string {
  if (anchors === 0) return 'No anchor was compared.';
  return anchors === 1 ? 'Compared with 1 anchor.' : `Compared with ${anchors} anchors.`;
}

function notReRead(block: bigint): string {
  return (
    `Not re-read: blocks 1 to ${block} with their entries and postings. Their number, the balances and day totals they led to and the hash ` +
    'of the last of them are those of the anchor; an old entry that was changed since and left those as they were is only found by "threefold verify".'
  );
}

function findingAsText(finding: Finding): string {
  const place = [
    finding.anchor && `anchor ${finding.anchor}`,
    finding.entryId && `entry ${finding.entryId}`,
    finding.blockSeq && `block ${finding.blockSeq}`,
    finding.account && `account ${finding.account}`,
  ].filter(Boolean);
  return `  ${finding.check}: ${finding.detail}${place.length > 0 ? ` (${place.join(', ')})` : ''}`;
}
