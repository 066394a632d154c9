import { LONGEST_MESSAGE } from '../../../people/index.ts';
import { accepted, type Result, refused } from '../../../platform/result.ts';

export interface MessageFormRefusal {
  readonly code: 'message-unfit';
  readonly words: string;
  /** As it was typed: nobody writes a long letter twice. */
  readonly text: string;
}

/** Reads what was written. Browsers send line ends of two characters, which nobody has typed. */
export function readMessage(form: URLSearchParams): Result<string, MessageFormRefusal> {
  const text = (form.get('text') ?? '').replaceAll('\r\n', '\n').trim();
  if (text === '') return refused({ code: 'message-unfit', words: 'Write what you want to say.', text });
  if (text.length <= LONGEST_MESSAGE) return accepted(text);
  const most = LONGEST_MESSAGE.toLocaleString('en-GB');
  const words = `This is ${text.length.toLocaleString('en-GB')} characters long, and a message can have ${most}. Make it shorter, or send it as a document.`;
  return refused({ code: 'message-unfit', words, text });
}
