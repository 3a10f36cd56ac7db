/** Names and ARNs of AWS. */
import { isAscii } from '../../ascii.ts';
import { hyphenated, matches, quoted } from './rule.ts';
import type { Complaint, Rule } from './rule.ts';

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
export const clusterNamePattern = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;
export const clusterName = matches(
  clusterNamePattern,
  'a name EKS accepts: it takes 1 to 100 letters, digits, hyphens and underscores, and begins with a letter or digit',
  hyphenated(clusterNamePattern, 'Write it as `aws eks list-clusters` shows it.'),
);

/** Named as clusters are, whose name a group takes the place of in those of roles. */
export const groupName = matches(
  clusterNamePattern,
  'a name for a share group: it takes 1 to 100 letters, digits, hyphens and underscores, and begins with a letter or digit',
  hyphenated(clusterNamePattern, 'Choose a name such as production.'),
);

export const regionPattern = /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/;

/** The shape only: regions are added more often than this program is released. `checks/regions.ts` warns of unknown ones. */
export const region: Rule = (literal) => {
  if (regionPattern.test(literal)) return undefined;
  const zone = /^([a-z]{2,4}(?:-[a-z]+)+-\d{1,2})[a-z]$/.exec(literal);
  if (zone) return { message: `${quoted(literal)} is an availability zone, not a region.`, fix: `Write ${zone[1]}.` };
  const lower = literal.toLowerCase();
  const fix = regionPattern.test(lower) ? `Write ${lower}.` : 'Write it as `aws ec2 describe-regions` shows it, such as us-east-1.';
  return { message: `${quoted(literal)} is not an AWS region.`, fix };
};

export const accountIdPattern = /^\d{12}$/;
export const accountId: Rule = (literal) => {
  if (accountIdPattern.test(literal)) return undefined;
  const digits = literal.replaceAll(/[\s-]/g, '');
  const fix = accountIdPattern.test(digits)
    ? `Write "${digits}", without separators.`
    : 'Write it in quotes, as `aws sts get-caller-identity` shows it.';
  return { message: `${quoted(literal)} is not an AWS account id, which has 12 digits.`, fix };
};

/** A client ID of an OIDC provider, of the characters that identifiers and URLs are made of. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html */
export const audiencePattern = /^[\w.:/@-]{1,255}$/;
export const audience = matches(
  audiencePattern,
  'an audience that an OIDC provider takes: 1 to 255 letters, digits and . : / @ _ -',
  'Write one such as sts.amazonaws.com, or leave audience out.',
);

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-names */
export const roleNamePattern = /^[\w+=,.@-]{1,64}$/;
export const roleName = matches(
  roleNamePattern,
  'a role name IAM accepts: it takes 1 to 64 letters, digits and + = , . @ _ -',
  hyphenated(roleNamePattern, 'Shorten it, or leave roleName out.'),
);
/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
export const roleDescriptionPattern = /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]{0,1000}$/;
export const roleDescription = matches(
  roleDescriptionPattern,
  'a description IAM accepts: it takes up to 1000 characters of Latin-1',
  'Shorten it, or write "" for none.',
);
export const policyNamePattern = /^[\w+=,.@-]{1,128}$/;
export const policyName = matches(
  policyNamePattern,
  'a policy name IAM accepts: it takes 1 to 128 letters, digits and + = , . @ _ -',
  hyphenated(policyNamePattern, 'Shorten it, or leave policyName out.'),
);
/** Room must be left for the workload's name. */
export const rolePrefixPattern = /^[\w+=,.@-]{0,32}$/;
export const rolePrefix = matches(
  rolePrefixPattern,
  'a prefix for role names: it takes up to 32 letters, digits and + = , . @ _ -',
  hyphenated(rolePrefixPattern, 'Shorten it, or leave rolePrefix out.'),
);

export const rolePathPattern = /^\/([!-.0-~]+\/)*$/;
export const rolePath: Rule = (literal) => {
  if (rolePathPattern.test(literal) && literal.length <= 512) return undefined;
  const spelled = `/${literal.replaceAll(/^\/+|\/+$/g, '')}/`.replace('//', '/');
  return {
    message: `${quoted(literal)} is not an IAM path: paths begin and end with a slash, such as /apps/, and hold no spaces.`,
    fix:
      rolePathPattern.test(spelled) && spelled.length <= 512
        ? `Write ${quoted(spelled)}.`
        : 'Write a path such as /apps/, or leave rolePath out.',
  };
};

export const policyArnPattern = /^arn:aws[a-z-]*:iam::(aws|\d{12}):policy\/([!-.0-~]+\/)*[\w+=,.@-]{1,128}$/;

/** Managed policies and permissions boundaries, of any partition. */
export const policyArn: Rule = (literal) => {
  if (policyArnPattern.test(literal)) return undefined;
  const fix = /^[\w+=,.@-]+$/.test(literal)
    ? `Write the whole ARN: arn:aws:iam::aws:policy/${literal} for a policy of AWS, with your account id instead of the second aws for your own.`
    : 'Copy it from `aws iam list-policies`.';
  return {
    message: `${quoted(literal)} is not the ARN of an IAM policy, such as arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess.`,
    fix,
  };
};

