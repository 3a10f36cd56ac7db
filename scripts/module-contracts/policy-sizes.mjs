/**
 * How long a module's own policies are: its flag (`attach_ebs_csi_policy`) → parts, each with the characters
 * that are always there, the values that come in between, and the lists that callers fill. In brackets of a
 * list is what follows each of its entries, where it stands.
 */
import { byName, expression } from './read-module.mjs';
import { conditionOf, FLAG, own } from './policies.mjs';

export function policySizesFrom({ documents }) {
  const sizes = {};
  for (const { body } of documents) {
    const flag = FLAG.exec(body.count)?.[1];
    if (flag !== undefined) sizes[flag] = [...(sizes[flag] ?? []), ...partsOf(body)];
  }
  return Object.fromEntries(Object.entries(sizes).toSorted(([a], [b]) => byName(a, b)));
}

function partsOf({ statement = [], dynamic = {} }) {
  const always = statement.filter(own);
  const sometimes = (dynamic.statement ?? []).flatMap(({ for_each: each, content }) =>
    content
      .filter(own)
      .map((body) => ({ ...(isCondition(each) ? { when: conditionOf(each) } : { each: expression(each) }), ...measure([body]) })),
  );
  return [...(always.length === 0 ? [] : [measure(always)]), ...sometimes];
}

const isCondition = (each) => /\? \[1\] : \[\]/.test(each);

/** As the AWS provider writes them: a list of one as a text, conditions of one operator together. */
function measure(statements) {
  const lists = {};
  const list = (value) => {
    if (Array.isArray(value)) return value.length === 1 ? String(value[0]) : value.map(String);
    const [, name] = /\bvar\.(\w+)/.exec(value) ?? [];
    if (name === undefined) throw new Error(`${value} is a list that no caller fills.`);
    const [, after = ''] = /^\[for \w+ in var\.\w+ : "\$\{\w+\}(.*)"\]$/.exec(expression(value)) ?? [];
    lists[name] = [...(lists[name] ?? []), after];
    return [];
  };
  const documents = statements.map(({ sid, actions, resources, condition = [] }) => {
    const operators = {};
    for (const { test, variable, values } of condition) operators[test] = { ...operators[test], [variable]: list(values) };
    return {
      Sid: sid,
      Effect: 'Allow',
      Action: list(actions),
      Resource: list(resources),
      ...(condition.length > 0 ? { Condition: operators } : {}),
    };
  });
  const text = documents.map((document) => `${JSON.stringify(document)},`).join('');
  const values = {};
  for (const [, name] of text.matchAll(HOLE)) values[name] = (values[name] ?? 0) + 1;
  return { characters: text.replaceAll(HOLE, '').length, values, lists };
}

const HOLE = /\$\{([^{}]*)\}/g;
