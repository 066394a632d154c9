import { type Html, html } from '../../platform/http/html.ts';
import { pageFrame } from '../shared/page-frame.ts';
import type { HomeView, LineView, Stretch } from './home-presenter.ts';

/** Puts the presenter's words into their places; decides nothing. Whatever comes in is escaped by `html`. */
export function homeView(view: HomeView): string {
  return pageFrame({
    title: 'Threefold: personal budgets, kept, paid and proved',
    content: html`<section class="opening">
<h1>Where every penny of a family's support went</h1>
<p class="intro">Threefold keeps a family's personal budget from education, health and care in one ledger, and pays it out on the day it is promised. It is made so that families, council officers and providers see the same figures, to the penny, and can trace each one to its payment and its receipt.</p>
</section>
${view.notice !== undefined && html`<p class="notice">${view.notice}</p>`}
${view.figures && family(view.figures)}
${moneyModel()}`,
  });
}

function family({ heading, lines, all, other }: NonNullable<HomeView['figures']>): Html {
  return html`<section class="family" aria-labelledby="family">
<h2 id="family">${heading}</h2>
<p class="aside">A made-up family of a made-up council. The figures are read from the ledger as you look.</p>
<div class="lines">
${lines.map((line) => budgetLine(line, 'line'))}
${budgetLine(all, 'line total')}
</div>
${other !== undefined && html`<p class="notice">${other}</p>`}
</section>`;
}

function budgetLine(line: LineView, classes: string): Html {
  return html`<article class="${classes}">
<header><h3>${line.title}</h3><p>${line.fundedBy}</p></header>
<p class="left"><span>Left</span> <strong>${line.left}</strong> <span>of ${line.agreed}</span></p>
<svg class="bar" width="100%" height="14" role="img" aria-label="${line.barInWords}">${line.bar.map(stretch)}</svg>
<dl>${line.figures.map(({ part, name, amount }) => html`<div><dt class="${part}">${name}</dt><dd>${amount}</dd></div>`)}</dl>
</article>
`;
}

function stretch({ part, from, width }: Stretch): Html {
  return html`<rect class="${part}" x="${from}" y="0" width="${width}" height="100%"/>`;
}

function moneyModel(): Html {
  return html`<section class="model" aria-labelledby="model">
<h2 id="model">How the money is kept</h2>
<p class="aside">Two stories are told side by side, and each balances by itself in every entry.</p>
<div class="tracks">
<div><h3>Who promised what</h3>
<ol><li><b>Put up</b> by a funder</li><li><b>Given</b> to a budget line</li><li><b>Promised</b> by an agreement or an order</li><li><b>Paid</b> when an instalment or an invoice is due</li></ol></div>
<div><h3>What the money did</h3>
<ol><li><b>At the bank</b> of the council</li><li><b>Under way</b> until the bank shows it</li><li><b>With the family</b> or owed to a provider</li><li><b>Spent</b> when a receipt or an invoice shows it</li></ol></div>
</div>
<p>Nothing is ever changed afterwards. A mistake is taken back by a new entry, and every entry is sealed, so that anybody who may look can add it all up again.</p>
</section>`;
}
