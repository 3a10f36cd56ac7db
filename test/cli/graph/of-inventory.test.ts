/** The picture of a repository as its code says, without an irsa.yaml. */
import { expect, test } from '@jest/globals';
import { graphOfInventory } from '../../../src/cli/graph/of-inventory.ts';
import { execute } from '../../../src/cli/execute.ts';
import { survey } from '../../../src/repo/survey/survey.ts';
import { silentTerminal } from '../../support/silent-terminal.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const trust = (condition: string): string => `jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = aws_iam_openid_connect_provider.this.arn }
      Condition = { StringEquals = { "\${aws_iam_openid_connect_provider.this.url}:${condition} } }
    }]
  })`;

const MAIN = `
resource "aws_iam_openid_connect_provider" "this" {
  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"]
}
resource "aws_eks_cluster" "this" {
  name     = "production"
  role_arn = var.role
}
resource "aws_iam_role" "orders" {
  name               = "orders"
  assume_role_policy = ${trust('sub" = "system:serviceaccount:shop:orders"')}
}
resource "aws_iam_role" "open" {
  name               = "open"
  assume_role_policy = ${trust('aud" = "sts.amazonaws.com"')}
}
resource "aws_iam_role_policy" "orders" {
  name   = "read"
  role   = aws_iam_role.orders.id
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = ["s3:GetObject"], Resource = "arn:aws:s3:::orders/*" }] })
}
resource "aws_iam_role" "nodes" {
  name               = "nodes"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}
`;

test('leads from clusters to what pods may do, shows who is let in without a name, and leaves nodes out', async () => {
  const { inventory } = await survey(temporaryFolder({ 'main.tf': MAIN }));
  const { nodes, edges } = graphOfInventory(inventory, 'Roles');
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  expect(edges.map(({ from, to, says }) => `${titles.get(from)} – ${says} – ${titles.get(to)}`).sort()).toEqual(
    [
      'production – pods – shop:orders',
      'shop:orders – IRSA token – orders',
      'orders – allows – read',
      'any ServiceAccount? – what was read names none – open',
    ].sort(),
  );
  const orders = nodes
    .find(({ title }) => title === 'orders')
    ?.details.map(({ text }) => text)
    .join('\n');
  expect(orders).toContain('main.tf:10');
  expect(orders).toContain('system:serviceaccount:shop:orders');
});

test('is drawn by the command in a folder without irsa.yaml', async () => {
  const printed: string[] = [];
  const terminal = { ...silentTerminal(), print: (text: string) => void printed.push(text) };
  expect(await execute(['graph', temporaryFolder({ 'main.tf': MAIN })], terminal)).toBe(0);
  expect(printed.join('')).toContain('flowchart LR');
});
