import { type Command, InvalidArgumentError } from 'commander';
import { invite, type MemberRole, memberRoles, serviceCaller } from '../../people/index.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { parsePounds } from '../../platform/money/pounds.ts';
import { CommandEnded, exitCode } from '../exit-code.ts';
import { terminal } from '../terminal.ts';
import { chosenAuthority, withBook } from '../with-book.ts';

interface Options {
  readonly role: MemberRole;
  readonly limit?: bigint;
  readonly source: readonly string[];
  readonly provider?: string;
  readonly authority?: string;
  readonly json?: boolean;
}

export function addUser(program: Command): void {
  const user = program.command('user').description('people who work for an authority');

  user
    .command('invite')
    .description('invite somebody to a role, by mail; a code for it is shown once')
    .argument('<email>', 'the address that they sign in with')
    .requiredOption('--role <role>', `one of ${memberRoles.join(', ')}`, readRole)
    .option('--limit <pounds>', 'of an approver: the most they approve at once', readLimit)
    .option('--source <source...>', 'of a partner: what it funds', (text: string, earlier: string[]) => [...earlier, text], [])
    .option('--provider <id>', 'of provider staff: whose')
    .option('--authority <name>', 'the authority, when there are several')
    .option('--json', 'print one JSON document')
    .action(async (email: string, options: Options) => {
      const invited = await withBook(async ({ database }) => {
        const { authorityId } = await chosenAuthority(database, options.authority);
        return invite({ database, clock: systemClock }, serviceCaller(authorityId, 'command-line'), {
          email,
          role: options.role,
          ...(options.limit !== undefined && { approvalLimit: options.limit }),
          ...(options.source.length > 0 && { sources: options.source }),
          ...(options.provider !== undefined && { providerId: options.provider }),
        });
      });
      if (!invited.ok) throw new CommandEnded(`The invitation was refused: ${invited.refusal.code}.`, exitCode.wrong);
      const { token, expiresAt, looksLikeAnother } = invited.value;
      terminal(options.json ?? false).print(
        { email, role: options.role, ...invited.value, expiresAt: expiresAt.toISOString() },
        [
          `${email} is invited as ${options.role}, until ${expiresAt.toISOString().slice(0, 10)}.`,
          ...(looksLikeAnother ? ['LOOK TWICE: somebody else is known by an address that could be taken for this one.'] : []),
          'The running service mails them a link. They sign in with the address and say yes on the page it opens.',
          'To hand it over yourself, give them this code. It is shown this once, and works for that address alone:',
          '',
          `  ${token}`,
          '',
          'They type it on the page "Your places".',
        ].join('\n'),
      );
    });
}

function readRole(text: string): MemberRole {
  const role = memberRoles.find((each) => each === text);
  if (!role) throw new InvalidArgumentError(`It is one of ${memberRoles.join(', ')}.`);
  return role;
}

function readLimit(text: string): bigint {
  const read = parsePounds(text);
  if (!read.ok || read.value < 0n) throw new InvalidArgumentError('It is an amount in pounds, such as 5000.00.');
  return read.value;
}
