import { type Html, html } from '../../platform/http/html.ts';

export function copyView(saveAt: string): Html {
  return html`<section class="step">
<p class="back"><a href="/your-places">Your places</a></p>
<h1>A copy of our record</h1>
<p class="intro">One file with everything we keep about you that you can see yourself: names and contact details, your own messages and documents, whom you have let in, and who has looked.</p>
<p>Open it on a computer, and then open <strong>record.html</strong> in it. The other files are the same for programs.</p>
<p class="notice">It is personal. Keep it where only you can open it.</p>
<p><a class="button" href="${saveAt}" download>Save the copy</a></p>
</section>`;
}
