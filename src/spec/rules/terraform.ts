/** Terraform: traversals, provider addresses, module sources, versions. */
import { isHidden, matches, quoted } from './rule.ts';
import type { Rule } from './rule.ts';

/** https://developer.hashicorp.com/terraform/language/expressions/references */
const identifier = String.raw`[A-Za-z_][\w-]*`;
const step = String.raw`(\.${identifier}|\[\d+\]|\["[^"\\$%\n]*"\])`;
export const traversalPattern = new RegExp(`^${identifier}${step}*$`);

/** How many names each kind of reference needs before it says something. */
const shapes: readonly { readonly root: RegExp; readonly needs: RegExp; readonly shape: string }[] = [
  { root: /^(var|local)\b/, needs: /^(var|local)\.\w/, shape: 'var.<name> or local.<name>' },
  { root: /^module\b/, needs: new RegExp(`^module\\.${identifier}(\\[[^\\]]+\\])?\\.${identifier}`), shape: 'module.<label>.<output>' },
  {
    root: /^data\b/,
    needs: new RegExp(`^data\\.${identifier}\\.${identifier}(\\[[^\\]]+\\])?\\.${identifier}`),
    shape: 'data.<type>.<label>.<attribute>',
  },
];

const meta = /^(each|count|self|path|terraform|provider)\b/;

