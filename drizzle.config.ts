import { defineConfig } from 'drizzle-kit';

/** Table migrations only: roles, policies, grants, triggers and functions are applied by `src/platform/database/migrate.ts`. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/**/schema.ts',
  out: './src/platform/database/migrations',
});
