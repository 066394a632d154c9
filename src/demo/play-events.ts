import { v5 as uuidv5 } from 'uuid';
import type { Actor, Ledger } from '../ledger/index.ts';
import type { NorthmoorEvent } from './northmoor-event.ts';
import { DEMO } from './open-northmoor.ts';
import type { PlayClock } from './play-clock.ts';
import { requireAccepted } from './require-accepted.ts';

/** Books events in order, each on its own morning. Ids follow from the story, so what was booked by an earlier play is not booked again. */
export async function playEvents(
  ledger: Ledger,
  clock: PlayClock,
  { authorityId, principal }: Actor,
  events: readonly NorthmoorEvent[],
): Promise<void> {
  for (const { date, what, drafts } of events) {
    if (drafts.length === 0) continue;
    clock.setTo(date);
    const commands = drafts.map((entry, index) => {
      return { kind: 'entry' as const, id: uuidv5(`${authorityId} ${date} ${what} ${index}`, DEMO), principal, entry };
    });
    for (const result of await ledger.post(authorityId, commands, { linked: true })) requireAccepted(`"${what}" on ${date}`, result);
  }
}
