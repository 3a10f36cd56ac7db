/** The JSON Schema of irsa.yaml → docs/spec.md: one table for each top-level key. */
import { code, fence, page, table } from './markdown.mjs';
import { inline } from './options.mjs';

/** Keys that stand for a name of the user's. */
const NAMED = { clusters: '<cluster>', namespaces: '<namespace>', addOns: '<add-on>', apps: '<app>', tags: '<key>' };

/** Described once, where apps are. */
const SHARED = [
  'shared',
  'clusters',
  'identity',
  'roleName',
  'policyName',
  'permissionsBoundary',
  'tags',
  'managedPolicies',
  'statements',
  'assumeRoles',
];

export function specPage({ schema, examples }) {
  const { properties, required, $defs } = withRequired(schema, schema.else);
  const context = { defs: $defs };
  const keys = Object.entries(properties).filter(([, property]) => isBuilt(property));
  const [maps, scalars] = [keys.filter(([, property]) => isMapLike(property)), keys.filter(([, property]) => !isMapLike(property))];
  return page(
    'The spec: irsa.yaml',
    'What you want, in one file; everything else follows from it. The wizard only edits it. A key without a value counts as left out. Editors complete and check it by the schema named in its first line (`create-irsa schema` prints that schema).',
    fence('yaml', examples[0]),
    'Problems are reported all at once, each with file, line and column, what was found, and what to write instead.',
    '## Top level',
    table(
      ['key', 'takes', 'default', 'what it says'],
      [
        ...scalars.map(([key, property]) => row(key, property, required.includes(key), context)),
        ...maps.map(([key, property]) => [
          `[${code(key)}](#${key.toLowerCase()})`,
          'map',
          required.includes(key) ? 'required' : '',
          property.description,
        ]),
      ],
    ),
    maps.map(([key, property]) => section(key, property, context)),
    STATEMENTS,
    table(['key', 'takes', 'default', 'what it says'], rowsOf('', $defs.statement, context)),
  );
}

/** What is required of a spec that extends nothing stands apart in the schema. */
function withRequired(schema, { required, properties = {}, additionalProperties }) {
  const inner = ([key, property]) => [key, properties[key] ? withRequired(property, properties[key]) : property];
  return {
    ...schema,
    ...(required ? { required } : {}),
    ...(schema.properties ? { properties: Object.fromEntries(Object.entries(schema.properties).map(inner)) } : {}),
    ...(additionalProperties ? { additionalProperties: withRequired(schema.additionalProperties, additionalProperties) } : {}),
  };
}

const STATEMENTS = [
  '## Statements',
  "Raw statements are written in IAM's own keys. Either `Action` or `NotAction`, either `Resource` or `NotResource`. Policy variables such as `${aws:PrincipalTag/team}` arrive in IAM as they stand here.",
].join('\n\n');

const isMapLike = (property) => property.type?.includes?.('object') === true;

/** Keys of later releases may say nothing: they are not described. */
const isBuilt = ({ not, maxProperties }) => !(not && maxProperties === 0);

function section(key, property, context) {
  const intro = [`## ${key}`, property.description];
  if (key === 'addOns')
    return [...intro, ADD_ONS, table(['key', 'takes', 'default', 'what it says'], addOnRows(property, context))].join('\n\n');
  return [...intro, table(['key', 'takes', 'default', 'what it says'], rowsOf(key, property, context))].join('\n\n');
}

const ADD_ONS =
  'By id: [add-ons.md](add-ons.md) lists them with their own options. `{}` takes an add-on as it comes. Beside its options, and the keys that [apps](#apps) have too (all but `namespace` and `grants`, which differ), an add-on takes:';

/** What every add-on takes and apps do not, from whichever comes first. */
function addOnRows(property, context) {
  const [first] = Object.values(property.properties);
  const { namespace, serviceAccount, installer, release, install } = first.properties;
  const own = { namespace: { ...namespace, default: undefined, description: 'Its namespace; default: that of its installer.' } };
  own.serviceAccount = { ...serviceAccount, default: undefined, description: 'Its ServiceAccount; default: that of its installer.' };
  own.installer = { ...installer, enum: ['helm', 'eks-addon', 'blueprints'] };
  return [
    ...Object.entries({ ...own, release }).map(([key, inner]) => row(`addOns.<add-on>.${key}`, inner, false, context)),
    ...rowsOf('addOns.<add-on>', { properties: { install } }, context),
  ];
}

function rowsOf(path, schema, context) {
  const { properties = {}, required = [], additionalProperties } = schema;
  const prefix = path === '' ? '' : `${path}.`;
  if (typeof additionalProperties === 'object') {
    const name = `${prefix}${NAMED[path.split('.').at(-1)] ?? '<name>'}`;
    return isMapLike(additionalProperties)
      ? rowsOf(name, additionalProperties, context)
      : [row(name, additionalProperties, false, context)];
  }
  return Object.entries(properties)
    .filter(([, property]) => isBuilt(property))
    .flatMap(([key, property]) => [
      row(`${prefix}${key}`, property, required.includes(key), context),
      ...inside(`${prefix}${key}`, property, context),
    ]);
}

/** The rows below a key that may be a map. */
function inside(path, property, context) {
  const key = path.split('.').at(-1);
  if (['grants', 'statements', 'Condition'].includes(key) || (SHARED.includes(key) && key === 'tags')) return [];
  const maps = alternatives(property, context).filter((schema) => schema.properties);
  const items = alternatives(property, context).flatMap((schema) =>
    schema.items && maps.length === 0 ? alternatives(schema.items, context).filter((item) => item.properties) : [],
  );
  return [...maps.flatMap((schema) => rowsOf(path, schema, context)), ...items.flatMap((schema) => rowsOf(`${path}[]`, schema, context))];
}

const resolve = (schema, { defs }) => (schema.$ref ? { ...defs[schema.$ref.replace('#/$defs/', '')], ...schema } : schema);

const alternatives = (schema, context) => {
  const resolved = resolve(schema, context);
  return (resolved.anyOf?.flatMap((option) => alternatives(option, context)) ?? [resolved]).filter(({ type }) => type !== 'null');
};

function row(path, property, required, context) {
  const example = property.default === undefined && property.examples?.[0];
  const about = [
    property.description,
    example && !property.description?.includes('such as') ? `For example ${code(inline(example))}.` : '',
  ];
  const by = property.default === undefined ? (required ? 'required' : '') : code(inline(property.default));
  return [code(path), takes(property, context, path), by, about.filter(Boolean).join(' ')];
}

function takes(property, context, path) {
  const key = path.split('.').at(-1);
  if (key === 'grants') return 'list of [grants](grants.md)';
  if (key === 'statements') return 'list of [statements](#statements)';
  return [...new Set(alternatives(property, context).map((schema) => kindOf(schema, context)))].join(', or ');
}

function kindOf(schema, context) {
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum)
    return schema.enum
      .filter((value) => value !== null)
      .map(code)
      .join(', ');
  const types = [schema.type].flat();
  if (types.includes('array'))
    return `list of ${alternatives(schema.items, context)
      .map((item) => plural(kindOf(item, context)))
      .join(', or ')}`;
  if (types.includes('object')) return 'map';
  if (types.includes('boolean')) return 'true or false';
  if (types.includes('integer')) return `${schema.minimum} to ${schema.maximum}`;
  return types.includes('number') ? 'number' : 'text';
}

const plural = (kind) => (kind === 'map' ? 'maps' : kind === 'text' ? 'texts' : kind);
