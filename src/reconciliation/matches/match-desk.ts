import type { BookingDesk } from '../../budgets/index.ts';
import type { PlainDate } from '../../platform/calendar/plain-date.ts';
import type { ItemRoom } from '../items/item-room.ts';

/** What the use cases of matching work with; the kinds of booking are this room's own. */
export interface MatchDesk extends Omit<BookingDesk, 'kinds'> {
  readonly rooms: readonly ItemRoom[];
  readonly businessDate: (authorityId: number) => Promise<PlainDate>;
}
