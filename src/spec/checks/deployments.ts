/** Deployments that would leave their own app without the role. */
import { entries, loose, strings } from '../loose.ts';
import { wrong } from './check.ts';
import type { Check } from './check.ts';

/** The one container of a Deployment is called like its app. */
export const ownContainer: Check = (spec) =>
  entries(spec['apps']).flatMap(([id, app]) =>
    strings(loose(app['deployment'])['skipContainers']).flatMap((name, i) =>
      name === id
        ? [
            wrong(
              'own-container-skipped',
              ['apps', id, 'deployment', 'skipContainers', i],
              `${id} is the container of the app itself, which would run without its role.`,
              'Name sidecars only.',
            ),
          ]
        : [],
    ),
  );
