/** `irsa/README.md`: what was made and why, for whoever is called at night. */
import type { Plan } from '../../plan/plan.ts';
import type { Permission, PlannedRunbook, RunbookWorkload } from '../../plan/runbook/planned-runbook.ts';
import { quote } from '../../plan/shell.ts';
import type { FileSet } from '../file-set.ts';
import { cell, code } from '../markdown.ts';
import { printer } from '../printer.ts';
import { printYaml } from '../yaml.ts';
import { imdsPatch } from './imds.ts';
import { pictureOf } from './picture.ts';
import { snippets } from './snippets.ts';
import runbook from '../../../templates/runbook/runbook.hbs';

interface View {
  readonly clusters: string;
  readonly workloads: readonly { readonly title: string; readonly subject: string; readonly roles: string; readonly may: string }[];
  /** Of the picture. */
  readonly edges: readonly { readonly line: string }[];
  readonly irsa: boolean;
  readonly podIdentity: boolean;
  /** A Deployment of the first app; absent where there are add-ons alone. */
  readonly deployment?: string;
  readonly snippets: readonly {
    readonly title: string;
    readonly since: string;
    readonly packages: string;
    readonly language: string;
    readonly lines: string;
  }[];
  readonly verifies: boolean;
  /** Commands, where there is no script that has them. */
  readonly looks?: string;
  /** As code. */
  readonly apply: string;
  readonly migrates: boolean;
  /** How IMDS is closed, in Markdown. */
  readonly imds?: string;
}

const print = printer<View>(runbook);

export const emitRunbook = ({ runbook: planned }: Plan): FileSet =>
  planned === undefined ? [] : [{ path: 'irsa/README.md', content: print(view(planned)), comments: 'html' }];

function view(planned: PlannedRunbook): View {
  const { clusters, workloads, identities, apply, verifies, migrates, sdks } = planned;
  const app = workloads.find(({ kind }) => kind === 'app');
  const imds = imdsPatch(planned);
  return {
    clusters: clusters.map(({ name, region }) => `${name} (${region})`).join(', '),
    workloads: workloads.map((workload) => row(workload, clusters.length > 1)),
    edges: pictureOf(workloads).map((line) => ({ line })),
    irsa: identities.includes('irsa'),
    podIdentity: identities.includes('pod-identity'),
    ...(app === undefined ? {} : { deployment: deployment(app.subject).trimEnd() }),
    snippets: sdks.map(({ name, title, since }) => ({
      ...snippets[name],
      title,
      since: since === undefined ? 'every release' : `${since} or newer`,
    })),
    verifies,
    ...(verifies ? {} : { looks: looks(planned) }),
    apply: cell(code(apply)),
    migrates,
    ...(imds === undefined ? {} : { imds }),
  };
}

const deployment = ({ namespace, serviceAccount }: RunbookWorkload['subject']): string =>
  printYaml({
    map: {
      metadata: { map: { namespace } },
      spec: { map: { template: { map: { spec: { map: { serviceAccountName: serviceAccount } } } } } },
    },
  });

function row({ title, subject, roles, may }: RunbookWorkload, several: boolean): View['workloads'][number] {
  const roleText = roles.map(({ name, clusters, elsewhere }) =>
    [code(name), ...(elsewhere ? ['(of another account)'] : []), ...(several ? [`for ${clusters.join(', ')}`] : [])].join(' '),
  );
  return {
    title: cell(title),
    subject: cell(code(`${subject.namespace}/${subject.serviceAccount}`)),
    roles: cell(roleText.join('<br>')),
    may: cell(may.map(inWords).join('<br>')),
  };
}

const inWords = ({ what, with: options, link }: Permission): string => {
  const named = link === undefined ? what : `[${what.replace(/\.$/, '')}](${link})`;
  return options.length === 0 ? named : `${named}: ${options.map(([option, value]) => `${option} ${code(value)}`).join(', ')}`;
};

const looks = ({ clusters, workloads }: PlannedRunbook): string =>
  [
    ...clusters.map(({ name, region }) => `aws eks update-kubeconfig --name ${quote(name)} --region ${quote(region)}`),
    ...workloads.flatMap(({ subject, roles }) => [
      `kubectl get serviceaccount ${quote(subject.serviceAccount)} --namespace ${quote(subject.namespace)} --output yaml`,
      ...roles.filter(({ elsewhere }) => !elsewhere).map(({ name }) => `aws iam get-role --role-name ${quote(name)}`),
    ]),
  ].join('\n');
