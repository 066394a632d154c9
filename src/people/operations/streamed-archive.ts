import type { Archive } from '../records/export-family.ts';

/** The archive as the JSON that its schema says, without ever holding it whole. */
export async function* archiveJson({ fileName, content }: Archive): AsyncGenerator<string, void, undefined> {
  yield `{"fileName":${JSON.stringify(fileName)},"mediaType":"application/x-tar","content":"`;
  let rest = Buffer.alloc(0);
  for await (const part of content) {
    const bytes = Buffer.concat([rest, part]);
    // Base64 of parts is base64 of the whole where each part but the last is a multiple of three bytes.
    const whole = bytes.length - (bytes.length % 3);
    yield bytes.subarray(0, whole).toString('base64');
    rest = bytes.subarray(whole);
  }
  yield `${rest.toString('base64')}"}`;
}
