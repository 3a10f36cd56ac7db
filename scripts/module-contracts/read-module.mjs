/** The Terraform files of a module → its blocks, read by hcl2json. */
import { parse } from '@cdktn/hcl2json';

export const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** The blocks of all files, by kind: hcl2json has labels as keys, and blocks as lists. */
export async function readModule(files) {
  const parsed = await Promise.all([...files].map(([name, text]) => parse(name, text)));
  const named = (kind) => Object.assign({}, ...parsed.map((file) => file[kind] ?? {}));
  const labelled = (kind) =>
    parsed.flatMap((file) =>
      Object.entries(file[kind] ?? {}).flatMap(([type, labels]) =>
        Object.entries(labels).map(([label, [body]]) => ({ type, label, body })),
      ),
    );
  return {
    terraform: parsed.flatMap((file) => file.terraform ?? []),
    variables: named('variable'),
    outputs: Object.keys(named('output')),
    modules: named('module'),
    resources: labelled('resource'),
    documents: labelled('data').filter(({ type }) => type === 'aws_iam_policy_document'),
  };
}

/** hcl2json writes an expression as a template of it alone. */
export const expression = (text) => (typeof text === 'string' ? text.replace(/^\$\{([^]*)\}$/, '$1') : text);
