/** The configuration of a provider → its schema. */
import { collection, nestedAttribute } from './types.mjs';

/** A provider's configuration: its nested structs have interfaces only, no classes. */
export function providerBlock(source) {
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
