import { familyOutlook } from '../../../alerts/index.ts';
import { enGb, explainBudget, openedOf, type PositionRoom } from '../../../budgets/index.ts';
import type { PageDoor } from '../../shared/page-door.ts';
import type { PageAnswer, PageRequest, PageRoute } from '../../shared/page-route.ts';
import { troubleAnswer } from '../../shared/trouble-page.ts';
import { presentYourBudget } from './your-budget-presenter.ts';
import { yourBudgetView } from './your-budget-view.ts';

const NOT_THEIRS = troubleAnswer('not-found');
const OPERATION = 'budgets.read-explanation';

/** For somebody of the family, or whom it lets see the budget: what is in it, what is left, and why. */
export function yourBudgetRoutes(room: PositionRoom, door: PageDoor): readonly PageRoute[] {
  return [{ method: 'get', path: '/families/:familyId/budget', access: 'signed-in', handle: (request) => yourBudget(room, door, request) }];
}

async function yourBudget(room: PositionRoom, door: PageDoor, request: PageRequest): Promise<PageAnswer> {
  const familyId = request.params['familyId'] ?? '';
  const caller = await door.admit(request, OPERATION, { familyId });
  if (caller?.actingAs?.familyId !== familyId) return NOT_THEIRS;
  const explained = await explainBudget(room, caller, { familyId, catalogue: enGb });
  if (!explained.ok) return NOT_THEIRS;
  const outlook = await familyOutlook(room, caller, familyId);
  if (!outlook.ok) return NOT_THEIRS;
  return door.shown(caller, OPERATION, openedOf(explained.value), {
    kind: 'page',
    title: 'Your budget - Threefold',
    content: yourBudgetView(presentYourBudget(explained.value, enGb, outlook.value)),
  });
}
