import type { enGb } from './en-gb.ts';

/** Every text that a family reads about its budget, by key; `{name}` stands for what is put in. One such file for each language. */
export type MessageKey = keyof typeof enGb;
export type Catalogue = Readonly<Record<MessageKey, string>>;
export type Values = Readonly<Record<string, string>>;

const PLACE = /\{([a-zA-Z]+)\}/g;

/** The text of a key with everything put in. A place that nothing is given for is a fault of ours, and never reaches a family. */
export function say(catalogue: Catalogue, key: MessageKey, values: Values = {}): string {
  return catalogue[key].replace(PLACE, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The text ${key} needs ${name}, and nothing was given.`);
    return value;
  });
}

/** What a text asks for; in every language a key asks for the same. */
export function placesIn(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([, name = '']) => name))].sort();
}
