import { resourceArn } from '../../iam/arn.ts';
import { searchDomain } from '../../iam/data-resources.ts';
import { allow } from '../../iam/statement.ts';
import { text } from '../../iam/text.ts';
import { defineGrant } from '../grant.ts';
import { named } from '../named.ts';

/**
 * To IAM, what is asked of a domain is the path of the request. Documents are read and written; an
 * index is neither made nor deleted nor mapped otherwise.
 */
export const opensearch = defineGrant('opensearch', () => ({
  title: 'Amazon OpenSearch Service',
  summary: 'Searches the documents of one domain, or of one index in it, or writes them.',
  link: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/ac.html',
  options: {
    domain: { kind: 'resource', ask: 'Which domain?', help: 'Name, ARN or Terraform reference.', required: true, ...named(searchDomain) },
    index: {
      kind: 'text',
      ask: 'Only which index?',
      help: 'Paths of requests begin with it: /orders/_bulk. Only with rest.action.multi.allow_explicit_index: false do bodies name no other. Default: all.',
      required: false,
      check: (index) =>
        INDEX.test(index)
          ? undefined
          : `"${index}" cannot be an index: expected lower-case letters, digits and _.- (a "*" would match a list of others too).`,
      example: 'orders',
    },
    access: {
      kind: 'choice',
      ask: 'What may it do with documents?',
      help: 'read gets and searches; write makes, changes and deletes documents, never an index.',
      required: true,
      choices: ['read', 'write', 'read-write'],
      example: 'read',
    },
  },
  statements: ({ domain, index, access }) => {
    const arn = resourceArn(domain, searchDomain);
    const roots = index === undefined ? [arn, text`${arn}/*`] : [text`${arn}/${index}`];
    const at = (paths: readonly string[]) => roots.flatMap((root) => paths.map((path) => text`${root}/${path}`));
    return [
      ...(access !== 'write'
        ? [
            allow('OpensearchGet', ['es:ESHttpGet', 'es:ESHttpHead'], index === undefined ? [text`${arn}/*`] : [...roots, ...at(['*'])]),
            allow('OpensearchSearch', ['es:ESHttpPost'], at(['_search', '_count', '_mget', '_msearch'])),
          ]
        : []),
      ...(access !== 'read'
        ? [
            allow('OpensearchWrite', ['es:ESHttpPost', 'es:ESHttpPut'], at(['_bulk', '_create/*', '_doc', '_doc/*', '_update/*'])),
            allow('OpensearchDelete', ['es:ESHttpDelete'], at(['_doc/*'])),
          ]
        : []),
    ];
  },
}));

const INDEX = /^[a-z0-9.][a-z0-9_.-]{0,254}$/;
