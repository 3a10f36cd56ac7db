/** What npm, cdktf and the compiler read of an app. */

const NODE = '>=20.17';

/** Last release of the archived project. https://github.com/hashicorp/terraform-cdk */
const CDKTF = '0.21.0';

export type Library = 'cdktf' | 'cdktn';

export interface Packages {
  readonly library: Library;
  /** Names of packages that the code imports. */
  readonly imported: ReadonlySet<string>;
  /** Of each package, the version that create-irsa is tested with. */
  readonly versions: Readonly<Record<string, string>>;
}

export function packageJson({ library, imported, versions }: Packages): object {
  const pick = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, versions[name]]));
  const providers = [...imported].filter((name) => name.startsWith('@cdktf/provider-')).sort();
  // The provider packages ask for cdktf by its old name, so its successor goes by that name too.
  const cdktf = library === 'cdktf' ? CDKTF : versions['cdktf'];
  return {
    name: 'irsa-cdktf',
    private: true,
    type: 'module',
    engines: { node: NODE },
    scripts: {
      build: 'tsc',
      synth: 'npm run --silent build && node dist/main.js',
      test: 'npm run --silent build && node --test dist/test/stacks.test.js',
    },
    dependencies: { ...pick(...providers), cdktf, ...pick('constructs') },
    devDependencies: pick('@types/node', 'typescript'),
    ...(library === 'cdktf'
      ? {}
      : { overrides: Object.fromEntries(providers.map((name) => [name, { cdktf: '$cdktf', constructs: '$constructs' }])) }),
    prettier: { singleQuote: true, printWidth: 140 },
  };
}

export const cdktfJson = {
  language: 'typescript',
  app: 'npm run --silent synth',
  // Without one, cdktf writes a random one into this file.
  projectId: 'irsa',
  sendCrashReports: 'false',
};

export const tsconfigJson = {
  compilerOptions: {
    target: 'ES2022',
    lib: ['ES2023'],
    module: 'NodeNext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitOverride: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
    verbatimModuleSyntax: true,
    rewriteRelativeImportExtensions: true,
    skipLibCheck: true,
    rootDir: '.',
    outDir: 'dist',
  },
  include: ['*.ts', 'src', 'test'],
};

/** What is made here and not written by hand; state may hold secrets. */
export const gitignore = ['cdktf.out/', 'dist/', 'node_modules/', '*.tfstate', '*.tfstate.*', ''].join('\n');
