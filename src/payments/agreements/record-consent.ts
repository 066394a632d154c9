import { v7 as uuidv7 } from 'uuid';
import { childrenOpenTo } from '../../people/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { Caller } from '../../platform/http/operation.ts';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { ConsentKind } from '../rules/agreement-kinds.ts';
import { isComplete, judgeSignature, type SignatureRefusal } from '../rules/consent.ts';
import {
  type AgreementAsRead,
  type AgreementAtHand,
  type AgreementDesk,
  type AtHandRefusal,
  changeAgreement,
  ownRightOf,
} from './agreement-desk.ts';
import { agreementConsents } from './schema.ts';
import { noticesOf, signedKinds, updateAgreement } from './store.ts';

export interface NewConsent {
  readonly kind: Exclude<ConsentKind, 'withdrawal'>;
  /** The version of the notice that was read. */
  readonly version: number;
  /** Of a paper: who signed it, and the day on it. Whoever signs in signs today and for themselves. */
  readonly signedBy?: string | undefined;
  readonly writtenOn?: PlainDate | undefined;
  readonly words?: string | undefined;
}

export type ConsentRefusal =
  | { readonly code: 'notice-superseded'; readonly facts: { readonly currentVersion: number } }
  | { readonly code: 'consent-not-in-writing' | 'consent-before-notice' }
  | { readonly code: SignatureRefusal['code']; readonly facts?: { readonly ownRightFrom: PlainDate } };

/** Written consent to one version of the notice, by the right person: online by themselves, or on paper by way of an officer. */
export async function recordConsent(
  desk: AgreementDesk,
  caller: Caller,
  asRead: AgreementAsRead,
  consent: NewConsent,
): Promise<Result<{ readonly complete: boolean; readonly revision: number }, AtHandRefusal | ConsentRefusal>> {
  const needed = ['notice-given', 'consented', 'live'] as const;
  return changeAgreement(desk, caller, { operation: 'payments.record-consent', asRead, needed }, async (atHand) => {
    const { tx, key, now, day, agreement } = atHand;
    const { authorityId, agreementId, familyId, recipientKind } = agreement;
    if (consent.version !== agreement.noticeVersion)
      return refused({ code: 'notice-superseded', facts: { currentVersion: agreement.noticeVersion } });
    const signature = signatureOf(caller, atHand, consent);
    if (signature === undefined) return refused({ code: 'consent-not-in-writing' });
    const { signer, writtenOn, channel } = signature;
    const [notice] = await noticesOf(tx, authorityId, agreementId);
    if (notice === undefined || writtenOn < notice.givenOn || writtenOn > day) return refused({ code: 'consent-before-notice' });
    const judged = judgeSignature({
      ...{ kind: consent.kind, recipientKind, recipientPersonId: agreement.recipientPersonId ?? undefined, childId: agreement.childId },
      ...{ signer, signerIsResponsible: isResponsible(atHand, signer), ownRightFrom: ownRightOf(atHand, agreement), on: writtenOn },
    });
    if (!judged.ok) {
      const { code, ...facts } = judged.refusal;
      return refused({ code, ...('ownRightFrom' in facts && { facts }) });
    }
    const consentId = uuidv7();
    const { kind, version, words } = consent;
    await tx.insert(agreementConsents).values({
      ...{
        authorityId,
        consentId,
        agreementId,
        familyId,
        kind,
        version,
        capacity: judged.value,
        signedBy: signer ?? null,
        writtenOn,
        channel,
      },
      ...{ sealed: key.seal({ words: words ?? '' }, consentId), createdAt: now, createdBy: caller.principal },
    });
    const complete = isComplete(recipientKind, await signedKinds(tx, authorityId, agreementId, version));
    const revision = agreement.revision + 1;
    await updateAgreement(tx, authorityId, agreementId, {
      revision,
      ...(complete && { consentedVersion: version }),
      ...(complete && agreement.state === 'notice-given' && { state: 'consented' as const }),
    });
    return accepted({ value: { complete, revision }, facts: { kind, version, capacity: judged.value } });
  });
}

interface WrittenSignature {
  readonly signer: string | undefined;
  readonly writtenOn: PlainDate;
  readonly channel: 'online' | 'paper';
}

/** Who signs: the one who is signed in, in their place in the family, or whoever's paper an officer holds in hand. */
export function signatureOf(
  caller: Caller,
  { agreement, day }: Pick<AgreementAtHand, 'agreement' | 'day'>,
  { signedBy, writtenOn }: Pick<NewConsent, 'signedBy' | 'writtenOn'>,
): WrittenSignature | undefined {
  const inFamily = caller.actingAs?.familyId === agreement.familyId ? caller.actingAs : undefined;
  if (inFamily !== undefined)
    return { signer: inFamily.may === undefined ? inFamily.personId : inFamily.standingId, writtenOn: day, channel: 'online' };
  if (caller.onBehalfOf !== undefined && caller.onBehalfOf.channel !== 'paper') return undefined;
  return { signer: signedBy ?? caller.onBehalfOf?.personId, writtenOn: writtenOn ?? day, channel: 'paper' };
}

export function isResponsible(
  { rows, agreement, day }: Pick<AgreementAtHand, 'rows' | 'agreement' | 'day'>,
  signer: string | undefined,
): boolean {
  const children = rows.persons.filter(({ kind }) => kind === 'young-person');
  return signer !== undefined && childrenOpenTo(signer, children, rows.relationships, day).includes(agreement.childId);
}
