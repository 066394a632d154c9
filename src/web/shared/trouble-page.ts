import { type Html, html } from '../../platform/http/html.ts';
import type { PageAnswer } from './page-route.ts';

const troubles = {
  'from-elsewhere': {
    status: 403,
    title: 'This did not come from our page',
    advice: 'Nothing was changed. Open the page here again and send the form from there. If that does not help, try another browser.',
  },
  'form-stale': {
    status: 403,
    title: 'This page was open too long',
    advice:
      'Nothing was changed. You signed in or out since it was opened, or your browser keeps no cookies. Open the page again and send the form once more.',
  },
  'not-a-form': {
    status: 415,
    title: 'This is not a form of ours',
    advice: 'Nothing was changed. Open the page here and send the form from there.',
  },
  'not-found': {
    status: 404,
    title: 'We cannot find this page',
    advice: 'The link may be too old, or not for you. Look among your places to see what you can open.',
    next: { href: '/your-places', words: 'Go to your places' },
  },
  away: {
    status: 503,
    title: 'We cannot do this at the moment',
    advice: 'Nothing is lost and nothing was changed. Please try again in a minute.',
  },
  broken: {
    status: 500,
    title: 'Something went wrong here',
    advice: 'It is not your fault, and we have been told. Please try again; if it keeps happening, tell your council when it happened.',
  },
} as const;

export type Trouble = keyof typeof troubles;

/** What a person sees when a page could not do its work: what happened, and what to do next. */
export function troublePage(trouble: Trouble): { readonly status: number; readonly title: string; readonly content: Html } {
  const { status, title, advice, ...more } = troubles[trouble];
  const { href, words } = 'next' in more ? more.next : { href: '/sign-in', words: 'Go to the sign-in page' };
  return {
    status,
    title: `${title} - Threefold`,
    content: html`<section class="step"><h1>${title}</h1><p class="intro">${advice}</p><p><a href="${href}">${words}</a></p></section>`,
  };
}

/** The same, for a handler to answer with. */
export function troubleAnswer(trouble: Trouble): PageAnswer {
  return { kind: 'page', ...troublePage(trouble) };
}
