/** The pattern of role and policy names. */
import { didYouMean } from '../did-you-mean.ts';
import { oneOf, quoted } from './rule.ts';
import type { Rule } from './rule.ts';

const placeholders = ['prefix', 'group', 'workload', 'region', 'namespace'] as const;
export const defaultNaming = '{prefix}{group}-{workload}';

export const naming: Rule = (literal) => {
  const allowed = oneOf(placeholders.map((name) => `{${name}}`));
  for (const [whole, name = ''] of literal.matchAll(/\{([^{}]*)\}/g)) {
    if ((placeholders as readonly string[]).includes(name)) continue;
    const near = didYouMean(name, placeholders);
    return {
      message: `${quoted(whole)} is not a placeholder; there are ${allowed}.`,
      fix: near ? `Did you mean {${near}}?` : `Remove it.`,
    };
  }
  const rest = literal.replaceAll(/\{[^{}]*\}/g, '');
  if (!/^[\w+=,.@-]*$/.test(rest)) {
    return {
      message: `${quoted(literal)} holds characters that role names cannot have; beside ${allowed} it takes letters, digits and + = , . @ _ -.`,
      fix: `Write a pattern such as ${defaultNaming}.`,
    };
  }
  if (!literal.includes('{workload}')) {
    return { message: `${quoted(literal)} would give every workload the same name.`, fix: 'Add {workload}.' };
  }
  return undefined;
};

const workspacePlaceholders = ['group', 'region'] as const;
export const defaultWorkspace = 'irsa-{group}';
export const workspacePattern = /^([\w-]|\{(group|region)\})+$/;

/** https://developer.hashicorp.com/terraform/cloud-docs/workspaces/create#workspace-naming */
export const workspace: Rule = (literal) => {
  const allowed = oneOf(workspacePlaceholders.map((name) => `{${name}}`));
  return workspacePattern.test(literal)
    ? undefined
    : {
        message: `${quoted(literal)} is no name of a workspace: beside ${allowed} it takes letters, digits, hyphens and underscores.`,
        fix: `Write a pattern such as ${defaultWorkspace}.`,
      };
};
