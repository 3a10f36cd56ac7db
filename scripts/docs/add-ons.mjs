/** The catalog's add-ons → docs/add-ons.md. */
import { code, fence, page, prose, table } from './markdown.mjs';
import { exampleOf, givenOf, inline, optionTable } from './options.mjs';
import { statementTable, value } from './statements.mjs';

export const addOnsPage = ({ addOns, noAddOns }) =>
  page(
    'Add-ons',
    'What each add-on of the catalog is to Kubernetes, what it may be told, and what its role may do. `create-irsa catalog <id>` prints the same.',
    'A **resource** is a name (the ARN is built from the partition, region and account that Terraform runs in), an ARN, or `{ ref: aws_s3_bucket.orders.arn }`: a Terraform reference without functions. Beside its options, every add-on takes the [keys that all workloads share](spec.md#addons).',
    table(
      ['id', 'add-on', 'group', 'what it does'],
      addOns.map(({ id, title, group, summary }) => [`[${code(id)}](#${id})`, title, group, summary]),
    ),
    addOns.map(addOn),
    '## What is no add-on',
    'Names that people look for here, and why the catalog has no add-on for them. A spec, a flag or `create-irsa catalog <name>` that names one says the same.',
    table(
      ['name', 'why'],
      noAddOns.map(({ names, says, fix, link }) => [names.map(code).join(' '), `It ${says} ${fix} [More](${link})`]),
    ),
  );

const INSTALLERS = { helm: 'Helm chart', 'eks-addon': 'EKS add-on', blueprints: 'EKS Blueprints' };

const addOn = (entry) =>
  [
    `## ${entry.id}`,
    `**${entry.title}**: ${entry.summary} Permissions: [the project's own page](${entry.link}), compared on ${entry.compared}.`,
    table(
      ['installed by', 'namespace', 'ServiceAccount'],
      Object.entries(entry.subjects).map(([installer, { namespace, serviceAccount }]) => [
        `${INSTALLERS[installer]} (${code(`installer: ${installer}`)})`,
        code(namespace),
        code(serviceAccount),
      ]),
    ),
    Object.keys(entry.options).length > 0 && optionTable(entry.options),
    fence('yaml', `addOns:\n  ${entry.id}: ${inline(exampleOptions(entry))}`),
    permissions(entry),
    notes(entry),
  ]
    .filter(Boolean)
    .join('\n\n');

/** What must be said, and whatever a rule between options asks for beside it. */
function exampleOptions({ options, check }) {
  const required = Object.fromEntries(
    Object.entries(options).flatMap(([name, option]) => (option.required ? [[name, exampleOf(option)]] : [])),
  );
  if (check?.({ ...givenOf(options), ...required }) === undefined) return required;
  const optional = Object.entries(options).find(
    ([name, option]) => check({ ...givenOf(options), ...required, [name]: exampleOf(option) }) === undefined,
  );
  return optional ? { ...required, [optional[0]]: exampleOf(optional[1]) } : required;
}

const LINES = [
  ['iam-5', 'iam 5.x'],
  ['iam-6', 'iam 6.x'],
];

function permissions(entry) {
  const options = { ...givenOf(entry.options), ...exampleOptions(entry) };
  if (entry.ownModule?.(options) !== undefined) {
    return 'Role, node role, interruption queue and its rules come from the `karpenter` submodule of terraform-aws-modules/eks (20.x or 21.x), which holds the policy.';
  }
  const lines = LINES.map(([line, title]) => ({ title, ...entry.permissions(options, { clusterNames: ['production'] }, line) }));
  return [...ofModules(lines), ...besideModules(lines)].join('\n\n');
}

const ofModules = (lines) =>
  lines.every(({ inputs }) => inputs === undefined)
    ? ['No policy of the role module fits the example above.']
    : [
        'The example above gives the role module these inputs:',
        table(
          ['module line', 'inputs'],
          lines.map(({ title, inputs }) => [title, inputs === undefined ? 'none: no policy of the module fits' : assignments(inputs)]),
        ),
      ];

const assignments = (inputs) =>
  Object.entries(inputs)
    .map(([name, given]) => code(`${name} = ${value(given)}`))
    .join(' ');

/** One table where both lines have the same. */
function besideModules(lines) {
  const tables = new Map();
  for (const { title, inputs, statements = [] } of lines) {
    if (statements.length === 0) continue;
    const key = JSON.stringify([inputs === undefined, statementTable(statements)]);
    tables.set(key, { titles: [...(tables.get(key)?.titles ?? []), title], inputs, statements });
  }
  return [...tables.values()].flatMap(({ titles, inputs, statements }) => [
    inputs === undefined
      ? `On ${titles.join(' and ')} the role gets these statements:`
      : `On ${titles.join(' and ')} the role also gets these statements, because the module’s policy does not have them:`,
    statementTable(statements),
  ]);
}

const notes = ({ notes: list }) => list.map((note) => `- ${prose(note)}`).join('\n');
