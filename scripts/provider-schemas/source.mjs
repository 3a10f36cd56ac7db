/**
 * The TypeScript that a CDK provider package was compiled from → its classes, their members and what is
 * said of each, line by line: the generator writes the same of every schema.
 */
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
export function readSource(source) {
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
