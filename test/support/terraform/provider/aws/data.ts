/** Data sources by which configurations ask who and where they are. */
import type { Context, Objection } from '../knowledge.ts';
import { THUMBPRINT } from '../small.ts';
import { text, type Values } from '../wire.ts';
import { clusterFacts } from './computed.ts';
import { iamArn, arn, placeOf, type Place } from './place.ts';
import { policyDocument } from './policy-document.ts';

type Read = (config: Values, place: Place) => Values | Objection;

const EMPTY_POLICY = '{"Version":"2012-10-17","Statement":[]}';

/** Services whose principal in China carries the partition's suffix. */
const CHINA_SUFFIX = /^(ec2|elasticmapreduce|codedeploy|logs)$/;

const READ: Readonly<Record<string, Read>> = {
  aws_iam_policy_document: (config) => policyDocument(config),

  aws_partition: (_config, { partition, dnsSuffix }) => ({
    id: partition,
    partition,
    dns_suffix: dnsSuffix,
    reverse_dns_prefix: dnsSuffix.split('.').reverse().join('.'),
  }),

  aws_region: (config, { region, dnsSuffix }) => {
    const name = text(config['name'], region);
    return { id: name, name, region: name, endpoint: `ec2.${name}.${dnsSuffix}`, description: `Region ${name}` };
  },

  aws_caller_identity: (_config, { account, partition }) => ({
    id: account,
    account_id: account,
    user_id: 'AROAJUDGEJUDGEJUDGE12:judge',
    arn: `arn:${partition}:sts::${account}:assumed-role/judge/judge`,
  }),

  aws_iam_session_context: (config, place) => {
    const [, role, session] = /^arn:[^:]+:sts::\d+:assumed-role\/(.+)\/([^/]+)$/.exec(text(config['arn'])) ?? [];
    if (role === undefined) return { id: config['arn'], issuer_arn: config['arn'], issuer_id: '', issuer_name: '', session_name: '' };
    return {
      id: config['arn'],
      issuer_arn: iamArn(place, `role/${role}`),
      issuer_id: 'AROAJUDGEJUDGEJUDGE12',
      issuer_name: role,
      session_name: session,
    };
  },

  aws_service_principal: ({ service_name: service }, { region, partition, dnsSuffix }) => {
    const suffix = partition === 'aws-cn' && CHINA_SUFFIX.test(text(service)) ? dnsSuffix : 'amazonaws.com';
    return { id: `${text(service)}.${region}.${suffix}`, name: `${text(service)}.${suffix}`, suffix, region };
  },

  aws_eks_cluster: ({ name }, place) => ({
    ...clusterFacts(text(name), place),
    id: name,
    version: '1.33',
    role_arn: iamArn(place, `role/${text(name)}-cluster`),
    cluster_id: null,
  }),

  aws_eks_cluster_auth: ({ name }) => ({ id: name, token: 'k8s-aws-v1.made-up' }),
  aws_eks_addon_version: ({ addon_name: name }) => ({ id: name, version: 'v1.0.0-eksbuild.1' }),

  aws_ssm_parameter: ({ name }, place) => {
    const value = /image_id|ami/.test(text(name)) ? 'ami-0123456789abcdef0' : '1.33.0-20250101';
    return { id: name, arn: arn(place, 'ssm', `parameter${text(name)}`), value, insecure_value: value, type: 'String', version: 1 };
  },

  aws_iam_role: ({ name }, place) => ({
    id: name,
    arn: iamArn(place, `role/${text(name)}`),
    path: '/',
    max_session_duration: 3600,
    assume_role_policy: EMPTY_POLICY,
  }),

  aws_iam_policy: (config, place) => {
    const name = text(config['name'], text(config['arn']).split('/').at(-1));
    const own = text(config['arn'], iamArn(place, `policy/${name}`));
    return { id: own, arn: own, name, path: '/', policy: EMPTY_POLICY };
  },

  aws_iam_openid_connect_provider: (config, place) => {
    const url = text(config['url'], text(config['arn'])).replace(/^https:\/\/|^arn:.*oidc-provider\//, '');
    const own = iamArn(place, `oidc-provider/${url}`);
    return { id: own, arn: own, url, client_id_list: ['sts.amazonaws.com'], thumbprint_list: [THUMBPRINT] };
  },

  aws_availability_zones: (_config, { region }) => ({ id: region, names: ['a', 'b', 'c'].map((zone) => region + zone) }),
  aws_subnets: () => ({ ids: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'] }),
};

export function read(context: Context, config: Values): Values | Objection {
  const place = placeOf(context, config);
  const found = READ[context.type]?.(config, place) ?? {};
  return 'summary' in found ? found : { region: place.region, ...found };
}
