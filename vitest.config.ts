import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const resolve = {
  // Outside Next's server `server-only` throws; in tests it means nothing.
  alias: { 'server-only': fileURLToPath(new URL('./node_modules/server-only/empty.js', import.meta.url)) },
}

export default defineConfig({
  test: {
    projects: [
      { resolve, test: { name: 'unit', include: ['lib/**/*.test.ts', 'components/**/*.test.ts'] } },
      {
        resolve,
        test: {
          name: 'database',
          include: ['supabase/**/*.test.ts'],
          globalSetup: ['supabase/tests/cluster.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          // The files contend for one Postgres on purpose within a file; across files that would only be noise.
          fileParallelism: false,
        },
      },
    ],
  },
})
