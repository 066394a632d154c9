import type { FundingStream } from '../../rules/share.ts';

/** Therapies that normally educate or train: what they are for decides, not who employs the therapist. */
const EDUCATES_UNLESS_SAID_OTHERWISE: readonly string[] = ['speech-and-language-therapy'];

export interface StreamOfSupport {
  readonly kind: string;
  readonly stream: FundingStream;
  readonly educatesOrTrains: boolean;
  /** Why it is in another stream all the same. */
  readonly reasonForStream?: string | undefined;
}

/**
 * Whether the support belongs to EDUCATION and section F. Health or social care provision that educates or trains is special educational
 * provision (Children and Families Act 2014 s.21(5)); speech and language therapy normally is (SEND Code of Practice 9.74, from memory).
 */
function belongsToEducation({ kind, educatesOrTrains }: Pick<StreamOfSupport, 'kind' | 'educatesOrTrains'>): boolean {
  return educatesOrTrains || EDUCATES_UNLESS_SAID_OTHERWISE.includes(kind);
}

/** In another stream without a written reason. */
export function isInWrongStream(support: StreamOfSupport): boolean {
  return belongsToEducation(support) && support.stream !== 'EDUCATION' && support.reasonForStream === undefined;
}
