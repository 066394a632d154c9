import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { showDate } from '../calendar/show-date.ts';
import { type Letter, type LetterPart, type LetterTable, requireWholeTables } from './letter.ts';

/** Points on paper. 12 is the least that public bodies should print for people; large print begins at 16; a report is for officers. */
const PRINT = { usual: 12, large: 18, report: 8 } as const;

const MARGIN = 64;
const CELL_PADDING = 4;
/** A heading cell says that it heads its column; the published types of the library do not know the option yet. */
const COLUMN_HEAD = { scope: 'Column' } as object;
const fonts = join(dirname(createRequire(import.meta.url).resolve('dejavu-fonts-ttf/package.json')), 'ttf');
/** One family that has the letters of Welsh, Polish, Urdu and most other languages of families: a name must never print as boxes. */
const [BODY, BOLD] = [join(fonts, 'DejaVuSans.ttf'), join(fonts, 'DejaVuSans-Bold.ttf')];

export interface PdfChoices {
  readonly print?: keyof typeof PRINT;
}

type Section = PDFKit.PDFStructureElement;

/**
 * The letter as a tagged PDF (PDF/UA-1, ISO 14289): headings, lists and tables are marked as what they are, so that a screen reader reads
 * them in order. The same letter gives the same bytes, because its own date is the only date in it.
 */
export async function letterAsPdf(letter: Letter, { print = 'usual' }: PdfChoices = {}): Promise<Buffer> {
  requireWholeTables(letter);
  const { title, language, from, date } = letter;
  const made = new Date(`${date}T00:00:00Z`);
  // Loaded with the first letter: its font engine alone is a quarter of a second of a command's start.
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    pdfVersion: '1.7',
    // The library knows it; its published types do not yet.
    subset: 'PDF/UA' as never,
    tagged: true,
    lang: language,
    displayTitle: true,
    info: { Title: title, Author: from[0] ?? '', CreationDate: made, ModDate: made },
    bufferPages: true,
    font: BODY,
  });
  const bytes = collected(document);
  const pen = new Pen(document, PRINT[print]);
  pen.head(letter);
  for (const part of letter.parts) pen.part(part);
  pen.end(title);
  document.end();
  return bytes;
}

async function collected(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of document) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Draws one part after the other, each inside the structure that says what it is. */
class Pen {
  readonly #document: PDFKit.PDFDocument;
  readonly #root: Section;
  readonly #size: number;

  constructor(document: PDFKit.PDFDocument, size: number) {
    this.#document = document;
    this.#size = size;
    this.#root = document.struct('Document');
    document.addStructure(this.#root);
    document.fontSize(size);
  }

  head({ title, from, to, date, reference }: Letter): void {
    this.#lines(from, 'right');
    if (to !== undefined) this.#lines(to, 'left');
    this.#lines([showDate(date), ...(reference === undefined ? [] : [`Reference: ${reference}`])], 'left');
    this.#text('H1', title, { font: BOLD, size: this.#size * 1.4 });
  }

  part(part: LetterPart): void {
    switch (part.kind) {
      case 'heading':
        this.#keepTogether(4);
        this.#text('H2', part.text, { font: BOLD, size: this.#size * 1.1 });
        break;
      case 'subheading':
        this.#keepTogether(3);
        this.#text('H3', part.text, { font: BOLD, gap: 0.3 });
        break;
      case 'paragraph':
        this.#text('P', part.text);
        break;
      case 'list':
        this.#list(part.items.map((text) => ({ label: '•', text })));
        break;
      case 'facts':
        for (const { name, value } of part.facts) this.#text('P', `${name}: ${value}`, { gap: 0.3 });
        this.#document.moveDown(0.5);
        break;
      case 'table':
        this.#table(part);
        break;
    }
  }

  /** Page numbers are drawn last, when it is known how many there are; they are no part of what is read aloud. */
  end(title: string): void {
    this.#root.end();
    const document = this.#document;
    const { start, count } = document.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      document.switchToPage(start + page);
      const bottom = document.page.margins.bottom;
      document.page.margins.bottom = 0;
      document.markContent('Artifact', { type: 'Pagination' });
      document
        .font(BODY)
        // Three quarters of the letter's own: whoever asks for large print reads the page number too.
        .fontSize(this.#size * 0.75)
        .fillColor('#444444')
        .text(`${title} · page ${page + 1} of ${count}`, MARGIN, document.page.height - MARGIN / 1.6, {
          align: 'center',
          lineBreak: false,
        });
      document.endMarkedContent();
      document.page.margins.bottom = bottom;
    }
  }

  #lines(lines: readonly string[], align: 'left' | 'right'): void {
    for (const line of lines) this.#text('P', line, { align, gap: 0 });
    this.#document.moveDown(1);
  }

