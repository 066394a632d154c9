import { Html, html } from '../platform/http/html.ts';

export interface Page {
  readonly title: string;
  readonly navigation?: Html;
  readonly content: Html;
}

/** The three bars of the name: three funders, one family. Drawn with currentColor, so it follows light, dark and forced colours. */
const MARK = html`<svg class="mark" viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false"><path fill="currentColor" d="M3 4h18v4H3zM3 10h13v4H3zM3 16h8v4H3z"/></svg>`;

export function pageFrame(page: Page): string {
  return new Html('<!doctype html>\n').text + document(page).text;
}

function document({ title, navigation, content }: Page): Html {
  return html`<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} - Threefold</title>
<link rel="stylesheet" href="/docs/page.css">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="masthead">
<a class="wordmark" href="/docs">${MARK}<span>Threefold</span></a>
<nav aria-label="Pages"><a href="/docs">Admin API</a><a href="/problems">Problems</a><a href="/openapi.json">OpenAPI 3.1</a></nav>
</header>
<div class="${navigation === undefined ? 'sheet' : 'sheet with-contents'}">
${navigation}
<main id="content" tabindex="-1">
${content}
</main>
</div>
</body>
</html>
`;
}
