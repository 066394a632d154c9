// A new thread knows no TypeScript on Node before 22.18, whatever its starter knows.
if (!process.features.typescript) (await import('tsx/esm/api')).register();
await import('./draw-pdf-worker.ts');
