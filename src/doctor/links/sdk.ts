/** Whether the SDK of the image knows the way, where that can be told. */
import { sdks, tooOld } from '../../catalog/sdks.ts';
import { IRSA_SDKS } from '../pages.ts';
import type { Sdk, View } from '../view.ts';
import type { SeenPod } from '../world.ts';
import { link, type Found } from './link.ts';

const causes = {
  'sdk-too-old': {
    severity: 'error',
    means: 'The SDK is older than the way by which the pod comes by its role: it passes it over, and acts with the role of the node.',
    link: IRSA_SDKS,
  },
} as const;

export const sdkLink = link({ name: 'sdk', needs: ['service-account'], causes, look });

function look({ way, pods, sdk }: View): readonly Found<typeof causes>[] {
  if (way === 'none') return [];
  const told = sdk === undefined ? pods.flatMap(sdksOf) : [{ sdk, from: 'as --sdk says' }];
  const old = told.flatMap(({ sdk: { name, version }, from }) => {
    const minimum = tooOld(name, version, way);
    return minimum === undefined ? [] : [`${sdks[name].title} ${version} (${from}); at least ${minimum}`];
  });
  if (old.length === 0) return [];
  return [
    {
      code: 'sdk-too-old',
      message: `The SDK is too old for ${way === 'irsa' ? 'IRSA' : 'EKS Pod Identity'}.`,
      evidence: [...new Set(old)],
      fix: 'Update the image.',
    },
  ];
}

/** Images whose tags are versions of what is in them. */
const IMAGES: readonly (readonly [image: RegExp, sdk: (version: string) => Sdk])[] = [
  [/(?:^|\/)(?:amazon|aws-cli)\/aws-cli:(\d+\.\d+\.\d+)$/, (version) => ({ name: version.startsWith('1.') ? 'cli-v1' : 'cli', version })],
];

const sdksOf = ({ containers }: SeenPod) =>
  containers.flatMap(({ image }) =>
    IMAGES.flatMap(([shape, sdk]) => {
      const [, version] = shape.exec(image) ?? [];
      return version === undefined ? [] : [{ sdk: sdk(version), from: image }];
    }),
  );
