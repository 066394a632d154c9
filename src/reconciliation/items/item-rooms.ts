import { bookItems } from './book-items.ts';
import type { ItemRoom } from './item-room.ts';
import { paymentItems } from './payment-items.ts';
import { rechargeItems } from './recharge-items.ts';

/** Everything that a bank line can be about. Recoveries and contributions join here when their rooms offer the port. */
export const itemRooms: readonly ItemRoom[] = [paymentItems, rechargeItems, bookItems];
