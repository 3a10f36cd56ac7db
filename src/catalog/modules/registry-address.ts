/** The public registry's name of a module, however its source is written: with a host, or as a git address. */
export function registryAddress(source: string): string {
  const git = /terraform-aws-modules\/terraform-aws-([a-z-]+?)(?:\.git)?(\/\/[^?]+)?(?:\?|$)/.exec(source);
  if (git) return `terraform-aws-modules/${git[1]}/aws${git[2] ?? ''}`;
  return source.replace(/^[\w-]+(\.[\w-]+)+\//, '');
}
