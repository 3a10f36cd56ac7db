/**
 * Derives the provider schemas in test/support/terraform/schemas from prebuilt CDK provider packages.
 *
 *     node scripts/derive-provider-schemas.mjs FOLDER [provider@release …]
 *
 * FOLDER has a node_modules with the packages of PACKAGES below under their aliases, for example by
 * `npm install --prefix FOLDER --ignore-scripts --legacy-peer-deps schemas-tls@npm:@cdktf/provider-tls@11.0.1 …`.
 * It lies outside the project: some 1.4 GB for all, needed only when a release or a type is added.
 *
 * Such a package is generated from `terraform providers schema -json`. Its source maps hold the
 * generated TypeScript, in which every member carries the schema's own flags:
 *
 *     // name - computed: true, optional: true, required: false
 *
 * That, the accessor's body (`getStringAttribute`, `tolist(getListAttribute)`, `new FooList(...)`) and
 * the HCL serialiser (`type: "set"`) give the schema back. The generator drops `sensitive`,
 * deprecation and descriptions, so these cannot be had. The shapes are in
 * test/support/terraform/provider/schema.ts.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blockOf } from './provider-schemas/blocks.mjs';
import { providerBlock } from './provider-schemas/provider-block.mjs';
import { readSource } from './provider-schemas/source.mjs';

/** Provider and release → package that was generated from it. */
const PACKAGES = {
  'aws@5.100.0': { alias: 'schemas-aws-5', of: '@cdktf/provider-aws@20.1.0' },
  'aws@6.25.0': { alias: 'schemas-aws-6', of: '@cdktf/provider-aws@21.22.1' },
  'aws@6.66.0': { alias: 'schemas-aws-6-next', of: '@cdktn/provider-aws@25.7.0' },
  'helm@2.17.0': { alias: 'schemas-helm-2', of: '@cdktf/provider-helm@10.5.0' },
  'helm@3.1.1': { alias: 'schemas-helm-3', of: '@cdktf/provider-helm@12.1.2' },
  'kubernetes@2.38.0': { alias: 'schemas-kubernetes', of: '@cdktf/provider-kubernetes@12.1.1' },
  'cloudinit@2.3.7': { alias: 'schemas-cloudinit', of: '@cdktf/provider-cloudinit@11.0.1' },
  'null@3.2.4': { alias: 'schemas-null', of: '@cdktf/provider-null@11.0.1' },
  'random@3.7.2': { alias: 'schemas-random', of: '@cdktf/provider-random@12.0.1' },
  'time@0.13.1': { alias: 'schemas-time', of: '@cdktf/provider-time@11.0.1' },
  'tls@4.1.0': { alias: 'schemas-tls', of: '@cdktf/provider-tls@11.0.1' },
};

const TARGET = new URL('../test/support/terraform/schemas/', import.meta.url);

/** The TypeScript that an index.js (and the structs beside it, where a resource is large) was compiled from. */
function sourceOf(folder) {
  const structs = join(folder, 'index-structs');
  const more = existsSync(structs) ? readdirSync(structs).filter((file) => /^structs\d+\.js$/.test(file)) : [];
  const files = [join(folder, 'index.js'), ...more.map((file) => join(structs, file))];
  const typescript = files.map((file) => {
    const js = readFileSync(file, 'utf8');
    const map = js.slice(js.lastIndexOf('base64,') + 'base64,'.length);
    return JSON.parse(Buffer.from(map, 'base64').toString()).sourcesContent[0];
  });
  return readSource(typescript.join('\n'));
}

function derive(folder, provider, types) {
  /** The generator adds `-resource` where a type's name is a word of TypeScript: `random_string`. */
  const folderOf = (kind, type) => {
    const name = type.slice(provider.length + 1).replaceAll('_', '-');
    const names = kind === 'data' ? [`data-${provider}-${name}`] : [name, `${name}-resource`];
    return names.map((n) => join(folder, 'lib', n)).find(existsSync);
  };
  const schemas = { provider: providerBlock(sourceOf(join(folder, 'lib', 'provider'))), resources: {}, data: {} };
  for (const kind of ['resources', 'data']) {
    for (const type of types[kind]) {
      const at = folderOf(kind, type);
      if (at === undefined) {
        console.log(`${folder} has no ${type}`);
        continue;
      }
      const source = sourceOf(at);
      if (source.main.type !== type) throw new Error(`${at} holds ${source.main.type}`);
      schemas[kind][type] = blockOf(source, source.main.name);
    }
  }
  return schemas;
}

/** One type per line: small, and a change of one type is a diff of one line. */
function print({ provider, resources, data }) {
  const lines = (types) => Object.entries(types).map(([type, block]) => `${JSON.stringify(type)}:${JSON.stringify(block)}`);
  return `{"provider":${JSON.stringify(provider)},\n"resources":{\n${lines(resources).join(',\n')}\n},\n"data":{\n${lines(data).join(',\n')}\n}}\n`;
}

const [from, ...only] = process.argv.slice(2);
if (!from) throw new Error('usage: derive-provider-schemas.mjs FOLDER [provider@release …]');
const kept = JSON.parse(readFileSync(new URL('kept-types.json', TARGET), 'utf8'));
for (const [release, { alias, of }] of Object.entries(PACKAGES)) {
  if (only.length > 0 && !only.includes(release)) continue;
  const folder = join(from, 'node_modules', alias);
  const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (`${name}@${version}` !== of) throw new Error(`${folder} holds ${name}@${version}, not ${of}`);
  const [provider] = release.split('@');
  const text = print(derive(folder, provider, kept[provider]));
  JSON.parse(text);
  writeFileSync(new URL(`${release}.json`, TARGET), text);
  console.log(`${release}: ${Math.round(text.length / 1024)} kB`);
}