  #text(
    type: 'H1' | 'H2' | 'H3' | 'P',
    text: string,
    {
      font = BODY,
      size = this.#size,
      align = 'left',
      gap = 0.7,
    }: { font?: string; size?: number; align?: 'left' | 'right'; gap?: number } = {},
  ): void {
    const document = this.#document;
    this.#root.add(
      document.struct(type, {}, () => {
        document
          .font(font)
          .fontSize(size)
          .text(`${text} `, MARGIN, document.y, { align, lineGap: size * 0.25 });
      }),
    );
    document.font(BODY).fontSize(this.#size).moveDown(gap);
  }

  #list(items: readonly { readonly label: string; readonly text: string }[]): void {
    const document = this.#document;
    const list = document.struct('L');
    this.#root.add(list);
    for (const { label, text } of items) {
      const item = document.struct('LI');
      list.add(item);
      this.#keepTogether(1);
      const top = document.y;
      item.add(document.struct('Lbl', {}, () => document.text(label, MARGIN, top, { lineBreak: false })));
      item.add(
        document.struct('LBody', {}, () => document.text(`${text} `, MARGIN + this.#size * 1.5, top, { lineGap: this.#size * 0.25 })),
      );
      item.end();
      document.moveDown(0.25);
    }
    list.end();
    document.moveDown(0.4);
  }

  #table({ caption, columns, rows, total }: LetterTable): void {
    const document = this.#document;
    this.#keepTogether(5);
    this.#text('P', caption, { font: BOLD, gap: 0.3 });
    const table = document.struct('Table');
    this.#root.add(table);
    const widths = widthsOf(columns, [...rows, ...(total === undefined ? [] : [total])]).map(
      (share) => share * (document.page.width - 2 * MARGIN),
    );
    const draw = (row: readonly string[], type: 'TH' | 'TD', font: string) => this.#row(table, { row, type, font, columns, widths });
    draw(
      columns.map(({ title }) => title),
      'TH',
      BOLD,
    );
    for (const row of rows) draw(row, 'TD', BODY);
    if (total !== undefined) draw(total, 'TD', BOLD);
    table.end();
    document.x = MARGIN;
    document.font(BODY).fontSize(this.#size).moveDown(1);
  }

  #row(
    table: Section,
    {
      row,
      type,
      font,
      columns,
      widths,
    }: Pick<LetterTable, 'columns'> & { row: readonly string[]; type: 'TH' | 'TD'; font: string; widths: readonly number[] },
  ): void {
    const document = this.#document;
    document.font(font).fontSize(this.#size * 0.85);
    const inside = (index: number) => (widths[index] ?? 0) - 2 * CELL_PADDING;
    const height = Math.max(...row.map((text, index) => document.heightOfString(`${text} `, { width: inside(index) }))) + 2 * CELL_PADDING;
    if (document.y + height > document.page.height - document.page.margins.bottom) document.addPage();
    const top = document.y;
    const drawn = document.struct('TR');
    table.add(drawn);
    let left = MARGIN;
    for (const [index, text] of row.entries()) {
      const place = { width: inside(index), align: columns[index]?.align ?? 'left' };
      const x = left + CELL_PADDING;
      drawn.add(
        document.struct(type, type === 'TH' ? COLUMN_HEAD : {}, () =>
          document.text(text === '' ? ' ' : text, x, top + CELL_PADDING, place),
        ),
      );
      left += widths[index] ?? 0;
    }
    drawn.end();
    document.markContent('Artifact', { type: 'Layout' });
    document
      .moveTo(MARGIN, top + height)
      .lineTo(left, top + height)
      .lineWidth(type === 'TH' ? 1 : 0.5)
      .strokeColor('#888888')
      .stroke();
    document.endMarkedContent();
    document.x = MARGIN;
    document.y = top + height;
  }

  /** Begins a page when fewer than this many lines are left, so that no heading stands alone at its foot. */
  #keepTogether(lines: number): void {
    const { page, y } = this.#document;
    if (y + lines * this.#size * 1.5 > page.height - page.margins.bottom) this.#document.addPage();
  }
}

/** Columns as wide as what they hold, none so narrow that a sum would break. */
function widthsOf(columns: LetterTable['columns'], rows: LetterTable['rows']): number[] {
  const longest = columns.map(({ title }, index) =>
    Math.min(36, Math.max(6, [...title].length, ...rows.map((row) => [...(row[index] ?? '')].length))),
  );
  const sum = longest.reduce((total, length) => total + length, 0);
  return longest.map((length) => length / sum);
}
