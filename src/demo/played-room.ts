import type { BudgetRoom } from '../budgets/index.ts';
import { dateInLondon } from '../platform/calendar/london-time.ts';
import type { PlayClock } from './play-clock.ts';

/** Where the play's use cases work: its clock is the day that is being played, and so is the council's date. */
export interface PlayedRoom extends BudgetRoom {
  readonly clock: PlayClock;
}

export function playedRoom(room: Pick<PlayedRoom, 'database' | 'clock' | 'keyRing' | 'ledger'>): PlayedRoom {
  return { ...room, businessDate: async () => dateInLondon(room.clock.now()) };
}
