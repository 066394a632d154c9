import type { PlainDate } from '../../../platform/calendar/plain-date.ts';
import type { Mail } from '../../../platform/email/mail.ts';
import { html } from '../../../platform/http/html.ts';
import type { Letter } from '../../../platform/letters/letter.ts';
import type { Language, Template } from '../notice.ts';
import { sayMessage } from './catalogue.ts';

/** A notice in words, whatever channel carries it. */
export interface ComposedNotice {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly link: string;
  readonly linkText: string;
  readonly language: Language;
}

export function composeNotice(
  template: Template,
  language: Language,
  values: Readonly<Record<string, string>>,
  publicUrl: string,
): ComposedNotice {
  const say = (part: 'subject' | 'body' | 'next') => sayMessage(language, `${template}.${part}`, values);
  return {
    subject: say('subject'),
    lines: [say('body'), say('next')],
    link: `${publicUrl}/your-places`,
    linkText: sayMessage(language, 'link.text', values),
    language,
  };
}

export function noticeAsMail(to: string, { subject, lines, link, linkText, language }: ComposedNotice): Mail {
  const page = html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${subject}</title></head><body>
${lines.map((line) => html`<p>${line}</p>`)}
<p><a href="${link}">${linkText}</a></p>
</body></html>
`;
  return { to, subject, text: [...lines, link, ''].join('\n\n'), html: page.text };
}

export function noticeAsText({ lines, link }: ComposedNotice): string {
  return [...lines, link].join(' ');
}

export function noticeAsLetter(
  { subject, lines, link, language }: ComposedNotice,
  {
    council,
    to,
    date,
    reference,
  }: { readonly council: string; readonly to: readonly string[]; readonly date: PlainDate; readonly reference: string },
): Letter {
  const say = (key: 'letter.dear' | 'letter.end') => sayMessage(language, key, { council });
  return {
    title: subject,
    language,
    from: [council],
    to,
    date,
    reference,
    parts: [say('letter.dear'), ...lines, link, say('letter.end')].map((text) => ({ kind: 'paragraph' as const, text })),
  };
}
