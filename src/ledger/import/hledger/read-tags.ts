/** `name: value` pairs of a comment, parted by commas, as hledger has them; a comment without any is just a comment. */
export function readTags(comment: string): Record<string, string> {
  const tags: Record<string, string> = {};
  for (const part of comment.split(',')) {
    const tag = /(?:^|\s)([A-Za-z][\w-]*):\s*(.*)$/.exec(part.trim());
    if (tag !== null) tags[tag[1] as string] = (tag[2] as string).trim();
  }
  return tags;
}
