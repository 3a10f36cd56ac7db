/** The IAM OIDC provider: there, for exactly the issuer, with the audience. */
import { OIDC_PROVIDER } from '../pages.ts';
import { bareIssuer, type View } from '../view.ts';
import type { SeenProvider } from '../world.ts';
import { parseArn } from '../../iam/arn.ts';
import { link, type Found } from './link.ts';

const causes = {
  'provider-missing': {
    severity: 'error',
    means: 'The account has no IAM OIDC provider for the cluster’s issuer: IRSA was never enabled.',
    link: OIDC_PROVIDER,
  },
  'provider-dual-stack': {
    severity: 'error',
    means: 'The provider is that of the dual-stack host, oidc-eks.REGION.api.aws; tokens name oidc.eks.REGION.amazonaws.com.',
    link: 'https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3428',
  },
  'provider-url-differs': {
    severity: 'error',
    means: 'The provider’s URL is the issuer but for its case, a slash or a path, and STS compares it exactly.',
    link: OIDC_PROVIDER,
  },
  'provider-audience': {
    severity: 'error',
    means: 'The audience of the tokens is none of the provider’s client ids.',
    link: OIDC_PROVIDER,
  },
} as const;

export const providerLink = link({ name: 'provider', needs: ['cluster', 'service-account'], causes, look });

function look({ world, issuer, audience, way, roleArn }: View): readonly Found<typeof causes>[] {
  const { providers, cluster } = world;
  const elsewhere = parseArn(roleArn ?? '')?.accountId !== cluster.account;
  if (way !== 'irsa' || issuer === undefined || providers === undefined || elsewhere) return [];
  const provider = providers.find(({ url }) => bareIssuer(url) === issuer);
  if (provider !== undefined) return provider.audiences.includes(audience) ? [] : [wrongAudience(provider, audience)];
  const compare = [
    `aws eks describe-cluster --name ${cluster.name} --region ${cluster.region} --query cluster.identity.oidc.issuer --output text`,
    'aws iam list-open-id-connect-providers',
  ];
  const evidence = [`issuer: https://${issuer}`];
  const id = idOf(issuer);
  const near = providers.find(({ url }) => idOf(url).toLowerCase() === id.toLowerCase());
  if (near === undefined) {
    return [
      {
        code: 'provider-missing',
        message: `The account has no IAM OIDC provider for the issuer of ${cluster.name}.`,
        evidence: [...evidence, `providers of the account: ${providers.length}`],
        fix: 'Make it: enable_irsa of the eks module, or by eksctl.',
        commands: [...compare, `eksctl utils associate-iam-oidc-provider --cluster ${cluster.name} --region ${cluster.region} --approve`],
        ofAll: true,
      },
    ];
  }
  const isDualStack = /^oidc-eks\..*\.api\./.test(bareIssuer(near.url));
  return [
    {
      code: isDualStack ? 'provider-dual-stack' : 'provider-url-differs',
      message: isDualStack
        ? 'The IAM OIDC provider is that of the dual-stack host, which no token names.'
        : 'The URL of the IAM OIDC provider is not exactly the issuer.',
      evidence: [...evidence, `provider: https://${bareIssuer(near.url)}`],
      fix: 'Make a provider with exactly the issuer as its URL, and let trust policies name that.',
      commands: compare,
      ofAll: true,
    },
  ];
}

const idOf = (url: string): string => /\/id\/([0-9A-Za-z]+)/.exec(url)?.[1] ?? url;

const wrongAudience = ({ arn, audiences }: SeenProvider, audience: string): Found<typeof causes> => ({
  code: 'provider-audience',
  message: `The provider does not know the audience ${audience}.`,
  evidence: [`client ids: ${audiences.length === 0 ? 'none' : audiences.join(', ')}`],
  fix: 'Add the audience to the provider, or ask for one that it knows.',
  // What is not shown of an audience, or no shell would take as it is, gets into no command.
  commands: /^[\w.:/-]+$/.test(audience)
    ? [`aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${audience}`]
    : [`aws iam get-open-id-connect-provider --open-id-connect-provider-arn ${arn}`],
});
