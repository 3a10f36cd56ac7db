/** What AWS gives new resources: ids, ARNs, endpoints. */
import type { Context } from '../knowledge.ts';
import { STAMP, digest } from '../made-up.ts';
import { THUMBPRINT } from '../small.ts';
import { text, type Values } from '../wire.ts';
import { arn, iamArn, placeOf, type Place } from './place.ts';

type Compute = (values: Values, place: Place, hex: string) => Values;

const uuid = (hex: string) => [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');

/** A name as given, else as the provider makes it: the prefix and 26 characters. */
const nameOf = (values: Values, hex: string) =>
  text(values['name'], `${text(values['name_prefix'], 'terraform-')}20250101000000${hex.slice(0, 12)}`);

const iamEntity =
  (kind: string, idPrefix: string): Compute =>
  (values, place, hex) => {
    const name = nameOf(values, hex);
    return {
      name,
      id: name,
      arn: iamArn(place, `${kind}${text(values['path'], '/')}${name}`),
      unique_id: `${idPrefix}${hex.slice(0, 17).toUpperCase()}`,
    };
  };

/** Resources whose ARN is their id's last part. */
const named =
  (service: string, prefix = ''): Compute =>
  (values, place, hex) => {
    const name = nameOf(values, hex);
    return { name, id: name, arn: arn(place, service, `${prefix}${name}`) };
  };

const ec2 =
  (kind: string, idPrefix: string): Compute =>
  (values, place, hex) => {
    const id = `${idPrefix}-${hex.slice(0, 17)}`;
    return { id, name: nameOf(values, hex), arn: arn(place, 'ec2', `${kind}/${id}`) };
  };

/** Parts of a cluster: `addon/<cluster>/<name>/<uuid>`. */
const ofCluster =
  (kind: string, nameAttribute: string): Compute =>
  (values, place, hex) => {
    const [cluster, name] = [text(values['cluster_name']), text(values[nameAttribute], `terraform-${hex.slice(0, 12)}`)];
    return { id: `${cluster}:${name}`, [nameAttribute]: name, arn: arn(place, 'eks', `${kind}/${cluster}/${name}/${uuid(hex)}`) };
  };

const COMPUTE: Readonly<Record<string, Compute>> = {
  aws_iam_role: iamEntity('role', 'AROA'),
  aws_iam_user: iamEntity('user', 'AIDA'),
  aws_iam_instance_profile: iamEntity('instance-profile', 'AIPA'),
  aws_iam_policy(values, place, hex) {
    const own = iamArn(place, `policy${text(values['path'], '/')}${nameOf(values, hex)}`);
    return { name: nameOf(values, hex), id: own, arn: own, policy_id: `ANPA${hex.slice(0, 17).toUpperCase()}`, attachment_count: 0 };
  },
  aws_iam_role_policy: (values, _place, hex) => ({ name: nameOf(values, hex), id: `${text(values['role'])}:${nameOf(values, hex)}` }),
  aws_iam_role_policy_attachment: (values, _place, hex) => ({ id: `${text(values['role'])}-${hex.slice(0, 26)}` }),
  aws_iam_openid_connect_provider(values, place) {
    const own = iamArn(place, `oidc-provider/${text(values['url']).replace(/^https:\/\//, '')}`);
    return { arn: own, id: own, thumbprint_list: [THUMBPRINT] };
  },
  aws_eks_cluster: (values, place) => ({
    ...clusterFacts(text(values['name']), place),
    id: values['name'],
    version: values['version'] ?? '1.33',
    cluster_id: null,
    created_at: STAMP,
    deletion_protection: false,
  }),
  aws_eks_addon: (values, place, hex) => ({
    ...ofCluster('addon', 'addon_name')(values, place, hex),
    addon_version: 'v1.0.0-eksbuild.1',
    configuration_values: '',
  }),
  aws_eks_node_group: ofCluster('nodegroup', 'node_group_name'),
  aws_eks_fargate_profile: ofCluster('fargateprofile', 'fargate_profile_name'),
  aws_eks_access_entry: (values, place, hex) => ({
    id: `${text(values['cluster_name'])}:${text(values['principal_arn'])}`,
    access_entry_arn: arn(place, 'eks', `access-entry/${text(values['cluster_name'])}/role/${place.account}/${uuid(hex)}`),
  }),
  aws_eks_pod_identity_association(values, place, hex) {
    const id = `a-${hex.slice(0, 17)}`;
    return { id, association_id: id, association_arn: arn(place, 'eks', `podidentityassociation/${text(values['cluster_name'])}/${id}`) };
  },
  aws_kms_key: (_values, place, hex) => ({ key_id: uuid(hex), id: uuid(hex), arn: arn(place, 'kms', `key/${uuid(hex)}`) }),
  aws_kms_alias: (values, place) => ({ id: values['name'], arn: arn(place, 'kms', text(values['name'])) }),
  aws_sqs_queue(values, place, hex) {
    const url = `https://sqs.${place.region}.${place.dnsSuffix}/${place.account}/${nameOf(values, hex)}`;
    return { ...named('sqs')(values, place, hex), url, id: url };
  },
  aws_sns_topic(values, place, hex) {
    const made = named('sns')(values, place, hex);
    return { ...made, id: made['arn'] };
  },
  aws_s3_bucket(values, place, hex) {
    const bucket = text(values['bucket'], `${text(values['bucket_prefix'], 'terraform-')}${hex.slice(0, 12)}`);
    return { bucket, id: bucket, arn: `arn:${place.partition}:s3:::${bucket}`, bucket_domain_name: `${bucket}.s3.${place.dnsSuffix}` };
  },
  aws_route53_zone(_values, { partition }, hex) {
    const id = `Z${hex.slice(0, 20).toUpperCase()}`;
    return { id, zone_id: id, arn: `arn:${partition}:route53:::hostedzone/${id}` };
  },
  aws_dynamodb_table: named('dynamodb', 'table/'),
  aws_secretsmanager_secret(values, place, hex) {
    const own = arn(place, 'secretsmanager', `secret:${nameOf(values, hex)}-${hex.slice(0, 6)}`);
    return { id: own, arn: own, name: nameOf(values, hex) };
  },
  aws_cloudwatch_log_group: named('logs', 'log-group:'),
  aws_cloudwatch_event_rule: named('events', 'rule/'),
  aws_security_group: ec2('security-group', 'sg'),
  aws_launch_template: (values, place, hex) => ({
    ...ec2('launch-template', 'lt')(values, place, hex),
    latest_version: 1,
    default_version: 1,
  }),
  aws_vpc: ec2('vpc', 'vpc'),
  aws_subnet: ec2('subnet', 'subnet'),
};

/** What a cluster's name leads to, in the resource and the data source alike. */
export function clusterFacts(name: string, place: Place): Values {
  const { region, dnsSuffix } = place;
  const id = digest('cluster', name, region, place.account).slice(0, 32).toUpperCase();
  return {
    arn: arn(place, 'eks', `cluster/${name}`),
    endpoint: `https://${id}.gr7.${region}.eks.${dnsSuffix}`,
    certificate_authority: [{ data: Buffer.from(`certificate authority of ${name}`).toString('base64') }],
    identity: [{ oidc: [{ issuer: `https://oidc.eks.${region}.${dnsSuffix}/id/${id}` }] }],
    platform_version: 'eks.1',
    status: 'ACTIVE',
  };
}

/** @param state what is known of the resource */
export function computed(context: Context, state: Values): Values {
  const place = placeOf(context, state);
  const made = COMPUTE[context.type]?.(state, place, digest(context.type, state)) ?? {};
  return { region: place.region, owner_id: place.account, ...made };
}
