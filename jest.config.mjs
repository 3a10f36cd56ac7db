/** Slow levels are projects of their own, so that `npm run jest -- --selectProjects unit` stays instant. */
const base = {
  extensionsToTreatAsEsm: ['.ts', '.hbs', '.sources', '.css', '.texts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2022', experimental: { keepImportAttributes: true } },
        module: { type: 'es6' },
      },
    ],
    '\\.hbs$': '<rootDir>/scripts/jest-template-transform.mjs',
    '\\.sources$': '<rootDir>/scripts/jest-sources-transform.mjs',
    '\\.(css|client\\.js)$': '<rootDir>/scripts/jest-text-transform.mjs',
    '\\.texts$': '<rootDir>/scripts/jest-texts-transform.mjs',
  },
  moduleNameMapper: {
    '^fast-check$': '<rootDir>/scripts/jest-fast-check.mjs',
    '^web-tree-sitter/web-tree-sitter\\.wasm$': '<rootDir>/scripts/jest-wasm/runtime.mjs',
    '/tree-sitter-hcl\\.wasm$': '<rootDir>/scripts/jest-wasm/hcl.mjs',
  },
  testEnvironment: 'node',
  globals: { __VERSION__: '0.0.0-test' },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/playground/', '<rootDir>/.cache/'],
};

const slow = ['terraform', 'e2e'];

export default {
  watchman: false,
  testSequencer: '<rootDir>/scripts/jest-sequencer.mjs',
  // Against tests that hang; how long the others take is the machine's affair. Projects cannot have one each.
  testTimeout: 60_000,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: slow.map((level) => `<rootDir>/test/${level}/`),
    },
    ...slow.map((level) => ({
      ...base,
      displayName: level,
      testMatch: [`<rootDir>/test/${level}/**/*.test.ts`],
      setupFilesAfterEnv: ['<rootDir>/scripts/jest-patience.mjs'],
    })),
  ],
};
