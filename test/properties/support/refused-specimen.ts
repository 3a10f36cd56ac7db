/** The specimen of fields that refuse whatever text they are given. */
import { addOns } from '../../../src/catalog/index.ts';
import type { SpecInput } from '../../../src/spec/spec-input.ts';
import { anApp, optionsOf, theRoles } from './specimens.ts';

/** Text in fields that take none: not yet, or never, since a reference leads nowhere in the root of another account. */
export const refused: SpecInput = {
  version: 1,
  clusters: { production: { region: 'us-east-1', from: { remoteState: 'state' } as never } },
  addOns: Object.fromEntries(
    addOns.all().map(({ id, helm }) => [
      id,
      {
        ...optionsOf(id, { references: true }),
        // No installation by Terraform takes them: neither this chart's nor that of an EKS add-on.
        ...(helm.annotatedByOthers && { install: { version: '1.2.3', values: ['values/of-a-chart.yaml'] } }),
      },
    ]),
  ),
  apps: {
    'my-app': {
      ...anApp['my-app'],
      namespace: 'shop',
      assumeRoles: theRoles({ references: true }),
    },
  },
};
