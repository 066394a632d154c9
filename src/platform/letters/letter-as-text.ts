import { showDate } from '../calendar/show-date.ts';
import { type Letter, type LetterPart, type LetterTable, requireWholeTables } from './letter.ts';

const WIDTH = 76;

/** The letter as plain text, for an e-mail, a terminal or a braille display; no line longer than 76 characters unless a word or table is. */
export function letterAsText(letter: Letter): string {
  requireWholeTables(letter);
  const { title, from, to, date, reference, parts } = letter;
  const head = [
    from.join('\n'),
    ...(to === undefined ? [] : [to.join('\n')]),
    [showDate(date), ...(reference === undefined ? [] : [`Reference: ${reference}`])].join('\n'),
    `${title}\n${'='.repeat([...title].length)}`,
  ];
  return `${[...head, ...parts.map(partAsText)].join('\n\n')}\n`;
}

function partAsText(part: LetterPart): string {
  switch (part.kind) {
    case 'heading':
      return `${part.text}\n${'-'.repeat([...part.text].length)}`;
    case 'subheading':
    case 'paragraph':
      return wrapped(part.text);
    case 'list':
      return part.items.map((item) => wrapped(item, '- ', '  ')).join('\n');
    case 'facts':
      return part.facts.map(({ name, value }) => wrapped(`${name}: ${value}`, '', '  ')).join('\n');
    case 'table':
      return tableAsText(part);
  }
}

function tableAsText({ caption, columns, rows, total }: LetterTable): string {
  const titles = columns.map(({ title }) => title);
  const all = [titles, ...rows, ...(total === undefined ? [] : [total])];
  const widths = columns.map((_, index) => Math.max(...all.map((row) => [...(row[index] ?? '')].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, index) => {
        const gap = ' '.repeat((widths[index] ?? 0) - [...cell].length);
        return columns[index]?.align === 'right' ? gap + cell : cell + gap;
      })
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [`${caption}:`, line(titles), rule, ...rows.map(line), ...(total === undefined ? [] : [rule, line(total)])].join('\n');
}

function wrapped(text: string, first = '', next = first): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(/\s+/).filter((each) => each !== '')) {
    if (!empty && [...line].length + 1 + [...word].length > WIDTH) {
      lines.push(line);
      line = next;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n');
}
