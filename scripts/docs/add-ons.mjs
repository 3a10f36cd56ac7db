/** The catalog's add-ons → docs/add-ons.md. */
import { code, fence, page, prose, table } from './markdown.mjs';
import { exampleOf, givenOf, inline, optionTable } from './options.mjs';
import { statementTable, value } from './statements.mjs';

export const addOnsPage = ({ addOns, noAddOns, podIdentityPermissions }) =>
  page(
    'Add-ons',
    'What each add-on of the catalog is to Kubernetes, what it may be told, and what its role may do. `create-irsa catalog <id>` prints the same.',
    'A **resource** is a name (the ARN is built from the partition, region and account that Terraform runs in), an ARN, or `{ ref: aws_s3_bucket.orders.arn }`: a Terraform reference without functions. Beside its options, every add-on takes the [keys that all workloads share](spec.md#addons).',
    table(
      ['id', 'add-on', 'group', 'what it does'],
      addOns.map(({ id, title, group, summary }) => [`[${code(id)}](#${id})`, title, group, summary]),
    ),
    addOns.map((entry) => addOn(entry, podIdentityPermissions)),
    '## What is no add-on',
    'Names that people look for here, and why the catalog has no add-on for them. A spec, a flag or `create-irsa catalog <name>` that names one says the same.',
    table(
      ['name', 'why'],
      noAddOns.map(({ names, says, fix, link }) => [names.map(code).join(' '), `It ${says} ${fix} [More](${link})`]),
    ),
  );

const INSTALLERS = { helm: 'Helm chart', 'eks-addon': 'EKS add-on', blueprints: 'EKS Blueprints' };

const addOn = (entry, podIdentityPermissions) =>
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
    permissions(entry, podIdentityPermissions),
    podIdentity(entry),
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
  ['pod-identity-1', 'eks-pod-identity 1.x'],
  ['pod-identity-2', 'eks-pod-identity 2.x'],
];

const CLUSTER = { clusterNames: ['production'] };

function permissions(entry, podIdentityPermissions) {
  const options = { ...givenOf(entry.options), ...exampleOptions(entry) };
  if (entry.ownModule?.(options) !== undefined) {
    return 'Role, node role, interruption queue and its rules come from the `karpenter` submodule of terraform-aws-modules/eks (20.x or 21.x), which holds the policy.';
  }
  const lines = LINES.map(([line, title]) => ({
    title,
    ...(line.startsWith('iam') ? entry.permissions(options, CLUSTER, line) : named(podIdentityPermissions(entry, options, CLUSTER, line))),
  }));
  return [...ofModules(lines), ...besideModules(lines)].join('\n\n');
}

/** The flag's policy has a name of its own there, or two clusters would make one of the same name. */
const named = ({ inputs, policyName, ...rest }) => ({
  ...rest,
  ...(inputs === undefined ? {} : { inputs: { ...inputs, ...(policyName === undefined ? {} : { [policyName]: 'the name of the role' }) } }),
});

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

/** One table where lines have the same. */
function besideModules(lines) {
  const tables = new Map();
  for (const { title, inputs, statements = [] } of lines) {
    if (statements.length === 0) continue;
    const key = JSON.stringify([inputs === undefined, statementTable(statements)]);
    tables.set(key, { titles: [...(tables.get(key)?.titles ?? []), title], inputs, statements });
  }
  return [...tables.values()].flatMap(({ titles, inputs, statements }) => [
    inputs === undefined
      ? `On ${listed(titles)} the role gets these statements:`
      : `On ${listed(titles)} the role also gets these statements, because the module’s policy does not have them:`,
    statementTable(statements),
  ]);
}

const listed = (titles) => (titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`);

function podIdentity({ eksAddOn, podIdentity: { since, eksAddOnSince } }) {
  const association =
    eksAddOn === undefined
      ? 'The association stands alone: it is no EKS add-on.'
      : eksAddOnSince === undefined
        ? 'The association stands alone: the EKS add-on takes none.'
        : `As an EKS add-on it takes the association from ${eksAddOnSince} on; installed otherwise, the association stands alone.`;
  return `By EKS Pod Identity it takes its role since ${since}. ${association}`;
}

const notes = ({ notes: list, podIdentity: { notes: more = [] } }) => [...list, ...more].map((note) => `- ${prose(note)}`).join('\n');
