/**
 * dist/sbom.cdx.json: the packages of which the bundle has at least one byte, as `npm sbom` describes them
 * (CycloneDX). After a build; the same for the same lock file.
 */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundledFolders } from './third-party-notices.mjs';

process.chdir(new URL('..', import.meta.url).pathname);

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const { stdout } = await promisify(execFile)(npm, ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  maxBuffer: 64 * 1024 * 1024,
  shell: process.platform === 'win32',
});
const { $schema, bomFormat, specVersion, version, metadata, components, dependencies } = JSON.parse(stdout);
const { name, version: own } = JSON.parse(await readFile('package.json', 'utf8'));

const folders = bundledFolders(JSON.parse(await readFile('.cache/metafile.json', 'utf8')));
const bundled = await Promise.all(
  folders.map(async (folder) => {
    const found = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const component = components.find((candidate) => candidate.purl === purlOf(found));
    if (component === undefined) throw new Error(`npm sbom does not know ${found.name} ${found.version}`);
    // Of the bundle they are no development tools.
    return { ...component, scope: 'required', properties: [] };
  }),
);
const refs = new Set([...bundled.map((component) => component['bom-ref']), metadata.component['bom-ref']]);
const sbom = {
  $schema,
  bomFormat,
  specVersion,
  version,
  metadata: { lifecycles: [{ phase: 'build' }], tools: metadata.tools, component: { ...metadata.component, name, version: own } },
  components: bundled,
  dependencies: dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((dependency) => refs.has(dependency)) })),
};
await writeFile('dist/sbom.cdx.json', `${JSON.stringify(sbom, null, 2)}\n`);

/** https://github.com/package-url/purl-spec, as npm writes it. */
function purlOf({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}
