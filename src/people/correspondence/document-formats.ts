/** What is taken, told by its first bytes: what a sender says of a file is not believed, and nothing a browser would run is among them. */
const FORMATS: readonly { readonly mediaType: string; readonly begins: Buffer; readonly at: number }[] = [
  { mediaType: 'application/pdf', begins: Buffer.from('%PDF-'), at: 0 },
  { mediaType: 'image/jpeg', begins: Buffer.from([0xff, 0xd8, 0xff]), at: 0 },
  { mediaType: 'image/png', begins: Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), at: 0 },
  { mediaType: 'image/heic', begins: Buffer.from('ftypheic'), at: 4 },
];

export const documentMediaTypes = FORMATS.map(({ mediaType }) => mediaType);

/** Whether a file is what it is said to be. */
export function isOfFormat(content: Buffer, mediaType: string): boolean {
  return FORMATS.some((format) => format.mediaType === mediaType && isOf(format, content));
}

/** What a file is, where nobody says so; undefined for what is not taken. */
export function mediaTypeOf(content: Buffer): string | undefined {
  return FORMATS.find((format) => isOf(format, content))?.mediaType;
}

function isOf({ begins, at }: (typeof FORMATS)[number], content: Buffer): boolean {
  return begins.equals(content.subarray(at, at + begins.length));
}
