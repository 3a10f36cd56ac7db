/** When each add-on was compared with its project, and what each module line's own policy lacks → docs/upstream.md. */
import { readFileSync } from 'node:fs';
import { code, page, table } from './markdown.mjs';

const ROLE = 'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts';

const POD_IDENTITY = 'terraform-aws-modules/eks-pod-identity/aws';

const LINES = [
  ['iam-5', 'iam', 5, `${ROLE}-eks`],
  ['iam-6', 'iam', 6, ROLE],
  ['pod-identity-1', 'eks-pod-identity', 1, POD_IDENTITY],
  ['pod-identity-2', 'eks-pod-identity', 2, POD_IDENTITY],
];

const KARPENTER = 'terraform-aws-modules/eks/aws//modules/karpenter';

export const upstreamPage = ({ addOns, accepted, newestOfLine, podIdentityPermissions }) =>
  page(
    'Upstream',
    'Projects ask for more from version to version, and modules follow later. This page tells when each add-on was last compared with its project’s own page on permissions, and what came of it on each line of the role modules, at the newest release that the catalog knows.',
    'Where the module’s own policy lacks actions, the role gets them in a policy beside it, and a comment in the HCL says why. How a maintainer finds out that a module has moved on: [Keep the modules fresh](../CONTRIBUTING.md#keep-the-modules-fresh).',
    table(
      ['add-on', 'compared', 'with', ...LINES.map(([, name, line, module]) => `${name} ${newestOfLine(module, line)}`)],
      addOns.map((addOn) => [
        `[${code(addOn.id)}](add-ons.md#${addOn.id})`,
        addOn.compared,
        `[its project](${addOn.link})`,
        ...LINES.map(([line]) => resultOn(line, addOn, { accepted, newestOfLine, podIdentityPermissions })),
      ]),
    ),
    '## Older releases',
    'A repository may hold an older release of a module, and new files then call that one. Its policies lack what later releases allow: `generate` warns where an add-on of the spec asks for it ([`module-policy-older`](problems.md#module-policy-older)). Of releases before those whose inputs are known, nothing is told here.',
    table(['module', 'flag', 'allows since'], LINES.flatMap(addedOn)),
  );

const ADDED = JSON.parse(readFileSync(new URL('../../src/catalog/modules/added-actions.json', import.meta.url), 'utf8'));

/** The oldest releases with a contract. */
const SINCE = { 'iam-5': [5, 30], 'iam-6': [6, 0], 'pod-identity-1': [1, 0], 'pod-identity-2': [2, 0] };

const isSince = (line, version) => {
  const [major, minor] = version.split('.').map(Number);
  return major === SINCE[line][0] && minor >= SINCE[line][1];
};

const addedOn = ([line, name, major, module]) =>
  Object.entries(ADDED[module] ?? {}).flatMap(([flag, added]) => {
    const releases = Object.entries(added).filter(([version]) => isSince(line, version));
    return releases.length === 0
      ? []
      : [
          [
            `${name} ${major}.x`,
            code(flag),
            releases.map(([version, actions]) => `${version}: ${actions.map(shown).join(' ')}`).join('<br>'),
          ],
        ];
  });

/** An action that is asked a condition is told with the input that meets it. */
function shown(said) {
  const [action, when] = said.split(' if ');
  const [, input] = /\bvar\.(\w+)/.exec(when ?? '') ?? [];
  return input === undefined ? code(action) : `${code(action)} (with ${code(input)})`;
}

const CLUSTER = { clusterNames: ['production'] };

/** Of all that it can be told. */
function resultOn(line, addOn, { accepted, newestOfLine, podIdentityPermissions }) {
  const permissions = (options) =>
    line.startsWith('iam') ? addOn.permissions(options, CLUSTER, line) : podIdentityPermissions(addOn, options, CLUSTER, line);
  const everyWay = accepted(addOn).map((options) => ({ options, ...permissions(options) }));
  const results = [
    ...(everyWay.some(({ options }) => addOn.ownModule?.(options) !== undefined) ? [ofOwnModule(addOn, newestOfLine)] : []),
    ...ofFlags(everyWay),
    ...(everyWay.some(({ inputs, managedPolicies }) => inputs === undefined && managedPolicies?.length > 0) ? ['policies of AWS'] : []),
    ...(everyWay.some(({ inputs, statements = [] }) => inputs === undefined && statements.length > 0) ? ['statements of our own'] : []),
  ];
  return results.join('; ');
}

/** Flag → what it lacks, whatever else is asked for. */
function ofFlags(everyWay) {
  const flags = new Map();
  for (const { inputs = {}, statements = [] } of everyWay) {
    for (const flag of Object.keys(inputs).filter((name) => name.startsWith('attach_'))) {
      const lacking = statements.flatMap(({ actions }) => actions);
      flags.set(flag, new Set([...(flags.get(flag) ?? []), ...lacking]));
    }
  }
  return [...flags].map(([flag, lacking]) => `${code(flag)}${beside(lacking)}`);
}

const ofOwnModule = (addOn, newestOfLine) =>
  ['eks-20', 'eks-21']
    .map((line) => {
      const lacking = (addOn.besideOwnModule?.(CLUSTER, line) ?? []).flatMap(({ actions }) => actions);
      return `karpenter of eks ${newestOfLine(KARPENTER, Number(line.slice(4)))}${beside(new Set(lacking))}`;
    })
    .join('; ');

const beside = (actions) =>
  actions.size === 0
    ? ''
    : ` and ${[...actions]
        .toSorted((a, b) => (a < b ? -1 : 1))
        .map(code)
        .join(' ')}`;
