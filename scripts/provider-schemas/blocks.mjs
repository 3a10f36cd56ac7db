/** The classes of a resource or data source → its schema. */
import { collection, nestedAttribute, objectType, scalarType } from './types.mjs';

/** @returns {import('../../test/support/terraform/provider/schema.ts').Block} */
export function blockOf(source, className, struct) {
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
