import { createServer, type Socket } from 'node:net';

/** What a mail server has taken. */
export interface TakenMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body as they came, without the dot-stuffing. */
  readonly data: string;
}

export interface SmtpServer {
  readonly port: number;
  readonly taken: readonly TakenMail[];
  /** Everything that was ever said to it. */
  readonly heard: readonly string[];
  close(): Promise<void>;
}

/** A mail server that takes mail, offers no encryption, and refuses one recipient: enough of RFC 5321 for a client to speak to. */
export async function startSmtpServer({ refuses = '' }: { readonly refuses?: string } = {}): Promise<SmtpServer> {
  const taken: TakenMail[] = [];
  const heard: string[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket)).on('error', () => undefined);
    converse(socket, { taken, heard, refuses });
  });
  await new Promise<void>((resolve) => void server.listen(0, '0.0.0.0', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    taken,
    heard,
    close: () => {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => void server.close(() => resolve()));
    },
  };
}

function converse(socket: Socket, { taken, heard, refuses }: { taken: TakenMail[]; heard: string[]; refuses: string }): void {
  let mail = { from: '', to: [] as string[] };
  let data: string[] | undefined;
  let rest = '';
  const say = (line: string) => void socket.write(`${line}\r\n`);
  const command = (line: string): void => {
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    if (verb === 'EHLO') say('250-mail.example\r\n250 8BITMIME');
    else if (verb === 'MAIL') {
      mail = { from: address, to: [] };
      say('250 ok');
    } else if (verb === 'RCPT' && address === refuses) say('550 nobody here');
    else if (verb === 'RCPT') {
      mail.to.push(address);
      say('250 ok');
    } else if (verb === 'DATA') {
      data = [];
      say('354 go on');
    } else if (verb === 'QUIT') {
      say('221 bye');
      socket.end();
    } else say('502 not here');
  };
  const hear = (line: string): void => {
    if (data === undefined) {
      heard.push(line);
      command(line);
    } else if (line === '.') {
      taken.push({ ...mail, data: data.join('\r\n') });
      data = undefined;
      say('250 taken');
    } else data.push(line.replace(/^\./, ''));
  };
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\r\n');
    rest = lines.pop() ?? '';
    for (const line of lines) hear(line);
  });
  say('220 mail.example');
}
