/**
 * Controllers of AWS Controllers for Kubernetes: one for each service, all of one make. Their own pages
 * recommend full access to the service; here they manage what is named, and nothing else.
 */
import type { Statement } from '../iam/statement.ts';
import { defineAddOn, type AddOn } from './add-on.ts';
import type { Option, ResourceName } from './option.ts';
import type { Entry } from './shelf.ts';

interface AckController {
  readonly title: string;
  readonly summary: string;
  /** The option's question, help and checks. */
  readonly resources: Pick<Option, 'ask' | 'help' | 'check' | 'checkRef' | 'example' | 'madeBy'>;
  readonly statements: (resources: readonly ResourceName[]) => readonly Statement[];
  readonly podIdentitySince: string;
  readonly notes: readonly string[];
}

export const ackController = (service: 's3' | 'dynamodb' | 'rds' | 'sqs' | 'sns', make: () => AckController): Entry<AddOn> =>
  defineAddOn(`ack-${service}-controller`, () => {
    const { title, summary, resources, statements, podIdentitySince, notes } = make();
    return {
      title,
      group: 'Controllers',
      summary,
      link: `https://github.com/aws-controllers-k8s/${service}-controller/tree/main/config/iam`,
      compared: '2026-11-26',
      subjects: { helm: { namespace: 'ack-system', serviceAccount: `ack-${service}-controller` } },
      options: { resources: { kind: 'resources', required: true, ...resources } },
      check: (options) =>
        options.resources.length === 0 ? 'resources needs at least one name: it says what the controller manages.' : undefined,
      // No module line has a flag for it.
      permissions: (options) => ({ statements: statements(options.resources) }),
      withoutModule: (options) => ({ statements: statements(options.resources) }),
      podIdentity: { since: podIdentitySince },
      helm: {
        chart: `${service}-chart`,
        repository: 'oci://public.ecr.aws/aws-controllers-k8s',
        serviceAccount: ['serviceAccount'],
        values: ({ region }) => ({ aws: { map: { region } } }),
      },
      notes: [
        'AWS recommends full access to the service for it; with this role, what is not named stays AccessDenied in its conditions.',
        `Whoever may create its resources in any namespace acts with this role.`,
        ...notes,
      ],
    };
  });

export const startingWith = (kind: string): string =>
  `Names (my-app-* for all that begin so), ARNs or Terraform references of ${kind}, whether they exist yet or not.`;
