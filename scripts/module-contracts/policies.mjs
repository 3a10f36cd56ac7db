/**
 * What a module's own policies allow: its flag (`attach_ebs_csi_policy`) → actions, and the condition under
 * which the module adds them. A document that no flag asks for goes by its address.
 */
import { byName, expression } from './read-module.mjs';

/** The switch of a document. */
export const FLAG = /\bvar\.(attach_\w+)/;
const MANAGED = /:iam::aws:policy\/[\w/-]+/g;

export function policiesFrom({ documents, resources }) {
  const policies = {};
  const add = (key, rules) => {
    if (rules.length > 0) policies[key] = [...(policies[key] ?? []), ...rules];
  };
  for (const { type, label, body } of documents) add(FLAG.exec(body.count)?.[1] ?? `data.${type}.${label}`, gather(rulesOf(body)));
  for (const { type, body } of resources) {
    const flag = type === 'aws_iam_role_policy_attachment' && FLAG.exec(body.for_each ?? body.count)?.[1];
    if (flag) add(flag, managedOf(JSON.stringify(body)));
  }
  return Object.fromEntries(Object.entries(policies).toSorted(([a], [b]) => byName(a, b)));
}

/** Statements about who may assume a role, or about what only callers name, are not the module's own permissions. */
export const own = ({ actions, principals, dynamic }) =>
  Array.isArray(actions) && principals === undefined && dynamic?.principals === undefined && !actions[0].startsWith('sts:');

function rulesOf({ statement = [], dynamic = {} }) {
  return [
    ...statement.filter(own).map(({ actions }) => ({ actions })),
    ...(dynamic.statement ?? []).flatMap(({ for_each: each, content }) =>
      content.filter(own).map(({ actions }) => ({ when: conditionOf(each), actions })),
    ),
  ];
}

/** `x ? [1] : []` is Terraform's way to say `if x`. */
export const conditionOf = (each) => expression(each).replace(/\s*\?\s*\[1\]\s*:\s*\[\]$/, '');

/** One rule for each condition, its actions sorted. */
function gather(rules) {
  const byCondition = new Map();
  for (const { when, actions } of rules) byCondition.set(when, [...(byCondition.get(when) ?? []), ...actions]);
  return [...byCondition].map(([when, actions]) => ({
    ...(when === undefined ? {} : { when }),
    actions: [...new Set(actions)].toSorted(byName),
  }));
}

const managedOf = (text) => {
  const managed = (text.match(MANAGED) ?? []).map((arn) => arn.slice(':iam::aws:policy/'.length)).toSorted(byName);
  return managed.length === 0 ? [] : [{ managed }];
};
