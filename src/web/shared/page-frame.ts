import { type Html, html } from '../../platform/http/html.ts';

export interface Page {
  readonly title: string;
  readonly content: Html;
  /** Of somebody who is signed in: their name in the head of the page, and the way out. */
  readonly who?: { readonly email: string; readonly formToken: string };
  /** A script file of our own. */
  readonly script?: string;
}

/** The three bars of the name: three funders, one family. Drawn with currentColor, so it follows light, dark and forced colours. */
const MARK = html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path fill="currentColor" d="M3 4h18v4H3zM3 10h13v4H3zM3 16h8v4H3z"/></svg>`;

export function pageFrame({ title, content, who, script }: Page): string {
  const page = html`<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="stylesheet" href="/pages.css">
${script !== undefined && html`<script src="${script}" defer></script>`}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="masthead">
<a class="wordmark" href="/">${MARK}<span>Threefold</span></a>
<nav aria-label="Pages"><a href="/docs">Admin API</a>${who === undefined ? html`<a href="/sign-in">Sign in</a>` : signedIn(who)}</nav>
</header>
<main id="content" tabindex="-1">
${content}
</main>
<footer class="foot">
<p>For developers: <a href="/docs">the admin API in words</a>, <a href="/openapi.json">its OpenAPI 3.1 document</a>, <a href="/healthz">is it running?</a></p>
<p>Everything shown here is made up. No such council, family or provider exists.</p>
</footer>
</body>
</html>
`;
  return `<!doctype html>\n${page.text}`;
}

function signedIn({ email, formToken }: NonNullable<Page['who']>): Html {
  return html`<a href="/your-places">Your places</a>
<a href="/your-sign-ins">${email}</a>
<form method="post" action="/sign-out"><input type="hidden" name="token" value="${formToken}"><button class="plain" type="submit">Sign out</button></form>`;
}
