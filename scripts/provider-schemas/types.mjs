/** Types of attributes, as `terraform providers schema -json` writes them. */
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
export function collection(name, isSet) {
  const [, scalar, wrappers] = /^(string|number|boolean|any)((?:List|Map)*)$/i.exec(name) ?? [];
  if (!scalar) throw new Error(`unknown collection ${name}`);
  let type = { string: 'string', number: 'number', boolean: 'bool', any: 'dynamic' }[scalar.toLowerCase()];
  for (const wrapper of wrappers.match(/List|Map/g) ?? []) {
    type = type === 'dynamic' && wrapper === 'Map' ? 'dynamic' : [wrapper.toLowerCase(), type];
  }
  return isSet ? asSet(type) : type;
}

export function objectType({ attributes, blocks }, nesting) {
  const fields = {};
  for (const [name, attribute] of Object.entries(attributes)) fields[name] = attribute.type;
  for (const [name, nested] of Object.entries(blocks)) fields[name] = objectType(nested.block, nested.nesting);
  return nesting === 'single' ? ['object', fields] : [nesting, ['object', fields]];
}

/** Written `name = { … }`, where a block is `name { … }`. */
export const nestedAttribute = (inner, nesting, flags) => ({
  type: objectType(inner, nesting),
  nested: { nesting, attributes: inner.attributes },
  ...flags,
});

export function scalarType(member, hcl) {
  const accessor = /this\.(\w+)\(/.exec(member.returns)?.[1];
  if (ACCESSORS[accessor]) return /tolist\(/.test(member.returns) ? asSet(ACCESSORS[accessor]) : ACCESSORS[accessor];
  if (hcl?.storage) return collection(hcl.storage, hcl.type === 'set');
  throw new Error(`type of ${member.name} not known`);
}
