import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../verify/finding.ts';
import { type Anchor, type KeptAnchor, nameOf, readAnchor, textOf } from './anchor.ts';

/** The anchors of one book in the order in which they were taken, and what is wrong with the files themselves. */
export interface AnchorsOfBook {
  readonly anchors: readonly KeptAnchor[];
  readonly faults: readonly Finding[];
}

/** Reads what was kept of a book. A folder that is not there holds none: the first anchor makes it. */
export async function readAnchors(folder: string, authorityId: number): Promise<AnchorsOfBook> {
  const names = (await namesIn(folder)).filter((name) => name.startsWith(`book-${authorityId}_`) && name.endsWith('.anchor')).sort();
  const anchors: KeptAnchor[] = [];
  const faults: Finding[] = [];
  const about = (anchor: string, detail: string) => faults.push({ check: 'anchors', detail, anchor });
  for (const name of names) {
    const read = readAnchor(name, await readFile(join(folder, name), 'utf8'));
    if (!read.ok) {
      about(name, 'the anchor is not as it was written');
      continue;
    }
    const { value: kept } = read;
    const { number, previous } = kept.anchor;
    const expected = number === 1 ? null : anchors.at(-1)?.anchor.number === number - 1 ? anchors.at(-1)?.digest : undefined;
    if (previous !== expected) about(name, 'the anchor before it is missing or is not the one that it followed');
    anchors.push(kept);
  }
  return { anchors, faults };
}

/** Whole or not there at all, and never over another. */
export async function keepAnchor(folder: string, anchor: Anchor): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = nameOf(anchor);
  const draft = join(folder, `.${name}.${process.pid}`);
  try {
    const file = await open(draft, 'w', 0o400);
    try {
      await file.writeFile(textOf(anchor));
      await file.sync();
    } finally {
      await file.close();
    }
    await link(draft, join(folder, name));
  } finally {
    await rm(draft, { force: true });
  }
  return name;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
