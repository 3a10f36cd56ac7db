/**
 * The reference pages of docs/, from what the program itself reads: the catalog, the schema of
 * irsa.yaml, the tables of commands and flags; and what each add-on and grant allows, as JSON of the tests,
 * which people review. `--check` writes nothing and exits 1 if a page is stale.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { format, resolveConfig } from 'prettier';
import { addOnsPage } from './docs/add-ons.mjs';
import { commandsPage } from './docs/commands.mjs';
import { banner, bundling } from './bundling.mjs';
import { doctorPage } from './docs/doctor.mjs';
import { errorsSeenPage } from './docs/errors-seen.mjs';
import { findingsPage } from './docs/findings.mjs';
import { grantsPage } from './docs/grants.mjs';
import { matrixPage } from './docs/matrix.mjs';
import { problemsPage } from './docs/problems.mjs';
import { specPage } from './docs/spec.mjs';
import { upstreamPage } from './docs/upstream.mjs';

const {
  addOns,
  noAddOns,
  podIdentityPermissions,
  accepted,
  fullest,
  FOLDER,
  goldensOfAddOn,
  goldensOfGrant,
  policySize,
  MANAGED_POLICY_MAX,
  likely,
  newestOfLine,
  grants,
  commands,
  ExitCode,
  jsonSchema,
  answering,
  answerSchema,
  problemGroups,
  problemExamples,
  runExample,
  seenErrors,
  chain,
  awsReads,
  kubernetesReads,
  sdks,
  policyOfReads,
  clusterRoleOfReads,
  findingKinds,
  ignoreNoReason,
  ignoreUnused,
} = await source(`
  export { addOns, grants } from './src/catalog/index.ts';
  export { noAddOns } from './src/catalog/no-add-on.ts';
  export { podIdentityPermissions } from './src/catalog/pod-identity.ts';
  export { newestOfLine } from './src/catalog/modules/releases.ts';
  export { accepted, fullest } from './test/support/accepted-options.ts';
  export { FOLDER, goldensOfAddOn, goldensOfGrant } from './test/support/golden-policies.ts';
  export { MANAGED_POLICY_MAX, policySize } from './src/iam/policy-size.ts';
  export { likely } from './src/plan/own-policies.ts';
  export { commands } from './src/cli/commands.ts';
  export { ExitCode } from './src/cli/exit-code.ts';
  export { answering, answerSchema } from './src/cli/json-shapes.ts';
  export { jsonSchema } from './src/spec/json-schema.ts';
  export { problemGroups } from './src/problem-codes.ts';
  export { problemExamples } from './test/support/problem-examples.ts';
  export { chain } from './src/doctor/chain.ts';
  export { awsReads, kubernetesReads } from './src/aws/reads.ts';
  export { policyOfReads, clusterRoleOfReads } from './src/cli/doctor/rights.ts';
  export { sdks } from './src/catalog/sdks.ts';
  export { seenErrors } from './src/doctor/errors/table.ts';
  export { findingKinds } from './src/survey/all-findings.ts';
  export { ignoreNoReason, ignoreUnused } from './src/survey/silenced.ts';
  export { runExample } from './test/support/problem-examples/run-example.ts';
`);
const examples = [await readFile('examples/04-existing-repository/irsa.yaml', 'utf8')];

const printed = {};
for (const [code, example] of Object.entries(problemExamples)) printed[code] = problemsAmong((await runExample(example, 100)).lines);

const { data } = await runExample(problemExamples['no-permissions'], 100, ['--json']);

const pages = {
  'docs/add-ons.md': addOnsPage({ addOns: addOns.all(), noAddOns, podIdentityPermissions }),
  'docs/matrix.md': matrixPage({
    addOns: addOns.all(),
    grants: grants.all(),
    fullest,
    podIdentityPermissions,
    policySize,
    spell: likely('us-east-1'),
    mostOfPolicy: MANAGED_POLICY_MAX,
  }),
  'docs/doctor.md': doctorPage({ chain, awsReads, kubernetesReads, sdks, policy: policyOfReads, clusterRole: clusterRoleOfReads }),
  'docs/errors-seen.md': errorsSeenPage({ seenErrors }),
  'docs/grants.md': grantsPage({ grants: grants.all() }),
  'docs/commands.md': commandsPage({ commands, ExitCode, answering, answerSchema, answer: JSON.parse(data) }),
  'docs/findings.md': findingsPage({ findingKinds, ofIgnores: [ignoreNoReason, ignoreUnused] }),
  'docs/problems.md': problemsPage({ problemGroups, problemExamples, printed }),
  'docs/spec.md': specPage({ schema: jsonSchema(), examples }),
  'docs/upstream.md': upstreamPage({ addOns: addOns.all(), accepted, newestOfLine, podIdentityPermissions }),
  ...Object.fromEntries([
    ...addOns.all().map((addOn) => [`${FOLDER}/add-ons/${addOn.id}.json`, JSON.stringify(goldensOfAddOn(addOn))]),
    ...grants.all().map((grant) => [`${FOLDER}/grants/${grant.service}.json`, JSON.stringify(goldensOfGrant(grant))]),
  ]),
};

/** Examples are shown as they are run: messages name their columns. */
const VERBATIM = { embeddedLanguageFormatting: 'off' };
const AS_RUN = ['docs/problems.md', 'docs/findings.md'];

const stale = [];
for (const [path, text] of Object.entries(pages)) {
  const wanted = await format(text, {
    ...(await resolveConfig(path)),
    parser: path.endsWith('.json') ? 'json' : 'markdown',
    ...(AS_RUN.includes(path) ? VERBATIM : {}),
  });
  const found = await readFile(path, 'utf8').catch(() => '');
  if (found.replaceAll('\r\n', '\n') === wanted) continue;
  stale.push(path);
  if (!process.argv.includes('--check')) await writeFile(path, wanted);
}
if (process.argv.includes('--check') && stale.length > 0) {
  console.error(`Stale: ${stale.join(', ')}. Run node scripts/generate-docs.mjs.`);
  process.exitCode = 1;
}

/** Of what a run says for people, the lines of problems: those with a code, and those indented below. */
function problemsAmong(lines) {
  let among = false;
  return lines.filter((line) => (among = /  \[[a-z-]+\]$/.test(line) || (among && line.startsWith('    '))));
}

/** TypeScript modules of the program, bundled into a file that is gone again at once. */
async function source(contents) {
  const outfile = `.cache/generate-docs-${process.pid}.mjs`;
  await build({
    ...bundling,
    banner,
    stdin: { contents, resolveDir: process.cwd(), loader: 'ts' },
    outfile,
    // No page changes with a release.
    define: { __VERSION__: '"1.0.0"' },
    logLevel: 'error',
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile);
  }
}
