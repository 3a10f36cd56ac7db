/**
 * The page of `create-irsa graph --format html`, in a real browser without a screen: a script at its end does what a
 * person would, and the browser prints what became of the page.
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runProgram } from '../support/program.ts';
import { programAt } from '../support/terraform/programs.ts';

const browser = ['chromium', 'chromium-browser', 'google-chrome', 'chrome']
  .map((name) => programAt(name, 'CREATE_IRSA_BROWSER'))
  .find((found) => found !== undefined);

const SPEC = `version: 1
clusters:
  production: { region: us-east-1, accountId: "111122223333" }
addOns:
  external-dns: { hostedZones: [Z0123456789ABC] }
apps:
  orders: { namespace: shop, grants: [{ s3: { bucket: my-bucket, access: read } }, { sqs: { queue: jobs, access: consume } }] }
  reports: { namespace: data, grants: [{ s3: { bucket: other, access: write } }] }
`;

/** Puts what a person does at the end of the page, and reads what it then shows. */
function after(deeds: string): Record<string, unknown> {
  const folder = temporaryFolder({ 'irsa.yaml': SPEC });
  const { stdout } = runProgram(folder, 'graph', '--format', 'html');
  const file = join(folder, 'graph.html');
  writeFileSync(
    file,
    stdout.replace(
      '</body>',
      () => `<script>
const button = (name) => [...document.querySelectorAll('nav button')].find(({ textContent }) => textContent === name);
const type = (id, value) => Object.assign($(id), { value }).dispatchEvent(new Event('input'));
const titles = (selector) => [...document.querySelectorAll(selector)].filter((one) => !one.closest('[hidden]')).map((one) => one.textContent.trim());
${deeds}
document.body.replaceChildren(element('pre', JSON.stringify({
  buttons: before.buttons, drawn: before.drawn, shown: before.shown, details: before.details, near: before.near, requests: before.requests,
})));
</script></body>`,
    ),
  );
  const ran = spawnSync(
    browser ?? '',
    ['--headless=new', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=2000', '--dump-dom', pathToFileURL(file).href],
    { encoding: 'utf8', timeout: 60_000 },
  );
  const said = /<body><pre>(.*?)<\/pre>/s.exec(ran.stdout)?.[1];
  if (said === undefined) throw new Error(`the browser says: ${ran.stdout.slice(-2_000)}${ran.stderr.slice(-500)}`);
  return JSON.parse(said.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')) as Record<string, unknown>;
}

const LOOK = `const before = {
  buttons: titles('nav button'), drawn: titles('#picture .node .title'), shown: $('shown').value,
  details: $('details').textContent, near: document.querySelectorAll('#picture .near').length,
  requests: performance.getEntriesByType('resource').length,
};`;

const described = browser === undefined ? describe.skip : describe;

described(`the page in a browser${browser === undefined ? ' (skipped: there is none, CREATE_IRSA_BROWSER names none)' : ''}`, () => {
  test('shows everything, as a list and as a picture, and asks nobody for anything', () => {
    const { buttons, drawn, shown, requests } = after(LOOK);
    expect(buttons).toEqual(expect.arrayContaining(['production', 'shop:orders', 'production-orders', 's3: my-bucket']));
    expect(drawn).toHaveLength((buttons as string[]).length);
    expect([shown, requests]).toEqual([`${(buttons as string[]).length} shown`, 0]);
  });

  test('finds an action, with whoever may do it', () => {
    const { buttons, drawn } = after(`type('search', 'sqs:ReceiveMessage'); ${LOOK}`);
    expect(buttons).toEqual(['production', 'shop:orders', 'production-orders', 'sqs: jobs']);
    expect(drawn).toHaveLength(4);
  });

  test('narrows to a namespace and a service', () => {
    expect(after(`type('namespace', 'data'); ${LOOK}`)['buttons']).toEqual([
      'production',
      'data:reports',
      'production-reports',
      's3: other',
    ]);
    expect(after(`type('service', 's3'); ${LOOK}`)['buttons']).not.toContain('sqs: jobs');
  });

  test('shows the trust of a role that is chosen, marks what belongs to it, and lets go of it by Escape', () => {
    const { details, near } = after(`button('production-orders').click(); ${LOOK}`);
    expect(details).toContain('sub = system:serviceaccount:shop:orders and aud = sts.amazonaws.com');
    expect(near).toBe(4);
    const left = after(
      `button('production-orders').click(); document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' })); ${LOOK}`,
    );
    expect([left['near'], left['details']]).toEqual([0, expect.stringContaining('Choose something')]);
  });
});
