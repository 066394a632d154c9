import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';
import { accepted, type Result, refused } from '../../platform/result.ts';

/** Wide enough to read a till roll; larger pictures are made smaller. */
const LONGEST_SIDE = 2_000;
/** A picture that says it is larger is a trap, not a photograph. */
export const MOST_PIXELS = 60_000_000;
const MOST_PAGES = 20;
const QUALITY = 80;

export type DrawRefusal = { readonly code: 'receipt-unreadable' | 'receipt-picture-too-large' | 'receipt-too-many-pages' };

export function redrawn(picture: Sharp): Promise<Buffer> {
  return picture
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

/** Every page of a PDF as a picture, by PDFium compiled to WebAssembly: no script in the file runs. Called where it can be ended only. */
export async function drawPdf(content: Uint8Array): Promise<Result<Buffer[], DrawRefusal>> {
  const library = await PDFiumLibrary.init();
  try {
    const document = await library.loadDocument(content);
    if (document.getPageCount() > MOST_PAGES) return refused({ code: 'receipt-too-many-pages' });
    const pages: Buffer[] = [];
    for (const page of document.pages()) {
      const { originalWidth: width, originalHeight: height } = page.getOriginalSize();
      const scale = Math.min(2, LONGEST_SIDE / Math.max(width, height, 1));
      if (width * scale * height * scale > MOST_PIXELS) return refused({ code: 'receipt-picture-too-large' });
      const drawn = await page.render({
        scale,
        render: ({ data, width: across, height: down }) => redrawn(sharp(data, { raw: { width: across, height: down, channels: 4 } })),
      });
      pages.push(Buffer.from(drawn.data));
    }
    document.destroy();
    return pages.length === 0 ? refused({ code: 'receipt-unreadable' }) : accepted(pages);
  } finally {
    library.destroy();
  }
}
