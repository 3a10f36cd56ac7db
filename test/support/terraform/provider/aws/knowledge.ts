/** The AWS provider: what it knows beyond its schema. */
import type { Knowledge } from '../knowledge.ts';
import { UNKNOWN, blocks, isKnown, isValues, type Values } from '../wire.ts';
import { objections } from './checks.ts';
import { computed } from './computed.ts';
import { read } from './data.ts';
import { arn, placeOf } from './place.ts';

/** Defaults that the real schema holds and the derived one does not. */
const DEFAULTS: Readonly<Record<string, Values>> = {
  aws_iam_role: { path: '/', max_session_duration: 3600, force_detach_policies: false },
  aws_iam_policy: { path: '/' },
  aws_iam_instance_profile: { path: '/' },
  aws_eks_cluster: { bootstrap_self_managed_addons: true },
  aws_kms_key: {
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    key_usage: 'ENCRYPT_DECRYPT',
    is_enabled: true,
    enable_key_rotation: false,
  },
  aws_cloudwatch_log_group: { retention_in_days: 0, skip_destroy: false },
  aws_sqs_queue: { visibility_timeout_seconds: 30, message_retention_seconds: 345_600, max_message_size: 262_144, delay_seconds: 0 },
};

/** A change of these makes a new resource. */
const REPLACE: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ['name', 'name_prefix', 'path'],
  aws_iam_policy: ['name', 'name_prefix', 'path', 'description'],
  aws_iam_role_policy: ['name', 'name_prefix', 'role'],
  aws_iam_role_policy_attachment: ['role', 'policy_arn'],
  aws_iam_openid_connect_provider: ['url'],
  aws_eks_cluster: ['name', 'role_arn'],
  aws_eks_addon: ['cluster_name', 'addon_name'],
  aws_eks_pod_identity_association: ['cluster_name', 'namespace', 'service_account'],
};

const SENSITIVE: Readonly<Record<string, readonly string[]>> = { aws_eks_cluster_auth: ['token'], aws_ssm_parameter: ['value'] };

/** `tags_all`: the provider's default tags under the resource's own. */
function allTags(config: Values, tags: unknown): unknown {
  const defaults = blocks(config['default_tags'])[0]?.['tags'];
  const all = { ...(isValues(defaults) ? defaults : {}), ...(isValues(tags) ? tags : {}) };
  return tags === UNKNOWN || defaults === UNKNOWN || !isKnown(all) ? UNKNOWN : all;
}

export const aws: Knowledge = {
  meta: {
    attributes: { user_agent: { type: ['list', 'string'], optional: true }, module_name: { type: 'string', optional: true } },
    blocks: {},
  },
  sensitive: (kind, type) => (kind === 'data' ? (SENSITIVE[type] ?? []) : []),
  defaultOf: (type, attribute) => DEFAULTS[type]?.[attribute],
  validate: objections,
  atPlan: (context, state) => ({ region: placeOf(context, state).region, tags_all: allTags(context.config, state['tags']) }),
  computed,
  replaces: (type, prior, next) =>
    (REPLACE[type] ?? [])
      .filter((name) => next[name] !== UNKNOWN && JSON.stringify(prior[name]) !== JSON.stringify(next[name]))
      .map((name) => [name]),
  read,
  arn: (context, service, rest) => arn(placeOf(context, {}), service, rest),
};
