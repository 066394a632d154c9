import { type Html, html } from '../../../platform/http/html.ts';
import type { FiguresView, LineView, YourBudgetView } from './your-budget-presenter.ts';

export function yourBudgetView({ heading, intro, on, none, all, lines }: YourBudgetView): Html {
  return html`<section class="step wide">
<p class="back"><a href="/your-places">Your places</a></p>
<h1>${heading}</h1>
<p class="intro">${intro}</p>
<p class="aside">${on}</p>
${none !== undefined && html`<p class="notice">${none}</p>`}
</section>
${
  all &&
  html`<section class="family" aria-label="${heading}">
<div class="lines">
${figuresCard(all, 'line total')}
${lines.map(lineCard)}
</div>
</section>`
}`;
}

function lineCard({ anchor, passages, outlook, ...line }: LineView): Html {
  const answers = passages.map(({ heading, sentences }) => html`<h3>${heading}</h3>\n${sentences.map((text) => html`<p>${text}</p>\n`)}`);
  return figuresCard(
    line,
    'line',
    html`${outlook !== undefined && html`<p class="notice">${outlook}</p>`}
<details id="${anchor}"><summary>What it is for and why<span class="unseen">: ${line.title}</span></summary>
<div class="answers">${answers}</div>
</details>
`,
  );
}

function figuresCard({ title, from, left, bar, barInWords, figures }: FiguresView, classes: string, more?: Html): Html {
  return html`<article class="${classes}">
<header><h2>${title}</h2><p>${from}</p></header>
<p class="left"><strong class="sentence">${left}</strong></p>
<svg class="bar" width="100%" height="14" role="img" aria-label="${barInWords}">${bar.map(({ part, from: x, width }) => html`<rect class="${part}" x="${x}" y="0" width="${width}" height="100%"/>`)}</svg>
<dl>${figures.map(({ part, name, amount }) => html`<div><dt class="${part}">${name}</dt><dd>${amount}</dd></div>`)}</dl>
${more}
</article>
`;
}
