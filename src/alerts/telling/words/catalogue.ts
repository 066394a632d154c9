import type { Language } from '../notice.ts';
import { enGb } from './en-gb.ts';
import { pl } from './pl.ts';

/** Every text of a notice, by key; `{name}` stands for what is put in. No key asks for anything about a case: others may see the message. */
export type MessageKey = keyof typeof enGb;
export type MessageCatalogue = Readonly<Record<MessageKey, string>>;

export const catalogues: Readonly<Record<Language, MessageCatalogue>> = { 'en-GB': enGb, pl };

const PLACE = /\{([a-zA-Z]+)\}/g;

export function sayMessage(language: Language, key: MessageKey, values: Readonly<Record<string, string>>): string {
  return catalogues[language][key].replace(PLACE, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`The message ${key} needs ${name}, and nothing was given.`);
    return value;
  });
}

/** What a text asks for; in every language a key asks for the same. */
export function placesOf(text: string): string[] {
  return [...new Set([...text.matchAll(PLACE)].map(([, name = '']) => name))].sort();
}
