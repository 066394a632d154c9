import type { MailFolder } from '../../platform/email/folder-mailer.ts';
import { html } from '../../platform/http/html.ts';
import type { PageRoute } from '../shared/page-route.ts';

const SHOWN = 30;

/** Only in demos: the inbox of everybody, so that one can sign in as any of the made-up people. Text is shown as text, with its link alive. */
export function demoMailRoutes({ list }: Pick<MailFolder, 'list'>, publicUrl: string): readonly PageRoute[] {
  return [
    {
      method: 'get',
      path: '/demo/mail',
      access: 'anybody',
      handle: async () => {
        const mails = await list(SHOWN);
        return {
          kind: 'page',
          title: 'Mail of the demo - Threefold',
          content: html`<section class="step wide"><h1>Mail of the demo</h1>
<p class="intro">Everybody here is made up, so their mail is open to all. Nothing was sent.</p>
${mails.length === 0 && html`<p class="notice">No mail has come yet. Ask for a link on <a href="/sign-in">the sign-in page</a>, then look here again.</p>`}
<ul class="rows mails">${mails.map(
            ({
              to,
              subject,
              text,
              keptAt,
            }) => html`<li><article><h2>${subject}</h2><p class="aside">To ${to}, ${keptAt.slice(0, 16).replace('T', ' at ')} UTC</p>
<div class="letter">${text.split('\n').map((line) => (line.startsWith(`${publicUrl}/`) ? html`<p><a href="${line.slice(publicUrl.length)}">${line}</a></p>` : line !== '' && html`<p>${line}</p>`))}</div></article></li>`,
          )}</ul></section>`,
        };
      },
    },
  ];
}
