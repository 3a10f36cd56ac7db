/**
 * Derives the contracts and constraints of src/catalog/modules from the modules' own sources, and says what
 * drifted: recorded facts that the source does not bear out, releases that are not recorded, and what the
 * newest release of a line has changed since the recorded one. Exits 1 if anything did.
 *
 *     node scripts/derive-contracts.mjs iam=PATH eks=PATH eks-pod-identity=PATH vpc=PATH
 *
 * PATH is a clone or mirror of the repository, whose tags are its releases; or, with `iam@6.5.0=PATH`, a
 * folder that holds this release. A repository that is not given is not looked at.
 *
 *     --actions     prints, instead, what the policies of each release allow, flag by flag: of the first
 *                   release all, of the others what they added (+) and took away (-)
 *     --write       writes what was derived; a release given by version gets a contract, others keep to
 *                   those that have one. Then run scripts/compact-contracts.mjs, and the tests
 *     --room PATH   the folder that has contracts/, constraints.json and added-actions.json, if not
 *                   src/catalog/modules
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { actionHistory } from './module-contracts/action-history.mjs';
import { addedActions, addedDrift } from './module-contracts/added-actions.mjs';
import { constraintDrift, contractDrift, lineDrift } from './module-contracts/drift.mjs';
import { contractFrom, requirementsFrom } from './module-contracts/contract.mjs';
import { byName, readModule } from './module-contracts/read-module.mjs';
import { compareReleases, openRepository } from './module-contracts/releases.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    actions: { type: 'boolean' },
    write: { type: 'boolean' },
    room: { type: 'string', default: fileURLToPath(new URL('../src/catalog/modules', import.meta.url)) },
  },
});
if (positionals.length === 0) throw new Error('usage: derive-contracts.mjs [--actions | --write] NAME[@VERSION]=PATH…');

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const constraintsFile = join(values.room, 'constraints.json');
const constraints = json(constraintsFile);
const addedFile = join(values.room, 'added-actions.json');
/** What later releases allow more: only a clone has them all. */
const added = existsSync(addedFile) ? json(addedFile) : undefined;
const contracts = readdirSync(join(values.room, 'contracts')).map((name) => json(join(values.room, 'contracts', name)));

/** `iam.iam-role@6.5.0.json`: the repository, the submodule and the release. */
const fileOf = ({ module, version }) => {
  const [, name, submodule] = /^terraform-aws-modules\/([\w-]+)\/aws(?:\/\/modules\/(.*))?$/.exec(module);
  return join(values.room, 'contracts', `${name}${submodule ? `.${submodule}` : ''}@${version}.json`);
};

const contractText = (contract) => `${JSON.stringify(contract, null, 1)}\n`;
const folderOf = (module) => module.split('//')[1] ?? '';

const lines = [];

for (const argument of positionals) {
  const [, name, version, path] = /^([\w-]+)(?:@([\d.]+))?=(.+)$/.exec(argument) ?? [];
  if (name === undefined) throw new Error(`${argument} is not NAME=PATH or NAME@VERSION=PATH.`);
  const address = `terraform-aws-modules/${name}/aws`;
  const repository = openRepository(path, version);
  const modules = new Set([...contracts.map(({ module }) => module), ...Object.keys(constraints)]);
  for (const module of [...modules].sort(byName)) {
    if (module === address || module.startsWith(`${address}//`)) await look(module, repository, version);
  }
}

if (values.write && !values.actions) {
  writeFileSync(constraintsFile, `${JSON.stringify(constraints, null, 1)}\n`);
  if (added !== undefined) writeFileSync(addedFile, `${JSON.stringify(added, null, 1)}\n`);
}
for (const line of lines) console.log(line);
if (!values.actions) {
  if (lines.length === 0) console.log('No drift.');
  else process.exitCode = 1;
}

async function look(module, { releases, filesOf }, named) {
  const derive = async (version) => contractFrom(module, version, await readModule(filesOf(version, folderOf(module))));
  const recorded = contracts.filter((contract) => contract.module === module).sort((a, b) => compareReleases(a.version, b.version));
  const since = Object.keys(constraints[module] ?? {})[0] ?? recorded[0].version;
  // Of most releases only their requirements are asked for, which all of these modules keep in one file.
  const required = {};
  for (const version of releases.filter((release) => compareReleases(release, since) >= 0)) {
    const files = filesOf(version, folderOf(module), 'versions.tf');
    if (files.size > 0) required[version] = requirementsFrom(await readModule(files));
  }
  const present = Object.keys(required);

  const history = async () => {
    const all = [];
    for (const version of present) all.push({ version, policies: (await derive(version)).policies });
    return all;
  };
  if (values.actions) {
    lines.push(...actionHistory(module, await history()));
    return;
  }

  for (const contract of recorded) {
    if (!present.includes(contract.version)) {
      if (named === undefined) lines.push(`${module}@${contract.version} has a contract, and no such release.`);
      continue;
    }
    const found = await derive(contract.version);
    const drift = contractDrift(contract, found);
    lines.push(...drift);
    if (values.write && drift.length > 0) writeFileSync(fileOf(found), contractText(found));
  }
  if (values.write && named !== undefined && present.includes(named)) {
    const found = await derive(named);
    writeFileSync(fileOf(found), contractText(found));
  }

  if (module in constraints) {
    // Of modules that are called in tests alone only some releases are recorded.
    const whole = recorded.length < Object.keys(constraints[module]).length;
    lines.push(...constraintDrift(module, constraints[module], required, { whole, complete: named === undefined }));
    if (values.write) constraints[module] = merged(constraints[module], whole ? required : {});
  }

  // Only modules that have flags for add-ons.
  if (added !== undefined && named === undefined && recorded.some(hasFlags)) {
    const found = addedActions(await history());
    lines.push(...addedDrift(module, added[module], found));
    if (values.write) added[module] = found;
  }

  for (const contract of recorded) {
    const line = (version) => version.split('.')[0] === contract.version.split('.')[0];
    const newest = present.findLast(line);
    const isLast = recorded.findLast(({ version }) => line(version)) === contract;
    if (!isLast || newest === undefined || compareReleases(newest, contract.version) <= 0) continue;
    lines.push(...lineDrift(contract, await derive(newest)));
  }
}

function hasFlags({ policies = {} }) {
  return Object.keys(policies).some((flag) => flag.startsWith('attach_'));
}

function merged(known, found) {
  const all = { ...known, ...found };
  return Object.fromEntries(
    Object.keys(all)
      .sort(compareReleases)
      .map((version) => [version, all[version]]),
  );
}