/** A plain reference to a resource, data source, module output, variable or local. */
export const traversal: Rule = (literal) => {
  const inner = /^\$\{\s*(.*?)\s*\}$/.exec(literal);
  if (inner) return { message: `${quoted(literal)} is already inside an expression, so it needs no \${ }.`, fix: `Write ${inner[1]}.` };
  if (/[()]/.test(literal)) {
    return {
      message: `${quoted(literal)} calls a function, and a reference is a plain one such as aws_s3_bucket.orders.arn.`,
      fix: 'Put the expression into a local and refer to that: local.<name>.',
    };
  }
  if (!traversalPattern.test(literal)) {
    return {
      message: `${quoted(literal)} is not a Terraform reference such as aws_s3_bucket.orders.arn, module.queue.queue_arn or var.bucket_arn.`,
      fix: /[*?+]|\$|\s/.test(literal)
        ? 'Put the expression into a local and refer to that: local.<name>.'
        : 'Write names with dots between them, as Terraform does.',
    };
  }
  // It stands in Terraform as it is, where a reviewer would not see it.
  if (isHidden(literal))
    return { message: `${quoted(literal)} holds a character that no screen shows.`, fix: 'Put the reference into a local.' };
  if (meta.test(literal)) {
    const [root] = literal.split(/[.[]/);
    return {
      message: `${quoted(literal)} has no meaning in the files that are written, which have no ${root}.`,
      fix: 'Put the value into a local and refer to that: local.<name>.',
    };
  }
  const known = shapes.find(({ root }) => root.test(literal));
  if (known)
    return known.needs.test(literal)
      ? undefined
      : { message: `${quoted(literal)} is not a whole reference.`, fix: `Write ${known.shape}.` };
  const [type = ''] = literal.split('.');
  if (!type.includes('_')) {
    return {
      message: `${quoted(literal)} begins with ${type}, which is no resource type.`,
      fix: 'Begin it with a resource type such as aws_s3_bucket, or with data, module, var or local.',
    };
  }
  return new RegExp(`^${identifier}\\.${identifier}(\\[[^\\]]+\\])?\\.${identifier}`).test(literal)
    ? undefined
    : {
        message: `${quoted(literal)} is not a whole reference.`,
        fix: 'Write <type>.<label>.<attribute>, such as aws_s3_bucket.orders.arn.',
      };
};

/** Of an object or of a call as the state has it. https://developer.hashicorp.com/terraform/cli/state/resource-addressing */
export const stateAddressPattern = new RegExp(
  `^(module\\.${identifier}(\\[\\d+\\]|\\["[^"\\\\$%\\n]*"\\])?\\.)*(module\\.${identifier}|[a-z][a-z0-9]*_${identifier}\\.${identifier})(\\[\\d+\\]|\\["[^"\\\\$%\\n]*"\\])?$`,
);
export const stateAddress: Rule = (literal) =>
  stateAddressPattern.test(literal) && !isHidden(literal)
    ? undefined
    : {
        message: `${quoted(literal)} is not the address of a resource or a module call, such as module.ebs_csi or aws_iam_role.orders.`,
        fix: 'Write it as `terraform state list` shows it.',
      };

export const providerAddressPattern = new RegExp(`^[a-z][a-z0-9_-]*(\\.${identifier})?$`);
export const providerAddress = matches(
  providerAddressPattern,
  "a provider's address, such as aws or aws.use1",
  'Write its name, and after a dot its alias if it has one.',
);

export const labelPattern = new RegExp(`^${identifier}$`);
export const label = matches(
  labelPattern,
  'a Terraform label: it takes letters, digits, hyphens and underscores, and begins with a letter',
  'Write the last word of the block, such as eks for module "eks".',
);

/** A file that Terragrunt finds in a folder above by its name. */
export const hclFilePattern = /^[\w.-]+\.hcl$/;
export const hclFile = matches(
  hclFilePattern,
  'the name of a file such as root.hcl',
  'Write the name alone: it is looked for in the folders above.',
);

export const organizationPattern = /^[A-Za-z0-9][\w-]*$/;
export const organization = matches(
  organizationPattern,
  'the name of an organization',
  'Write it as HCP Terraform shows it in its addresses.',
);
/** https://developer.hashicorp.com/terraform/cloud-docs/projects/manage */
export const projectPattern = /^[A-Za-z0-9][\w -]{1,38}[\w-]$/;
export const project = matches(
  projectPattern,
  'the name of a project: 3 to 40 letters, digits, spaces, hyphens and underscores',
  'Write it as HCP Terraform shows it, or leave project out.',
);
export const hostnamePattern = /^[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?$/;
export const hostname = matches(hostnamePattern, 'a host name such as app.terraform.io', 'Write it without https:// and without a path.');

export const exactVersionPattern = /^\d+\.\d+\.\d+$/;
export const exactVersion = matches(
  exactVersionPattern,
  'one release such as 5.60.0',
  'Name exactly one release; `pin` says whether newer patches are taken.',
);

export const toolVersionPattern = /^\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;
export const toolVersion = matches(
  toolVersionPattern,
  'a version of create-irsa',
  'Leave it out: it is written by `create-irsa generate --upgrade`.',
);

export const engineVersionPattern = /^\d+\.\d+(\.\d+)?$/;
export const engineVersion = matches(engineVersionPattern, 'a version of Terraform or OpenTofu', 'Write it in quotes, such as "1.9.8".');

const name = String.raw`[\w-]+`;
const registry = new RegExp(`^([\\w.-]+\\.[\\w-]+(:\\d+)?/)?${name}/${name}/${name}$`);
export const isRemoteSource = (source: string): boolean => source.startsWith('git::');
export const isLocalSource = (source: string): boolean => /^\.\.?\//.test(source);

/** https://developer.hashicorp.com/terraform/language/modules/sources */
export const moduleSource: Rule = (literal) => {
  if (/[\s"\\]|[$%]\{/.test(literal))
    return { message: `${quoted(literal)} holds characters that no module source has.`, fix: 'Remove quotes, spaces and ${ }.' };
  if (isLocalSource(literal) || registry.test(literal)) return undefined;
  if (isRemoteSource(literal)) {
    return /[?&]ref=[^&]+/.test(literal)
      ? undefined
      : { message: `${quoted(literal)} names no release, so it changes under your feet.`, fix: 'Add ?ref= with a commit or tag.' };
  }
  return {
    message: `${quoted(literal)} is not a module source: a registry address, git::…?ref=<commit>, or a local path.`,
    fix: /^(https?:\/\/|git@|github\.com\/)/.test(literal)
      ? 'Write git::https://…?ref=<commit>.'
      : 'Write one such as terraform-aws-modules/iam/aws, or begin a path with ./ or ../.',
  };
};

/** A file of the user's, seen from the spec. */
export const relativeFile: Rule = (literal) => {
  if (/^([/\\~]|[A-Za-z]:)/.test(literal) || literal.endsWith('/')) {
    return { message: `${quoted(literal)} is not a file seen from this one.`, fix: 'Write a path such as values/external-dns.yaml.' };
  }
  return literal.includes('\\')
    ? { message: `${quoted(literal)} holds a backslash.`, fix: `Write ${literal.replaceAll('\\', '/')}.` }
    : undefined;
};

/** The root module's folder. What lies outside the repository is refused where the disk is known. */
export const directory: Rule = (literal) => {
  if (/^([/\\~]|[A-Za-z]:)/.test(literal)) {
    return {
      message: `${quoted(literal)} is not relative; terraform.directory is a folder seen from this file.`,
      fix: 'Write a path such as . or ../terraform.',
    };
  }
  if (isHidden(literal)) return { message: `${quoted(literal)} holds a character that no screen shows.`, fix: 'Rename the folder.' };
  if (literal.includes('\\')) return { message: `${quoted(literal)} holds a backslash.`, fix: `Write ${literal.replaceAll('\\', '/')}.` };
  return literal === '' ? { message: 'terraform.directory is empty.', fix: 'Write . for the folder of this file.' } : undefined;
};
