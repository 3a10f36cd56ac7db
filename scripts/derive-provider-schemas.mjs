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

// Reading the generated TypeScript, line by line.

const FLAGS = /^\s*\/\/ (\w+) - computed: (\w+), optional: (\w+), required: (\w+)\s*$/;
const CLASS = /^export class (\w+) extends cdkt[fn]\.(Complex\w+|TerraformResource|TerraformDataSource|TerraformProvider)\b/;
const FIELD = /^\s*(?:private|public) _?\w+\??(?:: (.+?))?(?: = new ([\w.]+)\(this, "[^"]*"(?:, (true|false))?\))?;\s*$/;
const SERIALISER = /^export function (\w+?)To(Hcl)?Terraform\(struct/;
const INTERFACE = /^export interface (\w+)/;
const INTERFACE_FIELD = /^\s*readonly (\w+)(\?)?: (.+);\s*$/;

/**
 * classes: name → members; hcl: lower-cased struct → (Terraform name → serialiser's facts);
 * objects: structs that are written as values, not as blocks; main: the resource itself.
 */
function readSource(source) {
  const out = { classes: new Map(), hcl: new Map(), interfaces: new Map(), objects: new Set(), main: null };
  const lines = source.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const start = CLASS.exec(lines[i]) ?? SERIALISER.exec(lines[i]) ?? INTERFACE.exec(lines[i]);
    if (!start) continue;
    const end = lines.findIndex((line, at) => at > i && line.startsWith('}'));
    const body = lines.slice(i + 1, end);
    const [head, name, second] = start;
    if (head.startsWith('export class')) {
      const read = readClass(name, second, body);
      out.classes.set(name, read);
      if (!second.startsWith('Complex')) out.main = read;
    } else if (head.startsWith('export interface')) out.interfaces.set(name, readInterface(body));
    else if (second) out.hcl.set(name.toLowerCase(), readSerialiser(body));
    else if (body.some((line) => line.includes('=== undefined ? null :'))) out.objects.add(name.toLowerCase());
    i = end;
  }
  return out;
}

function readClass(name, kind, body) {
  const found = { name, kind, members: [], ref: null, type: null, hcl: new Map() };
  body.forEach((line, i) => {
    const flags = FLAGS.exec(line);
    if (flags) found.members.push(readMember(flags, body.slice(i + 1)));
    found.ref ??= /return new (\w+OutputReference)\(/.exec(line)?.[1] ?? null;
    found.type ??= /readonly tfResourceType = "(\w+)"/.exec(line)?.[1] ?? null;
    if (line.includes('synthesizeHclAttributes()')) found.hcl = readSerialiser(body.slice(i));
  });
  return found;
}

function readMember([, name, computed, optional, required], after) {
  const member = { name, computed: computed === 'true', optional: optional === 'true', required: required === 'true' };
  for (const [i, line] of after.slice(0, 7).entries()) {
    if (/^\s*public get /.test(line)) {
      const end = after.findIndex((l, at) => at > i && /^ {2}\}/.test(l));
      member.returns = after
        .slice(i + 1, end)
        .filter((l) => !l.trim().startsWith('//'))
        .join(' ');
      break;
    }
    const field = FIELD.exec(line);
    if (field) {
      member.fieldType = field[1];
      if (field[2]) member.nested = { class: field[2], isSet: field[3] === 'true' };
    }
  }
  return member;
}

function readSerialiser(body) {
  const attributes = new Map();
  let current;
  for (const line of body) {
    const name = /^ +['"]?(\w+)['"]?: \{\s*$/.exec(line)?.[1];
    if (name) attributes.set(name, (current = {}));
    else if (current) {
      current.property ??= /^\s+value: .*struct!\.(\w+)/.exec(line)?.[1];
      current.type ??= /^\s+type: "(\w+)"/.exec(line)?.[1];
      current.storage ??= /^\s+storageClassType: "(\w+)"/.exec(line)?.[1];
      // Its own isBlock is true of all structs; the mapper is told which of them are lists of attributes.
      current.nested ||= /listMapperHcl\(\w+ToHclTerraform, false\)/.test(line);
    }
  }
  return attributes;
}

const readInterface = (body) =>
  new Map(
    body.flatMap((line) => {
      const field = INTERFACE_FIELD.exec(line);
      return field ? [[field[1], { optional: field[2] === '?', type: field[3] }]] : [];
    }),
  );

// From classes to schemas.

const ACCESSORS = {
  getStringAttribute: 'string',
  getNumberAttribute: 'number',
  getBooleanAttribute: 'bool',
  getListAttribute: ['list', 'string'],
  getNumberListAttribute: ['list', 'number'],
  getStringMapAttribute: ['map', 'string'],
  getNumberMapAttribute: ['map', 'number'],
  getBooleanMapAttribute: ['map', 'bool'],
  getAnyMapAttribute: 'dynamic',
};

const asSet = (type) => (Array.isArray(type) && type[0] === 'list' ? ['set', type[1]] : type);

/** `stringList`, `StringMapList`, … → `['list', 'string']`, `['list', ['map', 'string']]`, … */
function collection(name, isSet) {
  const [, scalar, wrappers] = /^(string|number|boolean|any)((?:List|Map)*)$/i.exec(name) ?? [];
  if (!scalar) throw new Error(`unknown collection ${name}`);
  let type = { string: 'string', number: 'number', boolean: 'bool', any: 'dynamic' }[scalar.toLowerCase()];
  for (const wrapper of wrappers.match(/List|Map/g) ?? []) {
    type = type === 'dynamic' && wrapper === 'Map' ? 'dynamic' : [wrapper.toLowerCase(), type];
  }
  return isSet ? asSet(type) : type;
}

/** @returns {import('../test/support/terraform/provider/schema.ts').Block} */
function blockOf(source, className, struct) {
  const hcl = struct === undefined ? source.main.hcl : (source.hcl.get(struct.toLowerCase()) ?? new Map());
  const block = { attributes: {}, blocks: {} };
  for (const member of source.classes.get(className).members) addMember(source, block, member, hcl.get(member.name));
  return block;
}

function addMember(source, block, member, hcl) {
  const flags = {};
  for (const flag of ['required', 'optional', 'computed']) if (member[flag]) flags[flag] = true;
  if (member.name.endsWith('_wo')) flags.writeOnly = true;
  if (!member.nested) {
    block.attributes[member.name] = { type: scalarType(member, hcl), ...flags };
  } else if (/^cdkt[fn]\./.test(member.nested.class)) {
    block.attributes[member.name] = { type: collection(member.nested.class.replace(/^cdkt[fn]\./, ''), member.nested.isSet), ...flags };
  } else {
    const { ref, struct, nesting, single } = nestedClass(source, member.nested, hcl);
    const inner = blockOf(source, ref, struct);
    if (member.computed || source.objects.has(struct.toLowerCase())) {
      block.attributes[member.name] = { type: objectType(inner, nesting), ...flags };
    } else if (hcl?.nested) {
      block.attributes[member.name] = nestedAttribute(inner, nesting, flags);
    } else {
      block.blocks[member.name] = { nesting, min: member.required ? 1 : 0, max: single && nesting !== 'single' ? 1 : 0, block: inner };
    }
  }
}

function nestedClass(source, { class: name, isSet }, hcl) {
  const found = source.classes.get(name);
  if (!found) throw new Error(`no class ${name}`);
  const ref = found.kind === 'ComplexObject' ? name : found.ref;
  const struct = ref.replace(/OutputReference$/, '');
  if (found.kind === 'ComplexObject') {
    const nesting = { list: 'list', set: 'set', map: 'map' }[hcl?.type] ?? 'single';
    return { ref, struct, nesting, single: true };
  }
  return { ref, struct, nesting: found.kind === 'ComplexMap' ? 'map' : isSet ? 'set' : 'list', single: false };
}

function objectType({ attributes, blocks }, nesting) {
  const fields = {};
  for (const [name, attribute] of Object.entries(attributes)) fields[name] = attribute.type;
  for (const [name, nested] of Object.entries(blocks)) fields[name] = objectType(nested.block, nested.nesting);
  return nesting === 'single' ? ['object', fields] : [nesting, ['object', fields]];
}

/** Written `name = { … }`, where a block is `name { … }`. */
const nestedAttribute = (inner, nesting, flags) => ({
  type: objectType(inner, nesting),
  nested: { nesting, attributes: inner.attributes },
  ...flags,
});

function scalarType(member, hcl) {
  const accessor = /this\.(\w+)\(/.exec(member.returns)?.[1];
  if (ACCESSORS[accessor]) return /tolist\(/.test(member.returns) ? asSet(ACCESSORS[accessor]) : ACCESSORS[accessor];
  if (hcl?.storage) return collection(hcl.storage, hcl.type === 'set');
  throw new Error(`type of ${member.name} not known`);
}

/** A provider's configuration: its nested structs have interfaces only, no classes. */
function providerBlock(source) {
  const block = { attributes: {}, blocks: {} };
  for (const member of source.main.members) {
    const hcl = source.main.hcl.get(member.name);
    if (hcl && member.name !== 'alias') addField(source, block, member.name, hcl, member.fieldType, member.required);
  }
  return block;
}

function addField(source, block, name, hcl, tsType, required) {
  const flags = required ? { required: true } : { optional: true };
  const [, struct, many] = /^(\w+?)(\[\])?( \||$)/.exec(tsType ?? '') ?? [];
  const fields = source.interfaces.get(struct);
  if (!fields) {
    const known = /^(string|number|boolean|any)(List|Map)*$/.test(hcl.storage ?? '');
    block.attributes[name] = { type: known ? collection(hcl.storage, hcl.type === 'set') : 'dynamic', ...flags };
    return;
  }
  const inner = { attributes: {}, blocks: {} };
  for (const [key, facts] of source.hcl.get(struct.toLowerCase())) {
    const field = fields.get(facts.property);
    addField(source, inner, key, facts, field?.type, field ? !field.optional : false);
  }
  const nesting = hcl.type === 'struct' ? 'single' : hcl.type;
  // No provider here has a single block in its configuration.
  if (nesting === 'single' || hcl.nested) {
    block.attributes[name] = nestedAttribute(inner, nesting, flags);
    return;
  }
  block.blocks[name] = { nesting, min: required ? 1 : 0, max: many || nesting === 'single' ? 0 : 1, block: inner };
}

// Reading packages, writing schemas.

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
