import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const resolve = {
  // Outside Next's server `server-only` throws; in tests it means nothing.
  alias: { 'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)) },
}

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['lib/**/*.test.ts', 'components/**/*.test.ts'], sequence: { groupOrder: 0 } } },
      {
        resolve,
        test: {
          name: 'database',
          include: ['supabase/**/*.test.ts'],
          globalSetup: ['supabase/tests/cluster.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // Each file has a database of its own. Two at a time share one Postgres, because most wait more than they work;
          // more would only be noise for those that contend on purpose.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
