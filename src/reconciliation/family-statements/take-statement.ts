import { createHash } from 'node:crypto';
import { and, eq, isNotNull, ne } from 'drizzle-orm';
import type { BudgetRoom } from '../../budgets/index.ts';
import { agreementToMonitor } from '../../payments/index.ts';
import { changeFamily, openAuthorityKey, readFamily } from '../../people/index.ts';
import type { Caller } from '../../platform/http/operation.ts';
import type { Upload } from '../../platform/http/read-upload.ts';
import { timeOrderedId } from '../../platform/ids/time-ordered-id.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import { lineIdentity } from '../imports/line-identity.ts';
import type { DateOrder } from '../statements/reading-choices.ts';
import type { LineWords, StatementWords } from './family-account.ts';
import { type ReadRefusal, readFamilyFile } from './read-family-file.ts';
import { familyStatementChunks, familyStatementLines, familyStatements } from './schema.ts';

export const LARGEST_FAMILY_STATEMENT_BYTES = 5 * 1_048_576;
const CHUNK_BYTES = 256 * 1024;
/** So many lines in one statement keep below the parameters of a message to the database. */
const LINES_AT_ONCE = 500;
const PURPOSE = 'reconciliation/family-statement';

export type TakeStatementRefusal =
  | ReadRefusal
  | {
      readonly code:
        | 'record-not-found'
        | 'errand-for-a-stranger'
        | 'agreement-not-found'
        | 'family-statement-not-taken'
        | 'family-statement-other-account';
    }
  | { readonly code: 'family-statement-sent-already'; readonly facts: { readonly statementId: string } };

export interface TakenStatement {
  readonly statementId: string;
  readonly lines: number;
}

interface Taken {
  readonly value: TakenStatement;
  readonly facts: Readonly<Record<string, unknown>>;
}

/**
 * Takes a bank statement of a family's own account, by the readers that the council's come through: read whole or refused in words, and
 * kept sealed under the family's key. A file of another family, of another account, or of an account that changed unsaid is not taken.
 */
export async function takeFamilyStatement(
  room: BudgetRoom,
  caller: Caller,
  { familyId, agreementId }: { readonly familyId: string; readonly agreementId: string },
  file: {
    readonly fileName: string;
    readonly upload: Upload;
    readonly dateOrder?: DateOrder | undefined;
    /** The family has another account now. */
    readonly newAccount?: boolean | undefined;
  },
): Promise<Result<TakenStatement, TakeStatementRefusal>> {
  const { authorityId, principal: sentBy } = caller;
  const day = await room.businessDate(authorityId);
  // Before the file is looked at: what a file is worth is nobody's to ask of a family that is not theirs.
  const asked = await readFamily(room, authorityId, familyId, ({ tx }) => agreementToMonitor(tx, caller, { familyId, agreementId }, day));
  if (!asked.ok) return asked;
  if (asked.value === undefined) return refused({ code: 'agreement-not-found' });
  const parts: Uint8Array[] = [];
  for await (const part of file.upload.content) parts.push(part);
  const content = Buffer.concat(parts);
  const read = await readFamilyFile(content, file);
  if (!read.ok) return read;
  const { format, accountKey, account, covers, lines } = read.value;
  const operation = 'reconciliation.take-family-statement';
  return changeFamily(room, caller, { familyId, operation }, async ({ tx, key, now }): Promise<Result<Taken, TakeStatementRefusal>> => {
    const agreement = await agreementToMonitor(tx, caller, { familyId, agreementId }, day);
    if (agreement === undefined) return refused({ code: 'agreement-not-found' });
    const marks = await openAuthorityKey(tx, room, authorityId);
    const fileMark = marks.mark(`${PURPOSE}/file`, createHash('sha256').update(content).digest('hex'));
    const accountMark = accountKey === '' ? null : marks.mark(`${PURPOSE}/account`, accountKey);
    const ours = eq(familyStatements.authorityId, authorityId);
    const [same] = await tx
      .select()
      .from(familyStatements)
      .where(and(ours, eq(familyStatements.fileMark, fileMark)));
    if (same !== undefined && same.familyId === familyId && same.agreementId === agreementId)
      return refused({ code: 'family-statement-sent-already', facts: { statementId: same.statementId } });
    const [elsewhere] =
      accountMark === null
        ? []
        : await tx
            .select({ statementId: familyStatements.statementId })
            .from(familyStatements)
            .where(and(ours, eq(familyStatements.accountMark, accountMark), ne(familyStatements.familyId, familyId)))
            .limit(1);
    // Said no other way than that it cannot be taken: whose it is, is nobody's to learn here.
    if (same !== undefined || elsewhere !== undefined) return refused({ code: 'family-statement-not-taken' });
    const ofAgreement = and(ours, eq(familyStatements.agreementId, agreementId), isNotNull(familyStatements.accountMark));
    const known = await tx.select({ accountMark: familyStatements.accountMark }).from(familyStatements).where(ofAgreement);
    const isOther = accountMark !== null && known.length > 0 && !known.some((each) => each.accountMark?.equals(accountMark));
    if (isOther && file.newAccount !== true) return refused({ code: 'family-statement-other-account' });
    const statementId = timeOrderedId(now);
    const words: StatementWords = { fileName: file.fileName, ...(account !== '' && { account }) };
    const chunks = Math.ceil(content.length / CHUNK_BYTES);
    await tx.insert(familyStatements).values({
      ...{ authorityId, statementId, familyId, childId: agreement.childId, agreementId, format, lines: lines.length, chunks, covers },
      ...{ fileMark, accountMark, sealed: key.seal(words, statementId), sentBy, sentAt: now },
    });
    for (let number = 0; number < chunks; number += 1) {
      const part = content.subarray(number * CHUNK_BYTES, (number + 1) * CHUNK_BYTES);
      const sealed = key.sealBytes(part, `${statementId}/${number}`);
      await tx.insert(familyStatementChunks).values({ authorityId, statementId, number, sealed });
    }
    const counted = new Map<string, number>();
    const rows = lines.map(({ line, text }) => {
      const identity = lineIdentity(line).toString('base64');
      const occurrence = (counted.get(identity) ?? 0) + 1;
      counted.set(identity, occurrence);
      const lineId = timeOrderedId(now);
      return {
        ...{ authorityId, lineId, statementId, agreementId, day: line.bookingDate, amount: line.amountMinor, occurrence },
        mark: marks.mark(`${PURPOSE}/line`, identity),
        sealed: key.seal({ text } satisfies LineWords, lineId),
        notSpendings: [],
      };
    });
    for (let at = 0; at < rows.length; at += LINES_AT_ONCE)
      await tx.insert(familyStatementLines).values(rows.slice(at, at + LINES_AT_ONCE));
    const facts = { agreementId, statementId, lines: rows.length, ...(isOther && { newAccount: true }) };
    return accepted({ value: { statementId, lines: rows.length }, personId: agreement.childId, facts });
  });
}
