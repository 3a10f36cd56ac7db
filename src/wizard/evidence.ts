/** What the folder shows of how its pods get their roles. */
import { registryAddress } from '../catalog/modules/registry-address.ts';
import type { Location } from '../plan/repo-facts.ts';
import type { Evidence } from '../spec/identity/recommend.ts';
import type { Wizard } from './wizard.ts';

const IRSA_MODULES = [
  'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts',
  'terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks',
  'cloudposse/eks-iam-role/aws',
];
const POD_IDENTITY_MODULES = ['terraform-aws-modules/eks-pod-identity/aws'];
const ASSOCIATION = 'aws_eks_pod_identity_association.';
const AGENT = 'eks-pod-identity-agent';

/** The OIDC provider of the eks module is none: it makes one whether anybody uses it or not. */
export function evidenceOf({
  facts,
  eksModules,
  surroundings: { takenBy },
}: Pick<Wizard, 'facts' | 'eksModules' | 'surroundings'>): Evidence & { readonly hasAgent: boolean } {
  const agents = facts.installed.filter(({ kind, name }) => kind === 'eks-add-on' && name === AGENT);
  const autoMode = eksModules.length > 0 && eksModules.every((call) => call.autoMode === true);
  const calls = (registry: readonly string[]): string[] =>
    facts.modules
      .filter(({ source }) => registry.includes(registryAddress(source)))
      .map(({ label, at }) => `module "${label}" (${placeOf(at)})`);
  return {
    irsa: each(
      ...calls(IRSA_MODULES),
      // Others are of pipelines, such as GitHub's.
      ...facts.oidcProviders
        .filter(({ url }) => /eks/i.test(url))
        .map(({ label, at }) => `aws_iam_openid_connect_provider.${label} (${placeOf(at)})`),
      ...takenBy.irsa,
    ),
    podIdentity: each(
      ...calls(POD_IDENTITY_MODULES),
      ...facts.addresses.filter((address) => address.startsWith(ASSOCIATION)),
      ...agents.map(({ at }) => `${AGENT} (${placeOf(at)})`),
      ...takenBy.podIdentity,
    ),
    autoMode,
    hasAgent: agents.length > 0 || autoMode,
    withoutOidcProvider: eksModules.length > 0 && eksModules.every(({ inputs }) => inputs?.['enable_irsa'] === false),
  };
}

/** What stands at one place is one thing, however it is called. */
function each(...found: readonly string[]): readonly string[] {
  const placeIn = (text: string): string => /\((.*)\)$/.exec(text)?.[1] ?? text;
  const places = found.map(placeIn);
  return found.filter((_, i) => places.indexOf(places[i] ?? '') === i);
}

const placeOf = ({ file, line }: Location): string => `${file}:${line}`;
