import sharp from 'sharp';
import { expect, it } from 'vitest';
import { drawPages } from '../../../src/payments/spending/draw-pages.ts';
import { must } from '../../people/example-family.ts';

/** A PDF of one page with these objects beside it; what a page draws is its fourth object. */
function pdf(page: string, others: readonly string[]): Buffer {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>', page, ...others];
  let text = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const at = text.length;
    text += `${index + 1} 0 obj${object}endobj\n`;
    return `${String(at).padStart(10, '0')} 00000 n \n`;
  });
  const xref = text.length;
  const size = objects.length + 1;
  text += `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${xref}\n%%EOF`;
  return Buffer.from(text, 'latin1');
}
const stream = (words: string, content: string) => `<<${words}/Length ${content.length}>>stream\n${content}\nendstream\n`;
const PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>';

/** Twelve forms, each of which draws the next a thousand times: small to send, and never drawn to its end. */
const endless = () =>
  pdf(PAGE, [
    stream('', '/F Do'),
    ...Array.from({ length: 12 }, (_, level) =>
      stream(
        `/Type/XObject/Subtype/Form/BBox[0 0 200 300]/Resources<</XObject<</F ${level + 6} 0 R>>>>`,
        '/F Do 0 0 9 9 re f '.repeat(1_000),
      ),
    ),
    stream('/Type/XObject/Subtype/Form/BBox[0 0 200 300]', '0 0 9 9 re f'),
  ]);
const harmless = () => pdf(PAGE, [stream('', '1 0 0 rg 10 10 80 80 re f'), '<<>>']);
const usual = { deadlineMs: 60_000, megabytes: 384 };
const unreadable = { ok: false, refusal: { code: 'receipt-unreadable' } };

it('draws a PDF in a thread of its own, and gives up one that never ends, or a thread that needs more heap than it may', async () => {
  const [page] = must(await drawPages(harmless(), 'application/pdf', usual));
  const { format, width, height } = await sharp(page).metadata();
  expect([format, width, height]).toEqual(['jpeg', 400, 600]);
  expect(await drawPages(endless(), 'application/pdf', { ...usual, deadlineMs: 5_000 })).toEqual(unreadable);
  expect(await drawPages(harmless(), 'application/pdf', { ...usual, megabytes: 1 })).toEqual(unreadable);
});
