import { hash } from 'node:crypto';
import { ArrayLiteral } from './array-literal.ts';
import type { CallItem } from './posting-call.ts';

const PLAIN_ENTRY = 1;
const DIGEST_BYTES = 32;

/** What `ledger.post` takes, gathered in one pass over the commands: this is done for each entry that is ever posted. */
export function callParameters(authorityId: number, recordedAt: Date, items: readonly CallItem[]): (string | number | Buffer | null)[] {
  const fingerprints = Buffer.allocUnsafe(items.length * DIGEST_BYTES);
  const entries = entryArrays();
  const legs = legArrays();
  const conditions = conditionArrays();
  const position = positions();
  const [first] = items;
  const allPlain = items.every(({ command }) => command.kind === PLAIN_ENTRY);
  const onePrincipal = items.every(({ command }) => command.principal === first?.command.principal);
  const oneCurrency = items.every(({ command }) => command.currency === first?.command.currency);

  items.forEach(({ command, link }, n) => {
    digestOf(command.fingerprint).copy(fingerprints, n * DIGEST_BYTES);
    entries.ids.add(command.id);
    entries.kinds.add(allPlain ? undefined : command.kind);
    entries.dates.add(command.effectiveDate);
    if (n === 0 || !onePrincipal) entries.principals.addText(command.principal);
    if (n === 0 || !oneCurrency) entries.currencies.addText(command.currency);
    entries.references.addText(command.reference);
    entries.descriptions.addText(command.description);
    entries.overrides.addText(command.override);
    entries.links.add(link > 0 ? link : undefined);
    entries.reverses.add(command.reverses);
    entries.holdIds.add(command.holdId);
    entries.holdAmounts.add(command.holdAmount);
    entries.holdFinal.add(command.holdFinal);
    entries.holdExpires.addText(command.holdExpires?.toISOString());
    entries.topics.addText(command.topic);
    entries.metadata.addText(command.metadata);
    command.legs.forEach((leg, k) => {
      legs.entries.add(n + 1);
      legs.accounts.add(position.of(leg.accountId));
      legs.amounts.add(leg.amount);
      legs.dimensions.add(leg.dimensionId);
      legs.numbers.add(leg.number ?? k + 1);
    });
    for (const condition of command.conditions ?? []) {
      conditions.entries.add(n + 1);
      conditions.accounts.add(position.of(condition.accountId));
      conditions.versions.add(condition.version);
      conditions.balances.add(condition.balance);
    }
  });

  return [
    authorityId,
    recordedAt.toISOString(),
    entries.ids.toString(),
    entries.kinds.unlessAbsent(),
    entries.dates.toString(),
    fingerprints,
    entries.principals.toString(),
    entries.currencies.toString(),
    position.accounts.toString(),
    legs.entries.toString(),
    legs.accounts.toString(),
    legs.amounts.toString(),
    legs.dimensions.toString(),
    legs.numbers.toString(),
    entries.references.unlessAbsent(),
    entries.descriptions.unlessAbsent(),
    entries.overrides.unlessAbsent(),
    entries.links.unlessAbsent(),
    entries.reverses.unlessAbsent(),
    entries.holdIds.unlessAbsent(),
    entries.holdAmounts.unlessAbsent(),
    entries.holdFinal.unlessAbsent(),
    entries.holdExpires.unlessAbsent(),
    conditions.entries.unlessAbsent(),
    conditions.accounts.unlessAbsent(),
    conditions.versions.unlessAbsent(),
    conditions.balances.unlessAbsent(),
    entries.topics.unlessAbsent(),
    entries.metadata.unlessAbsent(),
  ];
}

const entryArrays = () => ({
  ids: new ArrayLiteral(),
  kinds: new ArrayLiteral(),
  dates: new ArrayLiteral(),
  principals: new ArrayLiteral(),
  currencies: new ArrayLiteral(),
  references: new ArrayLiteral(),
  descriptions: new ArrayLiteral(),
  overrides: new ArrayLiteral(),
  links: new ArrayLiteral(),
  reverses: new ArrayLiteral(),
  holdIds: new ArrayLiteral(),
  holdAmounts: new ArrayLiteral(),
  holdFinal: new ArrayLiteral(),
  holdExpires: new ArrayLiteral(),
  topics: new ArrayLiteral(),
  metadata: new ArrayLiteral(),
});

const legArrays = () => ({
  entries: new ArrayLiteral(),
  accounts: new ArrayLiteral(),
  amounts: new ArrayLiteral(),
  dimensions: new ArrayLiteral(),
  numbers: new ArrayLiteral(),
});

const conditionArrays = () => ({
  entries: new ArrayLiteral(),
  accounts: new ArrayLiteral(),
  versions: new ArrayLiteral(),
  balances: new ArrayLiteral(),
});

/** Distinct account ids in order of first use, each with its position from 1. */
function positions(): { readonly accounts: ArrayLiteral; of(accountId: number): number } {
  const known = new Map<number, number>();
  const accounts = new ArrayLiteral();
  return {
    accounts,
    of(accountId) {
      let place = known.get(accountId);
      if (place === undefined) {
        accounts.add(accountId);
        place = known.size + 1;
        known.set(accountId, place);
      }
      return place;
    },
  };
}

/** Fingerprints are kept side by side, 32 bytes each; what a caller gives in another length is digested to that. */
function digestOf(fingerprint: Buffer): Buffer {
  return fingerprint.length === DIGEST_BYTES ? fingerprint : hash('sha256', fingerprint, 'buffer');
}