/** Of one role: an ARN in `Resource` could hold wildcards, and then the pod could assume whatever is called alike. */
export const roleArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/([!-)+-.0->@-~]+\/)*[\w+=,.@-]{1,64}$/;
export const roleArn: Rule = (literal) => {
  if (roleArnPattern.test(literal)) return undefined;
  const session = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]{1,64})\//.exec(literal);
  if (session) {
    return {
      message: `${quoted(literal)} is a session of a role, not the role.`,
      fix: `Write arn:${session[1]}:iam::${session[2]}:role/${session[3]}, with the path of the role if it has one.`,
    };
  }
  if (/[*?]/.test(literal)) {
    return {
      message: `${quoted(literal)} holds a wildcard, and a pod assumes roles that are named.`,
      fix: 'Name each role with an entry of its own.',
    };
  }
  return {
    message: `${quoted(literal)} is not the ARN of a role, such as arn:aws:iam::222222222222:role/reports.`,
    fix: 'Copy it from `aws iam get-role`, or write the one that the role is to have.',
  };
};

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export const externalIdPattern = /^[\w+=,.@:/-]{2,1224}$/;
export const externalId = matches(
  externalIdPattern,
  'an external id: it takes 2 to 1224 letters, digits and + = , . @ : / _ -',
  'Write the one that the owner of the other account chose, or leave externalId out.',
);

/** What SDKs read in `[profile <name>]`; `default` is the pod's own role. */
export const profileNamePattern = /^(?!default$)[\w.-]{1,64}$/;
export const profileName: Rule = (literal) =>
  profileNamePattern.test(literal)
    ? undefined
    : literal === 'default'
      ? {
          message: 'The profile default is the role that the ServiceAccount names.',
          fix: 'Choose another name, and write default: true for the one that pods use.',
        }
      : {
          message: `${quoted(literal)} is not the name of a profile, which takes 1 to 64 letters, digits and . _ -.`,
          fix: hyphenated(profileNamePattern, 'Choose another one.')(literal),
        };

export const oidcProviderArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:oidc-provider\/oidc\.eks\.[a-z0-9-]+\.[a-z0-9.-]+\/id\/[0-9A-Za-z]+$/;

/**
 * The provider's ARN holds the issuer of the cluster's tokens without `https://`. A wrong host is
 * never noticed by IAM: the role is made, and no token ever matches it.
 * https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html
 */
export const oidcProviderArn: Rule = (literal) => {
  if (oidcProviderArnPattern.test(literal)) return undefined;
  const swapped = /oidc-provider\/oidc\.([a-z0-9-]+)\.eks\./.exec(literal);
  if (swapped) {
    return {
      message: `${quoted(literal)} has the region in the wrong place: issuers are oidc.eks.<region>, not oidc.<region>.eks.`,
      fix: `Write oidc.eks.${swapped[1]}. instead of oidc.${swapped[1]}.eks.`,
    };
  }
  if (/oidc-provider\/oidc-eks\.[a-z0-9-]+\.api\.aws/.test(literal)) {
    return {
      message: `${quoted(literal)} names the dual-stack endpoint, but the tokens of EKS say oidc.eks.<region>.amazonaws.com, so no pod would be admitted.`,
      fix: 'Use the provider made from the issuer that `aws eks describe-cluster` shows.',
    };
  }
  if (literal.includes('https://')) {
    return { message: `${quoted(literal)} holds https://, which the ARN of a provider leaves out.`, fix: 'Remove https://.' };
  }
  return {
    message: `${quoted(literal)} is not the ARN of an EKS cluster's OIDC provider, such as arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE.`,
    fix: 'Copy it from `aws iam list-open-id-connect-providers`.',
  };
};

export const thumbprintPattern = /^[0-9A-Fa-f]{40}$/;
export const thumbprint: Rule = (literal) => {
  if (thumbprintPattern.test(literal)) return undefined;
  const bare = literal.replaceAll(':', '');
  const fix = thumbprintPattern.test(bare)
    ? `Write ${bare.toLowerCase()}, without colons.`
    : 'Write lookup instead, which asks the issuer for it, or copy it from `aws iam get-open-id-connect-provider`.';
  return {
    message: `${quoted(literal)} is not a SHA-1 thumbprint, which has 40 hexadecimal digits.`,
    fix,
  };
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules */
const isTagText = (text: string): boolean => /^[\w .:/=+@-]*$/.test(text) || (!isAscii(text) && /^[\p{L}\p{Z}\p{N}_.:/=+@-]*$/u.test(text));

export function tagKey(key: string): Complaint | undefined {
  if (key === '' || key.length > 128)
    return { message: `Tag keys take 1 to 128 characters; ${quoted(key)} has ${key.length}.`, fix: 'Choose another key.' };
  if (/^aws:/i.test(key)) return { message: `${quoted(key)} begins with aws:, which AWS keeps for itself.`, fix: 'Choose another key.' };
  return tagText('tag key', key);
}

export const tagValue: Rule = (value) =>
  value.length > 256
    ? { message: `Tag values take up to 256 characters; this one has ${value.length}.`, fix: 'Shorten it.' }
    : tagText('tag value', value);

const tagText = (what: string, text: string): Complaint | undefined =>
  isTagText(text)
    ? undefined
    : {
        message: `${quoted(text)} is not a ${what} IAM accepts: it takes letters, digits, spaces and _ . : / = + - @.`,
        fix: 'Remove the other characters.',
      };
