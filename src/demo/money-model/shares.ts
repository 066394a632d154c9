import type { Share } from '../../budgets/index.ts';

/** Budget lines of nobody: a tutor (education), a personal assistant (care), and nights that care and health pay for together. */
export const TUTOR: Share = {
  line: 'L1',
  source: 'high-needs',
  financialYear: '2026-27',
  stream: 'EDUCATION',
  costCentre: 'E100',
  subjective: '4310',
};

export const ASSISTANT: Share = {
  line: 'L2',
  source: 'social-care',
  financialYear: '2026-27',
  stream: 'CARE',
  costCentre: 'C200',
  subjective: '4320',
};

export const NIGHTS_CARE: Share = { ...ASSISTANT, line: 'L4' };
export const NIGHTS_HEALTH: Share = { ...NIGHTS_CARE, source: 'icb', stream: 'HEALTH', costCentre: 'H300' };
