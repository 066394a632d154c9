import { type Html, html } from '../platform/http/html.ts';
import { sample } from './page-parts.ts';

/** What holds for every operation, told once and before them. */
export function conventionsSection(): Html {
  return html`<section class="chapter" aria-labelledby="start"><h2 id="start">Start here</h2>
${convention(
  'keys',
  'Keys',
  html`<p>Every request carries an API key. A key belongs to one authority and holds the scopes it was given; what it may not see answers as if it were not there. Keep keys on servers: browsers are not let in.</p>`,
  sample(
    'A key in a shell',
    'export THREEFOLD_URL=https://threefold.council.example\nread -rs THREEFOLD_KEY && export THREEFOLD_KEY\n\ncurl "$THREEFOLD_URL/readyz"',
  ),
)}
${convention(
  'values',
  'Money, dates, times',
  html`<p>Money is exact: pounds and pence in a string, never a number. Accounting dates are calendar dates in Europe/London. Moments are UTC with their offset. Members that an operation does not know are refused, so a misspelt name is never passed over.</p>`,
  sample(
    'Values',
    '{\n  "amount": { "amount": "1234.56", "currency": "GBP" },\n  "effectiveDate": "2026-04-01",\n  "recordedAt": "2026-04-01T09:30:00.000Z"\n}',
  ),
)}
${convention(
  'retries',
  'Safe retries',
  html`<p>A request that moves or promises money needs an <code>Idempotency-Key</code>: make one up for each thing you want done, and send the same one whenever you try that thing again. It is done once. The answer to a repeat is the first answer, with <code>Idempotency-Hit: true</code>. The same key with another request is refused.</p>`,
  sample('Headers', 'Idempotency-Key: b7f0a9a2-6d0c-4c6e-9d43-0f3f4f7f2a11\n\nHTTP/1.1 201 Created\nIdempotency-Hit: true'),
)}
${convention(
  'editing',
  'Editing',
  html`<p>What can be edited carries an <code>ETag</code>. Send it back in <code>If-Match</code>. If somebody changed the thing in between, the answer is 412 and nothing of theirs is lost.</p>`,
  sample('Headers', 'ETag: "7"\n\nIf-Match: "7"'),
)}
${convention(
  'lists',
  'Lists',
  html`<p>A page has 25 items unless <code>limit</code> says otherwise, at most 100. Read on with <code>nextCursor</code>, or follow the <code>Link</code> header, until it is null. Items that arrive while you read are neither skipped nor shown twice.</p>`,
  sample('A page', '{\n  "data": [],\n  "nextCursor": "WzEsImFjY291bnRzIiwiNDEiXQ"\n}'),
)}
${convention(
  'refusals',
  'Refusals',
  html`<p>A refused request changes nothing. Its answer is a problem as RFC 9457 describes it: a stable <code>code</code>, words for a person, the facts of the case, and under <code>errors</code> everything that is wrong at once. Every answer names its request in <code>X-Request-Id</code>; quote it when you ask us.</p>`,
  sample(
    '422 application/problem+json',
    JSON.stringify(
      {
        type: '/problems/request-invalid',
        title: 'Something in the request is not as described',
        status: 422,
        detail: 'Put right what errors lists, and send it again.',
        instance: 'urn:threefold:request:019aa000-7a11-7c04-9d1f-5b0c2e8f4a6d',
        code: 'request-invalid',
        errors: [{ in: 'body', pointer: '/effectiveDate', code: 'missing', message: 'This is required.' }],
      },
      undefined,
      2,
    ),
  ),
)}
</section>`;
}

function convention(id: string, title: string, words: Html, example: Html): Html {
  return html`<div class="operation" id="${id}"><div class="words"><h3><a href="#${id}">${title}</a></h3>${words}</div><div class="samples">${example}</div></div>`;
}
