/** What the rest of this room, and through its own index the rooms above, may know of deaths. */

export { mayContact } from './may-contact.ts';
export type { RecordDeath } from './record-death.ts';
