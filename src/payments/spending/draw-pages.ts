import { PDFiumLibrary } from '@hyzyla/pdfium';
import sharp, { type Sharp } from 'sharp';
import { accepted, type Result, refused } from '../../platform/result.ts';
import type { ReceiptMediaType } from './rules/kinds.ts';

/** Wide enough to read a till roll; larger pictures are made smaller. */
const LONGEST_SIDE = 2_000;
/** A picture that says it is larger is a trap, not a photograph. */
const MOST_PIXELS = 60_000_000;
const MOST_PAGES = 20;
const QUALITY = 80;

export type DrawRefusal = { readonly code: 'receipt-unreadable' | 'receipt-picture-too-large' | 'receipt-too-many-pages' };

/** What a file begins with; what its sender says of it is not believed. */
export function typeByContent(content: Buffer): ReceiptMediaType | undefined {
  if (content.subarray(0, 5).toString('latin1') === '%PDF-') return 'application/pdf';
  if (content.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (content.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]))) return 'image/png';
  return undefined;
}

/**
 * Draws every page anew as a JPEG without what cameras and programs write beside the picture (place, time, owner). PDF is drawn by PDFium
 * compiled to WebAssembly: a broken file breaks its sandbox and nothing else, and no script in it runs.
 */
export async function drawPages(content: Buffer, mediaType: ReceiptMediaType): Promise<Result<Buffer[], DrawRefusal>> {
  try {
    if (mediaType === 'application/pdf') return await drawPdf(content);
    const { width = 0, height = 0 } = await sharp(content, { limitInputPixels: false }).metadata();
    if (width * height > MOST_PIXELS) return refused({ code: 'receipt-picture-too-large' });
    return accepted([await redrawn(sharp(content, { limitInputPixels: MOST_PIXELS, failOn: 'truncated' }).rotate())]);
  } catch {
    return refused({ code: 'receipt-unreadable' });
  }
}

function redrawn(picture: Sharp): Promise<Buffer> {
  return picture
    .resize({ width: LONGEST_SIDE, height: LONGEST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

async function drawPdf(content: Buffer): Promise<Result<Buffer[], DrawRefusal>> {
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
