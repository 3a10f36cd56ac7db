/**
 * What SDKs take before the role of the pod.
 * https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
import { CREDENTIAL_CHAIN } from '../pages.ts';
import { some, type View } from '../view.ts';
import type { SeenContainer } from '../world.ts';
import { link, type Found } from './link.ts';

const causes = {
  'static-keys': {
    severity: 'error',
    means: 'Keys stand in the environment of the container: every SDK takes them before the role.',
    link: CREDENTIAL_CHAIN,
  },
  'profile-set': {
    severity: 'warning',
    means: 'A profile is named in the environment of the container: some SDKs take it before the role.',
    link: CREDENTIAL_CHAIN,
  },
  'credentials-mounted': {
    severity: 'warning',
    means: 'A credentials file of AWS is in the container: some SDKs take it before the role.',
    link: CREDENTIAL_CHAIN,
  },
} as const;

export const precedenceLink = link({ name: 'precedence', needs: ['service-account'], causes, look });

const KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_ACCESS_KEY', 'AWS_SECRET_KEY', 'AWS_SESSION_TOKEN'];
const PROFILES = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'];
const FILES = ['AWS_SHARED_CREDENTIALS_FILE', 'AWS_CONFIG_FILE'];

function look({ pods, way }: View): readonly Found<typeof causes>[] {
  if (way === 'none') return [];
  const where = (found: (container: SeenContainer) => readonly string[]): readonly string[] => [
    ...new Set(pods.flatMap((pod) => pod.containers.flatMap((container) => found(container).map((what) => `${container.name}: ${what}`)))),
  ];
  const named = (names: readonly string[]) => where(({ env }) => names.filter((name) => env[name] !== undefined));
  const [keys, profiles] = [named(KEYS), named(PROFILES)];
  const files = [...named(FILES), ...where(({ mounts }) => mounts.filter((path) => /\/\.aws(?:\/|$)/.test(path)))];
  return [
    ...(keys.length === 0
      ? []
      : [
          {
            code: 'static-keys' as const,
            message: 'Keys in the environment of the container come before the role.',
            evidence: [some(keys, 6)],
            fix: 'Take them out of the pod’s template and of what it takes variables from, and delete the keys in IAM.',
          },
        ]),
    ...(profiles.length === 0
      ? []
      : [
          {
            code: 'profile-set' as const,
            message: 'The container names a profile, which may come before the role.',
            evidence: [some(profiles)],
            fix: 'Take the variable out.',
          },
        ]),
    ...(files.length === 0
      ? []
      : [
          {
            code: 'credentials-mounted' as const,
            message: 'The container has a credentials file, which may come before the role.',
            evidence: [some(files)],
            fix: 'Take the file out of the pod.',
          },
        ]),
  ];
}
