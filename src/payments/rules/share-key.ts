/** How a share is named, for the parts of this room that a payment on its way needs: they start without the whole room of budgets. */
export { shareKey } from '../../budgets/rules/share.ts';
