/** The made-up council: its year played through the real service, what is printed of it, and where its family stands. */
export { demoSignIns } from './demo-keys.ts';
export { demoTable, northmoorTable } from './demo-table.ts';
export { moneyExamples } from './money-model/money-examples.ts';
export { playExample } from './money-model/play-example.ts';
export type { MoneyExample } from './money-model/stage.ts';
export { moveDemoToNextDay } from './next-day.ts';
export { demoPeople } from './northmoor-people.ts';
export { type LineFigures, type LinePosition, type NorthmoorPosition, northmoorPosition } from './northmoor-position.ts';
export { type DemoReport, demoIsPlayed, NORTHMOOR, playDemo } from './play-demo.ts';
