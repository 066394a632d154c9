import { html } from '../../../platform/http/html.ts';
import { formatPounds } from '../../../platform/money/pounds.ts';
import type { SandboxBank } from './sandbox-bank.ts';

const SHOWN = 100;

/** What the made-up bank has done, for whoever looks at it in a browser. References only: it knows no more that may be shown. */
export function sandboxPage(bank: SandboxBank, label: string): string {
  const { payments } = bank;
  const rows = payments
    .slice(-SHOWN)
    .reverse()
    .map(
      ({ reference, amount, bookedOn, returned }) =>
        html`<tr><td>${reference}</td><td>${formatPounds(BigInt(amount))}</td><td>${bookedOn}</td><td>${returned === undefined ? '' : `${returned.returnedOn}, ${returned.reason}`}</td></tr>`,
    );
  return html`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>${label}</title>
<style>body{font-family:sans-serif;margin:2rem}strong{background:#ffdd00;padding:.5rem;display:block}td,th{text-align:left;padding:.2rem 1rem .2rem 0}</style></head>
<body><strong>${label}</strong><h1>The sandbox rail</h1>
<p>It is ${bank.today} here. ${payments.length} payments have been taken; the latest ${Math.min(SHOWN, payments.length)} are shown.</p>
<table><thead><tr><th>Reference</th><th>Pounds</th><th>Booked</th><th>Came back</th></tr></thead><tbody>${rows}</tbody></table>
<p><strong>${label}</strong></p></body></html>`.text;
}
