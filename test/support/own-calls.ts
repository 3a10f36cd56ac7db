/** Calls of modules in files of the user's own, and a patch of the command made by hand. */

export const OWN = `terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

module "dns" {
  source  = "terraform-aws-modules/iam/aws//modules/iam-role-for-service-accounts-eks"
  version = "~> 5.60"

  role_name                     = "dns"
  policy_name_prefix            = "Own_"
  attach_external_dns_policy    = true
  external_dns_hosted_zone_arns = ["arn:aws:route53:::hostedzone/Z1"]
  role_policy_arns              = { extra = "arn:aws:iam::aws:policy/ReadOnlyAccess" }
  oidc_providers = {
    main = {
      provider_arn               = "arn:aws:iam::123456789012:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/AAAA"
      namespace_service_accounts = ["external-dns:dns"]
    }
  }
}

output "dns" {
  value = module.dns.iam_role_arn
}
`;

/** Lines that go are replaced by those that follow them; what only comes is put into the block of that label, and blocks below all. */
export function patched(text: string, label: string, lines: readonly string[]): string {
  let now = text;
  const arguments_: string[] = [];
  const blocks: string[] = [];
  let inBlock = false;
  lines.forEach((line, i) => {
    const said = line.slice(2);
    if (line.startsWith('- ')) {
      const next = lines[i + 1] ?? '';
      if (!now.includes(said)) throw new Error(`the file does not say ${said}`);
      now = now.replace(said, next.startsWith('+ ') ? next.slice(2) : '');
    } else if (line.startsWith('+ ') && !(lines[i - 1] ?? '').startsWith('- ')) {
      inBlock = inBlock || said.endsWith(' {');
      (inBlock ? blocks : arguments_).push(said);
      if (said === '}') inBlock = false;
    }
  });
  const head = `module "${label}" {\n`;
  return `${now.replace(head, `${head}${arguments_.map((line) => `  ${line}\n`).join('')}`)}\n${blocks.join('\n')}\n`;
}
