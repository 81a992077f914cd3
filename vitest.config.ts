import { defineConfig, type ViteUserConfig } from 'vitest/config';

const SECOND = 1000;

/** One project a kind of test, so that `vitest run --project unit` is a quick answer. */
const project = (name: string, include: string[], testTimeout: number) => ({
  test: {
    name,
    include,
    testTimeout,
    hookTimeout: testTimeout,
    setupFiles: ['test/support/setup.ts'],
    // Processes, not threads: tests of signals and of working folders need their own.
    pool: 'forks' as const,
    restoreMocks: true,
    unstubEnvs: true,
    unstubGlobals: true,
  },
});

const config: ViteUserConfig = defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      project('unit', ['test/unit/**/*.test.ts'], 10 * SECOND),
      project('contract', ['test/contract/**/*.test.ts'], 30 * SECOND),
      project('property', ['test/property/**/*.test.ts'], 60 * SECOND),
      project('scenario', ['test/scenario/**/*.test.ts'], 60 * SECOND),
      project('structure', ['test/*.test.ts'], 60 * SECOND),
      project('e2e', ['test/e2e/**/*.test.ts'], 180 * SECOND),
    ],
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'connectors/**/*.ts'],
      exclude: ['**/fixtures/**', 'src/simulate/**'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
    },
  },
});

export default config;
